// The conversation as the desk reads it: messages and notes by time, what is under way, who is writing.

import { Fragment } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { visible } from "../../conversation";
import type { Message } from "../../protocol";
import type { Figures } from "../../words/figures";
import type { Chat } from "../chats";
import { type Desk, serverTime } from "../state";
import type { Note } from "../wire";
import type { DeskWords } from "../words/words";
import { Bubble } from "./bubble";
import { useDesk } from "./context";
import { Icon } from "./icons";
import { NoteCard } from "./note";
import { Unsent } from "./unsent";

/** Nearer to the end than this counts as reading the end. */
const AT_END_PX = 48;
const DAY_MS = 24 * 60 * 60 * 1000;

interface Props {
  now: Desk;
  chat: Chat;
  name: string;
  own: boolean;
}

type Line = { at: string; message: Message; note?: never } | { at: string; note: Note; message?: never };

export function Thread({ now, chat, name, own }: Props) {
  const { station, words, figures } = useDesk();
  const conversation = chat.view.conversation;
  const lines = woven(visible(chat.log), chat.notes);
  const shape = `${lines.length}:${chat.log.through}:${chat.log.outbox.length}:${chat.unsentNotes.length}:${chat.typing}`;
  const { box, atEnd, measure, toEnd } = useScroll(chat.log.messages[0]?.seq ?? 0, shape);
  const unsentCount = chat.log.outbox.length + chat.unsentNotes.length;

  useEffect(() => {
    // One's own words are always worth going to.
    if (unsentCount > 0) toEnd();
  }, [unsentCount]);
  useEffect(() => {
    const look = () => {
      if (own && atEnd && document.visibilityState === "visible") station.markSeen(conversation);
    };
    look();
    document.addEventListener("visibilitychange", look);
    return () => document.removeEventListener("visibilitychange", look);
  }, [station, own, atEnd, shape]);

  const day = days(serverTime(now, Date.now()), words, figures);
  const seenSeq = lastSeen(chat);
  return (
    <div class="thread-place">
      <div
        class="lines"
        id="thread"
        ref={box}
        role="log"
        aria-live="off"
        aria-label={words.say("thread.label", { name })}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the history scrolls, so the keyboard must reach it
        tabIndex={0}
        onScroll={measure}
      >
        {chat.log.more && (
          <button type="button" class="quiet older" onClick={() => void station.older(conversation)}>
            {words.say("thread.older")}
          </button>
        )}
        {lines.map((line, i) => {
          const before = lines[i - 1];
          const newDay = !before || day.key(before.at) !== day.key(line.at);
          return (
            <Fragment key={line.message ? line.message.seq : line.note.id}>
              {newDay && <p class="day">{day.name(line.at)}</p>}
              {line.message ? (
                <Bubble
                  message={line.message}
                  me={now.me?.name}
                  person={name}
                  follows={!newDay && sameAuthor(before?.message, line.message)}
                  seen={line.message.seq === seenSeq}
                />
              ) : (
                <NoteCard note={line.note} />
              )}
            </Fragment>
          );
        })}
        <Unsent chat={chat} online={now.line === "online"} />
        <div class="typing-place" role="status">
          {chat.typing && (
            <p class="typing">
              <span class="unseen">{words.say("thread.typing", { name })}</span>
              <span class="dots" aria-hidden="true">
                <i />
                <i />
                <i />
              </span>
            </p>
          )}
        </div>
      </div>
      {!atEnd && (
        <button type="button" class="latest" onClick={toEnd}>
          <Icon name="down" /> {words.say("thread.latest")}
        </button>
      )}
    </div>
  );
}

/** Keeps the end in view while it is read, and the place otherwise. */
function useScroll(first: number, shape: string) {
  const box = useRef<HTMLDivElement>(null);
  const fromEnd = useRef(0);
  const firstBefore = useRef(first);
  const [atEnd, setAtEnd] = useState(true);
  const measure = () => {
    const view = box.current;
    if (!view) return;
    fromEnd.current = view.scrollHeight - view.scrollTop;
    setAtEnd(fromEnd.current - view.clientHeight < AT_END_PX);
  };
  const toEnd = () => {
    const view = box.current;
    if (view) view.scrollTop = view.scrollHeight;
    measure();
  };
  useLayoutEffect(() => {
    const view = box.current;
    if (!view) return;
    const older = first < firstBefore.current;
    firstBefore.current = first;
    // Older messages push the rest down: stay where the eye is. New ones are followed at the end only.
    if (older) view.scrollTop = view.scrollHeight - fromEnd.current;
    else if (atEnd) view.scrollTop = view.scrollHeight;
    measure();
  }, [first, shape]);
  return { box, atEnd, measure, toEnd };
}

/** What a day is called at the moment `at`. */
function days(at: number, words: DeskWords, figures: Figures) {
  const today = figures.dayKey(at);
  const yesterday = figures.dayKey(at - DAY_MS);
  return {
    key: (moment: string) => figures.dayKey(moment),
    name: (moment: string) => {
      const key = figures.dayKey(moment);
      if (key === today) return words.say("thread.today");
      return key === yesterday ? words.say("thread.yesterday") : figures.day(moment, at);
    },
  };
}

/** Messages in the order of their numbers, and each note where its time puts it. */
export function woven(messages: readonly Message[], notes: readonly Note[]): Line[] {
  const start = messages[0]?.at ?? "";
  const waiting = [...notes].filter((note) => note.at >= start).sort((a, b) => (a.at < b.at ? -1 : 1));
  const lines: Line[] = [];
  for (const message of messages) {
    while (waiting[0] && waiting[0].at < message.at) {
      const note = waiting.shift();
      if (note) lines.push({ at: note.at, note });
    }
    lines.push({ at: message.at, message });
  }
  return [...lines, ...waiting.map((note) => ({ at: note.at, note }))];
}

/** The last of the desk's messages that the person has seen. */
function lastSeen(chat: Chat): number | undefined {
  const seen = visible(chat.log).filter(({ seq, from }) => seq <= chat.reached && from.kind === "specialist");
  return seen.at(-1)?.seq;
}

function sameAuthor(before: Message | undefined, message: Message): boolean {
  return before?.from.kind === message.from.kind && before.from.name === message.from.name;
}
