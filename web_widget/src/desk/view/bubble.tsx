// One message of the thread. Blocks are shown as they were; their buttons are the person's, and only told here.

import type { Block, Message } from "../../protocol";
import { BlockRead } from "./block_read";
import { useDesk } from "./context";
import { WebText } from "./web_text";

interface Props {
  message: Message;
  me: string | undefined;
  /** How the chat's person is called. */
  person: string;
  /** Whether the line above is of the same author. */
  follows: boolean;
  /** Whether the person has read up to here. */
  seen: boolean;
}

export function Bubble({ message, me, person, follows, seen }: Props) {
  const { words, figures } = useDesk();
  const { kind, name } = message.from;
  const own = kind === "specialist" && name === me;
  const author = own
    ? words.say("author.you")
    : kind === "user"
      ? person
      : name || words.say(`author.${kind}`);
  return (
    <article
      class={`line is-${kind}${own ? " is-own" : ""}${follows ? " follows" : ""}`}
      data-seq={message.seq}
    >
      <p class={follows ? "unseen" : "author"}>
        {author} <time dateTime={message.at}>{figures.time(message.at)}</time>
      </p>
      <div class="said" dir="auto">
        <WebText text={message.text} />
      </div>
      {message.blocks.map((block, i) => (
        <BlockTold key={i} block={block} />
      ))}
      {seen && <p class="fate">{words.say("thread.seen")}</p>}
    </article>
  );
}

function BlockTold({ block }: { block: Block }) {
  const { words } = useDesk();
  switch (block.type) {
    case "choices":
      return (
        <p class="told">
          {words.say("thread.choices", { labels: block.choices.map((choice) => choice.label).join(" · ") })}
        </p>
      );
    case "form":
      return (
        <p class="told">
          {words.say("thread.form", { name: block.fields.map((field) => field.label).join(", ") })}
        </p>
      );
    case "quote":
      return <p class="told">{words.say("thread.quote", { summary: block.summary })}</p>;
    default:
      return <BlockRead block={block} />;
  }
}
