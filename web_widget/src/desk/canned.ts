// Canned replies: found by a few letters, their {gaps} filled with what is known and pointed out where it is not.

import type { CannedReply } from "./wire";

const GAP = /\{(\w+)\}/g;

/** The replies for what was typed after the slash; titles that start with it come first. */
export function matching(replies: readonly CannedReply[], typed: string): readonly CannedReply[] {
  const wanted = typed.trim().toLocaleLowerCase();
  if (wanted === "") return replies;
  const rank = ({ title, text }: CannedReply) => {
    const name = title.toLocaleLowerCase();
    if (name.startsWith(wanted)) return 0;
    if (name.includes(wanted)) return 1;
    return text.toLocaleLowerCase().includes(wanted) ? 2 : 3;
  };
  return replies
    .map((reply) => ({ reply, rank: rank(reply) }))
    .filter((found) => found.rank < 3)
    .sort((one, other) => one.rank - other.rank)
    .map((found) => found.reply);
}

/** The names of a reply's gaps, in the order in which they are read, each once. */
export function gaps(text: string): string[] {
  return [...new Set([...text.matchAll(GAP)].map((found) => found[1] ?? ""))];
}

/** Fill the gaps; one without a value stays as it is. */
export function filled(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(GAP, (gap, name: string) => values[name]?.trim() || gap);
}
