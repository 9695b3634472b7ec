// What was known when the chat was handed over: lines of records and of what was said.

import type { Summary } from "../wire";

/** `most`: show only the first so many lines. */
export function SummaryLines({ summary, most }: { summary: Summary; most?: number }) {
  const lines = linesOf(summary).slice(0, most);
  if (lines.length === 0) return null;
  return (
    <dl class="summary">
      {lines.map((line, i) => (
        <div key={i}>
          {line.label && <dt>{line.label}</dt>}
          <dd dir="auto">{line.text}</dd>
        </div>
      ))}
    </dl>
  );
}

export function linesOf(summary: Summary): { label?: string; text: string }[] {
  return (summary.lines ?? []).map((line) => (typeof line === "string" ? { text: line } : line));
}
