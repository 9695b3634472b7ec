// Replies and notes that the server has not got yet.

import type { Outgoing } from "../../conversation";
import type { Chat } from "../chats";
import type { Kind } from "../shelves";
import { useDesk } from "./context";
import { Icon } from "./icons";

export function Unsent({ chat, online }: { chat: Chat; online: boolean }) {
  const { words } = useDesk();
  const conversation = chat.view.conversation;
  return (
    <>
      {chat.log.outbox.map((item) => (
        <article key={item.id} class={`line is-specialist is-own is-pending${failed(item)}`}>
          <p class="unseen">{words.say("author.you")}</p>
          <div class="said" dir="auto">
            {item.text}
          </div>
          <Fate kind="reply" conversation={conversation} item={item} online={online} />
        </article>
      ))}
      {chat.unsentNotes.map((item) => (
        <article key={item.id} class={`note-card is-pending${failed(item)}`}>
          <p class="note-head">
            <Icon name="lock" />
            <b>{words.say("note.title")}</b>
          </p>
          <p class="note-text" dir="auto">
            {item.text}
          </p>
          <Fate kind="note" conversation={conversation} item={item} online={online} />
        </article>
      ))}
    </>
  );
}

const failed = (item: Outgoing) => (item.state === "failed" ? " is-failed" : "");

interface FateProps {
  kind: Kind;
  conversation: string;
  item: Outgoing;
  online: boolean;
}

function Fate({ kind, conversation, item, online }: FateProps) {
  const { station, words } = useDesk();
  if (item.state !== "failed") {
    return <p class="fate">{words.say(online ? "send.sending" : "send.waiting")}</p>;
  }
  return (
    <div class="fate" role="alert">
      <span>
        {words.say("send.failed")} {item.why}
      </span>{" "}
      <button type="button" class="link" onClick={() => station.retry(kind, conversation, item.id)}>
        {words.say("send.retry")}
      </button>{" "}
      <button type="button" class="link" onClick={() => station.discard(kind, conversation, item.id)}>
        {words.say("send.discard")}
      </button>
    </div>
  );
}
