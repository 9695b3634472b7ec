// A draft, as of a job post: its parts under their names, in the order in which they are read.

import type { Block } from "../protocol";
import { useReading } from "../view/context";
import { worded } from "../words/figures";

const ORDER = ["goal", "deliverables", "skills", "budget_kind", "budget", "timeline"];
/** Parts that are not written out as rows. */
const APART: ReadonlySet<string> = new Set(["type", "title", "version", "draft"]);

type DraftBlock = Extract<Block, { type: "draft" }>;

export function Draft({ draft }: { draft: DraftBlock }) {
  const { words, figures } = useReading();
  const parts = partsOf(draft);
  const names = Object.keys(parts).filter((name) => !APART.has(name));
  const rows = [...ORDER.filter((name) => name in parts), ...names.filter((name) => !ORDER.includes(name))];
  return (
    <div class="card draft">
      <p class="over-title">
        {words.say("draft.label")}
        {isPlain(draft.version) && <> · {words.say("draft.version", { version: draft.version })}</>}
      </p>
      {isPlain(draft.title) && (
        <p class="card-title" dir="auto">
          {draft.title}
        </p>
      )}
      <dl>
        {rows.map((name) => {
          const part = parts[name];
          const shown = isMoney(part) ? figures.money(part) : <Part name={name} part={part} />;
          return part === null || part === undefined || part === "" ? null : (
            <div key={name}>
              <dt>{words.named("draft", name)}</dt>
              <dd dir="auto">{shown}</dd>
            </div>
          );
        })}
      </dl>
    </div>
  );
}

/** The parts of the post; a draft that the desk keeps has them under `fields`, beside what is said of it. */
function partsOf({ fields, ...flat }: DraftBlock): Readonly<Record<string, unknown>> {
  return typeof fields === "object" && fields !== null ? { ...fields } : flat;
}

function Part({ name, part }: { name: string; part: unknown }) {
  if (Array.isArray(part)) {
    const texts = part.filter(isPlain);
    if (name !== "skills")
      return (
        <ul>
          {texts.map((text) => (
            <li key={text}>{text}</li>
          ))}
        </ul>
      );
    return (
      <>
        {texts.map((text) => (
          <span key={text} class="pill">
            {text}
          </span>
        ))}
      </>
    );
  }
  if (!isPlain(part)) return null;
  return <>{name === "budget_kind" ? worded(String(part)) : part}</>;
}

function isPlain(part: unknown): part is string | number {
  return typeof part === "string" || typeof part === "number";
}

function isMoney(part: unknown): part is { minor: number; currency: string } {
  return typeof part === "object" && part !== null && "minor" in part && "currency" in part;
}
