// The chats in one's hands, with what is unread in each.

import { type Chat, lastMessage, nameOf, unread } from "../chats";
import { hashOf } from "../places";
import { type Desk, serverTime } from "../state";
import { useDesk, useNow } from "./context";

const TICK_MS = 30_000;

interface Props {
  now: Desk;
  chats: readonly Chat[];
  open: string | undefined;
}

export function MyChats({ now, chats, open }: Props) {
  const { words } = useDesk();
  return (
    <section>
      <h2>{words.say("mine.title")}</h2>
      {chats.length === 0 ? (
        <p class="faint side-empty">{words.say("mine.empty")}</p>
      ) : (
        <ul class="entries">
          {chats.map((chat) => (
            <li key={chat.view.conversation}>
              <Entry now={now} chat={chat} open={chat.view.conversation === open} />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function Entry({ now, chat, open }: { now: Desk; chat: Chat; open: boolean }) {
  const { words, figures, go } = useDesk();
  const at = serverTime(now, useNow(TICK_MS));
  const last = lastMessage(chat);
  const news = unread(chat);
  const place = { page: "chats", conversation: chat.view.conversation } as const;
  return (
    <a
      class={news ? "entry is-unread" : "entry"}
      href={hashOf(place)}
      aria-current={open ? "true" : undefined}
      onClick={(event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        go(place, "reply");
      }}
    >
      <span class="entry-head">
        <b class="entry-name">{nameOf(chat.view.person, words.say("author.user"))}</b>
        {last && <span class="faint entry-time">{figures.distance(last.at, at)}</span>}
      </span>
      <span class="entry-line">
        <span class="entry-text">{chat.typing ? <i>{words.say("mine.typing")}</i> : (last?.text ?? "")}</span>
        {news > 0 && (
          <>
            <span class="count-badge" aria-hidden="true">
              {news}
            </span>
            <span class="unseen">{words.count("mine.unread", news)}</span>
          </>
        )}
      </span>
    </a>
  );
}
