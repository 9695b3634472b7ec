// The text of a message: its addresses can be followed, and one that is very long is shown in part at first.

import { useState } from "preact/hooks";
import { safeAddress } from "../words/figures";
import { useSetting } from "./context";

/** Longer texts are folded. */
const FOLDED_FROM = 1200;
const FOLDED_TO = 700;
const ADDRESS = /\bhttps?:\/\/[^\s<>"'“”]+[^\s<>"'“”.,;:!?)\]}]/g;

export function Text({ text }: { text: string }) {
  const { words } = useSetting();
  const [whole, setWhole] = useState(text.length <= FOLDED_FROM);
  return (
    <div class="text" dir="auto">
      {linked(whole ? text : `${[...text].slice(0, FOLDED_TO).join("").trimEnd()}…`)}
      {!whole && (
        <button type="button" class="link unfold" onClick={() => setWhole(true)}>
          {words.say("thread.whole")}
        </button>
      )}
    </div>
  );
}

function linked(text: string) {
  const parts = [];
  let after = 0;
  for (const { 0: found, index } of text.matchAll(ADDRESS)) {
    const address = safeAddress(found);
    if (!address) continue;
    parts.push(
      text.slice(after, index),
      <a key={index} href={address} target="_blank" rel="noopener noreferrer nofollow">
        {found}
      </a>,
    );
    after = index + found.length;
  }
  return [...parts, text.slice(after)];
}
