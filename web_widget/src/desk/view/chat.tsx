// One open chat: who it is with, what can be done with it, the thread, where one writes, and the details.

import { useState } from "preact/hooks";
import { type Chat, isMine, nameOf } from "../chats";
import type { Desk } from "../state";
import { Composer } from "./composer";
import { useDesk } from "./context";
import { Details } from "./details";
import { Icon, type IconName } from "./icons";
import { Thread } from "./thread";

const ACTIONS = [
  { kind: "promise", icon: "promise", key: "P" },
  { kind: "transfer", icon: "transfer", key: "T" },
  { kind: "return", icon: "return", key: "B" },
  { kind: "wrap_up", icon: "wrap_up", key: "W" },
] as const satisfies readonly { kind: string; icon: IconName; key: string }[];

export function ChatPane({ now, chat }: { now: Desk; chat: Chat }) {
  const { station, words } = useDesk();
  const [details, setDetails] = useState(() => station.shelves.habit("details"));
  const own = isMine(chat, now.me);
  const name = nameOf(chat.view.person, words.say("author.user"));
  const turnDetails = () => {
    station.shelves.putHabit("details", !details);
    setDetails(!details);
  };
  return (
    <>
      <section class="chat" aria-label={words.say("thread.label", { name })}>
        <ChatHead chat={chat} name={name} own={own} details={details} turnDetails={turnDetails} />
        <Thread now={now} chat={chat} name={name} own={own} />
        {own ? <Composer chat={chat} name={name} me={now.me?.name ?? ""} /> : <Elsewhere chat={chat} />}
      </section>
      {details && <Details now={now} chat={chat} name={name} own={own} />}
    </>
  );
}

interface HeadProps {
  chat: Chat;
  name: string;
  own: boolean;
  details: boolean;
  turnDetails: () => void;
}

function ChatHead({ chat, name, own, details, turnDetails }: HeadProps) {
  const { words, figures, show, go } = useDesk();
  const { conversation, handoff } = chat.view;
  return (
    <header class="chat-head">
      <button
        type="button"
        class="quiet round only-small"
        aria-label={words.say("chat.back")}
        onClick={() => go({ page: "chats" })}
      >
        <Icon name="back" />
      </button>
      <div class="chat-who">
        <h1 dir="auto">{name}</h1>
        {handoff && (
          <p class="faint">
            {words.say("chat.with", {
              category: words.named("category", handoff.category),
              time: figures.time(handoff.since),
            })}
          </p>
        )}
      </div>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is for fields; these are buttons */}
      <div class="chat-actions" role="group" aria-label={words.say("chat.actions")}>
        {own &&
          ACTIONS.map(({ kind, icon, key }) => (
            <button
              key={kind}
              type="button"
              class="tool"
              title={`${words.say(`shortcut.${kind}`)} (${key})`}
              onClick={() => show({ kind, conversation })}
            >
              <Icon name={icon} />
              <span>{words.say(`shortcut.${kind}`)}</span>
            </button>
          ))}
        <button
          type="button"
          id="details-toggle"
          class="tool"
          aria-expanded={details}
          title={`${words.say("chat.details")} (I)`}
          onClick={turnDetails}
        >
          <Icon name="details" />
          <span>{words.say("chat.details")}</span>
        </button>
      </div>
    </header>
  );
}

function Elsewhere({ chat }: { chat: Chat }) {
  const { words } = useDesk();
  const { owner, specialist } = chat.view;
  return (
    <p class="elsewhere" role="status">
      {words.say(`chat.elsewhere.${owner}`, { name: specialist?.name ?? words.say("author.specialist") })}
    </p>
  );
}
