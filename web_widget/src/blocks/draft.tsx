// A draft, as of a job post: its parts under their names.

import type { Block } from "../protocol";
import { worded } from "../words/figures";

export function Draft({ draft }: { draft: Extract<Block, { type: "draft" }> }) {
  const parts = Object.entries(draft).flatMap(([name, part]) => {
    if (name === "type") return [];
    const text = Array.isArray(part) ? part.filter(isPlain).join(", ") : isPlain(part) ? String(part) : "";
    return text ? [{ name, text }] : [];
  });
  if (parts.length === 0) return null;
  return (
    <div class="card draft">
      <dl>
        {parts.map(({ name, text }) => (
          <div key={name}>
            <dt>{worded(name)}</dt>
            <dd dir="auto">{text}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

function isPlain(part: unknown): part is string | number {
  return typeof part === "string" || typeof part === "number";
}
