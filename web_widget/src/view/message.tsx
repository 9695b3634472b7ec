// One message of the log, with its blocks.

import { Component } from "preact";
import { BlockView } from "../blocks/block";
import type { Conversation } from "../conversation";
import type { Message } from "../protocol";
import { useSetting } from "./context";
import { Face } from "./face";
import { Text } from "./text";

interface Props {
  now: Conversation;
  message: Message;
  /** Whether it belongs to a conversation that has ended. */
  past: boolean;
  /** Whether the message above is of the same author. */
  follows: boolean;
  /** What became of it, where that is told. */
  fate?: "sent" | "seen" | undefined;
  toComposer: () => void;
}

/** The blocks that change with the conversation; all others are drawn once. */
const LIVELY: ReadonlySet<string> = new Set(["choices", "form", "quote"]);

/** Draws a message again only when something of it has changed: there are many, and every word redraws the thread. */
export class Bubble extends Component<Props> {
  override shouldComponentUpdate(next: Props): boolean {
    const was = this.props;
    if (next.message !== was.message || next.follows !== was.follows || next.fate !== was.fate) return true;
    return next.now !== was.now && next.message.blocks.some((block) => LIVELY.has(block.type));
  }

  override render(props: Props) {
    return <Drawn {...props} />;
  }
}

function Drawn({ now, message, past, follows, fate, toComposer }: Props) {
  const { words, figures } = useSetting();
  const { kind, name } = message.from;
  const author = kind === "user" ? words.say("author.user") : name || words.say(`author.${kind}`);
  return (
    <article class={`message is-${kind}${follows ? " follows" : ""}`} data-seq={message.seq}>
      <p class={follows ? "unseen" : "author"}>
        {kind !== "user" && !follows && <Face kind={kind} name={name} />}
        <span class={kind === "user" ? "unseen" : undefined}>{author}</span>{" "}
        <time dateTime={message.at}>{figures.time(message.at)}</time>
      </p>
      {message.text && <Text text={message.text} />}
      {message.blocks.map((block, i) => (
        <BlockView key={i} now={now} message={message} block={block} past={past} toComposer={toComposer} />
      ))}
      {fate && <p class="fate">{words.say(`send.${fate}`)}</p>}
    </article>
  );
}
