// A text with its web addresses as links. Nothing but http and https becomes one, and the address stays readable.

import { safeAddress } from "../../words/figures";

const ADDRESS = /https?:\/\/[^\s<>"']+/g;
/** Ends a sentence rather than an address. */
const TRAILING = /[.,;:!?)\]}]+$/;

export function WebText({ text }: { text: string }) {
  return (
    <>
      {parts(text).map((part, i) =>
        part.address === undefined ? (
          part.text
        ) : (
          <a key={i} href={part.address} target="_blank" rel="noopener noreferrer nofollow">
            {part.text}
          </a>
        ),
      )}
    </>
  );
}

/** A text cut into plain parts and addresses; joined again it is the same text. */
export function parts(text: string): { text: string; address?: string }[] {
  const found: { text: string; address?: string }[] = [];
  let end = 0;
  for (const match of text.matchAll(ADDRESS)) {
    const shown = match[0].replace(TRAILING, "");
    const address = safeAddress(shown);
    if (address === undefined) continue;
    if (match.index > end) found.push({ text: text.slice(end, match.index) });
    found.push({ text: shown, address });
    end = match.index + shown.length;
  }
  if (end < text.length) found.push({ text: text.slice(end) });
  return found;
}
