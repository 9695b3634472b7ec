// The conversation as it is read: days, messages, what is under way, who is typing. Only a part of it is ever drawn.

import { Fragment } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { breath } from "../breath";
import { type Conversation, EMPTY, KEPT_MOST, reached, unread } from "../conversation";
import { DRAWN_MOST, drawn, earlier, type From, GROWTH, later, lines } from "../lines";
import { useSetting } from "./context";
import { DownIcon } from "./icons";
import { Bubble } from "./message";
import { Pending } from "./pending";
import { Place } from "./scrolling";
import { Beginning, Day, Starters, Typing } from "./separators";

interface Props {
  now: Conversation;
  toComposer: () => void;
}

export function Thread({ now, toComposer }: Props) {
  const { chat, words, figures } = useSetting();
  const box = useRef<HTMLDivElement>(null);
  const place = useRef(new Place()).current;
  const fetching = useRef(false);
  const news = useRef<{ conversation: string; after: number } | null>(null);
  /** The next frame, if something is to be put right in it, and what that is as of now. */
  const settling = useRef(0);
  const settle = useRef(() => {});
  /** Whether it is still to be seen if what is new fits. */
  const seeking = useRef(true);
  /** The last line when the reader was last at the end. */
  const followed = useRef<string | undefined>(undefined);
  const [from, setFrom] = useState<From>(null);
  const [room, setRoom] = useState(0);
  const [atEnd, setAtEnd] = useState(true);

  const all = lines(now);
  const { start, end } = drawn(all, from, room);
  const shown = all.slice(start, end);
  const complete = end === all.length;
  // At first there is nothing, so that the panel around it is seen at once.
  const growing = room === 0 || (room < DRAWN_MOST && shown.length < all.length);
  // A pressed quote tells by itself that it is under way.
  const pending = complete ? now.outbox.filter((item) => item.kind !== "confirm") : [];
  const fate = pending.length === 0 ? reached(now) : undefined;
  const past = now.earlier && { ...EMPTY, messages: now.earlier.messages };
  const last = all.at(-1)?.key;

  // The line "New" stands where it stood when the chat was opened, or looked at again.
  const markNews = () => {
    if (now.id)
      news.current = { conversation: now.id, after: unread(now) > 0 ? now.seen : Number.MAX_SAFE_INTEGER };
  };
  if (news.current?.conversation !== now.id) markNews();
  const firstNew = all.findIndex(
    ({ message, past }) => !past && message.seq > (news.current?.after ?? 0) && message.from.kind !== "user",
  );

  const fetchOlder = async () => {
    if (fetching.current) return;
    fetching.current = true;
    await (now.more ? chat.older() : chat.recall());
    fetching.current = false;
  };
  const goUp = () => {
    if (growing) return;
    if (start > 0) setFrom(earlier(all, from));
    else if (now.more || now.earlier?.messages.length) {
      setFrom(all[0]?.key ?? null);
      if (now.more || now.earlier?.more) void fetchOlder();
    }
  };
  settle.current = () => {
    settling.current = 0;
    const view = box.current;
    if (!view) return;
    place.restore(view);
    if (place.follows) begin(view);
    if (place.follows && !growing && document.visibilityState === "visible") chat.markSeen();
  };
  /** Little is new, and yet more than fits: begin to read where it begins. */
  const begin = (view: HTMLElement) => {
    const news = seeking.current && view.querySelector<HTMLElement>(".news");
    if (news) seeking.current = false;
    const line = news || (followed.current && followed.current !== last && place.answer(view, last));
    followed.current = growing ? undefined : last;
    if (!line || view.scrollHeight - line.offsetTop <= view.clientHeight) return;
    place.show(view, line);
    look();
  };
  // Before it is painted, and not before: to ask for a height is to have everything laid out at once.
  const settleSoon = () => {
    settling.current ||= requestAnimationFrame(() => settle.current());
  };
  const look = () => {
    const view = box.current;
    if (!view) return;
    // What was drawn since is not where it belongs yet.
    if (settling.current) settle.current();
    const { nearStart, nearEnd } = place.note(view, complete);
    setAtEnd(place.follows);
    if (place.follows && complete) followed.current = last;
    if (growing) return;
    if (place.follows && from !== null) toTail();
    else if (place.follows) return;
    else if (nearStart) goUp();
    else if (nearEnd && !complete) setFrom(later(all, from));
    else if (from === null) setFrom(all[start]?.key ?? null);
  };
  /** Draw the end of the thread, not more of it than is drawn now; the rest grows. */
  const toTail = () => {
    setRoom(complete ? shown.length : GROWTH);
    setFrom(null);
  };
  const toEnd = () => {
    place.follows = true;
    seeking.current = false;
    followed.current = last;
    if (from !== null) toTail();
    setAtEnd(true);
    settleSoon();
  };

  useLayoutEffect(settleSoon);
  useEffect(() => {
    if (growing) void breath().then(() => setRoom(Math.min(room + GROWTH, DRAWN_MOST)));
  });
  useEffect(() => {
    if (growing) return;
    if (all.length > 0) seeking.current = false;
    look();
  }, [growing]);
  useLayoutEffect(() => {
    // More is new than is drawn at once: begin to read where it begins.
    const first =
      firstNew < 0 || all.length - firstNew <= GROWTH ? undefined : all[Math.max(0, firstNew - 1)];
    if (!first) return;
    seeking.current = false;
    place.readFrom(first.key);
    setFrom(first.key);
    setAtEnd(false);
  }, [now.id]);

  useEffect(() => {
    // One's own message is always worth going to.
    if (now.outbox.length > 0) toEnd();
  }, [now.outbox.length]);

  useEffect(() => {
    const back = () => {
      if (document.visibilityState !== "visible") return;
      markNews();
      settleSoon();
    };
    document.addEventListener("visibilitychange", back);
    return () => document.removeEventListener("visibilitychange", back);
  }, [now]);

  useEffect(() => {
    if (atEnd && now.messages.length > KEPT_MOST) chat.trim();
  }, [atEnd, now.messages.length]);

  return (
    <div class="thread-place">
      <div
        class="thread"
        ref={box}
        role="log"
        aria-live="off"
        aria-label={words.say("thread.label")}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the history scrolls, so the keyboard must reach it
        tabIndex={0}
        onScroll={look}
      >
        <Beginning now={now} hidden={start} goUp={goUp} recall={() => void chat.recall()} />
        {all.length === 0 && now.outbox.length === 0 && now.id !== null && room > 0 && (
          <Starters now={now} toComposer={toComposer} />
        )}
        {shown.map((line, i) => {
          const before = shown[i - 1];
          const newDay = !before || figures.dayKey(before.message.at) !== figures.dayKey(line.message.at);
          const isNew = start + i === firstNew;
          const begins = before?.past === true && !line.past;
          const follows = !newDay && !isNew && !begins && sameAuthor(before?.message, line.message);
          return (
            <Fragment key={line.key}>
              {begins && <p class="day">{words.say("thread.now")}</p>}
              {newDay && <Day at={line.message.at} />}
              {isNew && (
                <p class="news">
                  <span>{words.say("thread.unread")}</span>
                </p>
              )}
              <div class="line" data-key={line.key}>
                <Bubble
                  now={line.past && past ? past : now}
                  message={line.message}
                  past={line.past}
                  follows={follows}
                  fate={!line.past && fate?.seq === line.message.seq ? fate.state : undefined}
                  toComposer={toComposer}
                />
              </div>
            </Fragment>
          );
        })}
        {pending.map((item) => (
          <Pending key={item.id} item={item} online={now.line === "online"} />
        ))}
        <Typing from={now.typing} />
      </div>
      {!atEnd && (
        <button type="button" class="latest" onClick={toEnd}>
          <DownIcon /> {words.say("thread.latest")}
        </button>
      )}
    </div>
  );
}

type Author = { from: { kind: string; name?: string | null } };

function sameAuthor(one: Author | undefined, other: Author): boolean {
  return one?.from.kind === other.from.kind && one.from.name === other.from.name;
}
