// One message of the log, with its blocks.

import { BlockView } from "../blocks/block";
import type { Conversation } from "../conversation";
import type { Message } from "../protocol";
import { useSetting } from "./context";

interface Props {
  now: Conversation;
  message: Message;
  /** Whether the message above is of the same author. */
  follows: boolean;
  toComposer: () => void;
}

export function Bubble({ now, message, follows, toComposer }: Props) {
  const { words, figures } = useSetting();
  const own = message.from.kind === "user";
  const kind = message.from.kind;
  const author = own ? words.say("author.user") : message.from.name || words.say(`author.${kind}`);
  return (
    <article class={`message is-${kind}${follows ? " follows" : ""}`} data-seq={message.seq}>
      <p class={follows ? "unseen" : "author"}>
        {author} <time dateTime={message.at}>{figures.time(message.at)}</time>
      </p>
      <p class="text" dir="auto">
        {message.text}
      </p>
      {message.blocks.map((block, i) => (
        <BlockView key={i} now={now} message={message} block={block} toComposer={toComposer} />
      ))}
    </article>
  );
}
