// Tells screen readers of each new message, once, in a live region of its own.

import { useEffect, useRef, useState } from "preact/hooks";
import { type Conversation, visible } from "../conversation";
import type { Message } from "../protocol";
import { useSetting } from "./context";

/** Long enough for every reader to pick the words up; they are queued there, not here. */
const STAYS_MS = 5_000;

export function Announcer({ now }: { now: Conversation }) {
  const { words } = useSetting();
  const [spoken, setSpoken] = useState<{ key: string; text: string }[]>([]);
  const heard = useRef<{ conversation: string | null; seq: number }>({ conversation: null, seq: 0 });
  const last = visible(now).at(-1)?.seq ?? 0;

  useEffect(() => {
    if (now.id === null) return;
    if (heard.current.conversation !== now.id) {
      // What was there when the chat was opened is history, not news.
      heard.current = { conversation: now.id, seq: last };
      return;
    }
    const news = visible(now).filter((message) => message.seq > heard.current.seq);
    heard.current.seq = Math.max(heard.current.seq, last);
    const said = news
      .filter((message) => message.from.kind !== "user")
      .map((message) => ({ key: `${now.id}:${message.seq}`, text: announcement(message, words) }));
    if (said.length === 0) return;
    setSpoken((before) => [...before, ...said]);
    const gone = new Set(said.map((line) => line.key));
    setTimeout(() => setSpoken((before) => before.filter((line) => !gone.has(line.key))), STAYS_MS);
  }, [now.id, last]);

  return (
    <div class="unseen announcer" aria-live="polite" aria-relevant="additions" aria-atomic="false">
      {spoken.map((line) => (
        <p key={line.key}>{line.text}</p>
      ))}
    </div>
  );
}

function announcement(message: Message, words: ReturnType<typeof useSetting>["words"]): string {
  const author = message.from.name || words.say(`author.${kind(message)}`);
  const parts = [words.say("announce.says", { author, text: message.text })];
  for (const block of message.blocks) {
    if (block.type === "choices") parts.push(words.count("announce.choices", block.choices.length));
    if (block.type === "quote") parts.push(words.say("announce.quote"));
    if (block.type === "form") parts.push(words.say("announce.form"));
    if (block.type === "draft") parts.push(words.say("announce.draft"));
    if (block.type === "call") parts.push(words.say("announce.call"));
  }
  return parts.join(" ");
}

function kind(message: Message): "assistant" | "specialist" | "system" {
  return message.from.kind === "user" ? "system" : message.from.kind;
}
