// What was known when the chat was handed over: lines of records and of what was said, those of a kind together.

import type { Figures } from "../../words/figures";
import type { Summary } from "../wire";
import type { DeskWords } from "../words/words";
import { useDesk } from "./context";

/** What the assistant understood has a list of its own beside the chat. */
const ELSEWHERE: ReadonlySet<string> = new Set(["Understood as"]);
const MOMENT = /\d{4}-\d{2}-\d{2}T[\d:.]+Z/g;

export interface Facts {
  label: string;
  texts: readonly string[];
}

/** `most`: show only the first so many kinds of lines. */
export function SummaryLines({ summary, most }: { summary: Summary; most?: number }) {
  const { words, figures } = useDesk();
  const facts = factsOf(summary).slice(0, most);
  return (
    <dl class="summary">
      {facts.map(({ label, texts }) => (
        <div key={label}>
          <dt>{label}</dt>
          {texts.map((text, i) => (
            <dd key={i} dir="auto">
              {readable(text, words, figures)}
            </dd>
          ))}
        </div>
      ))}
    </dl>
  );
}

/** The lines by their labels, in the order in which the labels come. */
export function factsOf(summary: Summary): readonly Facts[] {
  const byLabel = new Map<string, string[]>();
  for (const line of summary.lines ?? []) {
    const { label = "", text } = typeof line === "string" ? { text: line } : line;
    if (!ELSEWHERE.has(label)) byLabel.set(label, [...(byLabel.get(label) ?? []), text]);
  }
  return [...byLabel].map(([label, texts]) => ({ label, texts }));
}

/** Write the wire's moments and names in a text as people read them. */
function readable(text: string, words: DeskWords, figures: Figures): string {
  return words.reason(text.replace(MOMENT, (at) => figures.moment(at)));
}
