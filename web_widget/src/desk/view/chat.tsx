// One open chat: who it is with, what can be done with it, the thread, where one writes, and the details.

import { useState } from "preact/hooks";
import { type Chat, canReply, isMine, nameOf } from "../chats";
import { reassigns } from "../roles";
import { type Desk, memberName } from "../state";
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

/** States of a hand-off in which a supervisor may give it to somebody else. */
const REASSIGNED: ReadonlySet<string> = new Set(["queued", "offered", "active"]);

/** Whether the details have a place of their own beside the chat; style/narrow.css has the same limit. */
const hasRoom = () => window.matchMedia("(min-width: 1161px)").matches;

export function ChatPane({ now, chat }: { now: Desk; chat: Chat }) {
  const { station, words } = useDesk();
  const [details, setDetails] = useState(() => hasRoom() && station.shelves.habit("details"));
  const own = isMine(chat, now.me);
  const name = nameOf(chat.view.person, words.say("author.user"));
  const turnDetails = () => {
    // Where they lie over the chat they are opened for a look only.
    if (hasRoom()) station.shelves.putHabit("details", !details);
    setDetails(!details);
  };
  return (
    <>
      <section class="chat" aria-label={words.say("thread.label", { name })}>
        <ChatHead now={now} chat={chat} name={name} own={own} details={details} turnDetails={turnDetails} />
        <Thread now={now} chat={chat} name={name} own={own} />
        {canReply(chat, now.me) ? (
          <Composer chat={chat} name={name} me={now.me?.name ?? ""} />
        ) : (
          <Elsewhere now={now} chat={chat} own={own} />
        )}
      </section>
      {details && <Details now={now} chat={chat} name={name} own={own} />}
    </>
  );
}

interface HeadProps {
  now: Desk;
  chat: Chat;
  name: string;
  own: boolean;
  details: boolean;
  turnDetails: () => void;
}

function ChatHead({ now, chat, name, own, details, turnDetails }: HeadProps) {
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
              category: words.category(handoff.category),
              time: figures.time(handoff.since),
            })}
          </p>
        )}
      </div>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is for fields; these are buttons */}
      <div class="chat-actions" role="group" aria-label={words.say("chat.actions")}>
        {!own && handoff && REASSIGNED.has(handoff.state) && reassigns(now.me) && (
          <button
            type="button"
            class="tool"
            onClick={() => show({ kind: "reassign", handoff: handoff.id, name })}
          >
            <Icon name="transfer" />
            <span>{words.say("action.reassign")}</span>
          </button>
        )}
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
              <span>{words.say(`action.${kind}`)}</span>
            </button>
          ))}
        <button
          type="button"
          id="details-toggle"
          class="tool is-details"
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

/** Why one cannot write here. */
function Elsewhere({ now, chat, own }: { now: Desk; chat: Chat; own: boolean }) {
  const { words } = useDesk();
  const { owner, specialist } = chat.view;
  const name = specialist ? memberName(now, specialist) : words.say("author.specialist");
  return (
    <p class="elsewhere" role="status">
      {own ? words.say("chat.ended") : words.say(`chat.elsewhere.${owner}`, { name })}
    </p>
  );
}
