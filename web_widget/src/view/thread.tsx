// The conversation as it is read: days, messages, what is under way, who is typing.

import { Fragment } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { type Conversation, visible } from "../conversation";
import { useSetting } from "./context";
import { DownIcon } from "./icons";
import { Bubble } from "./message";
import { Pending } from "./pending";

/** Nearer to the end than this counts as reading the end. */
const AT_END_PX = 48;
const DAY_MS = 24 * 60 * 60 * 1000;

interface Props {
  now: Conversation;
  toComposer: () => void;
}

export function Thread({ now, toComposer }: Props) {
  const { chat, words, figures } = useSetting();
  const box = useRef<HTMLDivElement>(null);
  const fromEnd = useRef(0);
  const [atEnd, setAtEnd] = useState(true);
  const messages = visible(now);
  // A pressed quote tells by itself that it is under way.
  const pending = now.outbox.filter((item) => item.kind !== "confirm");
  const first = messages[0]?.seq ?? 0;
  const length = `${messages.at(-1)?.seq}:${now.outbox.length}:${now.typing}`;
  const firstBefore = useRef(first);

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
  }, [first, length]);

  useEffect(() => {
    // One's own message is always worth going to.
    if (now.outbox.length > 0) toEnd();
  }, [now.outbox.length]);

  useEffect(() => {
    const look = () => {
      if (atEnd && document.visibilityState === "visible") chat.markSeen();
    };
    look();
    document.addEventListener("visibilitychange", look);
    return () => document.removeEventListener("visibilitychange", look);
  }, [chat, atEnd, length, now.id]);

  const today = figures.dayKey(Date.now());
  const yesterday = figures.dayKey(Date.now() - DAY_MS);
  const day = (at: string) => {
    const key = figures.dayKey(at);
    if (key === today) return words.say("thread.today");
    return key === yesterday ? words.say("thread.yesterday") : figures.day(at, Date.now());
  };

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
        onScroll={measure}
      >
        {now.more && (
          <button type="button" class="quiet older" onClick={() => void chat.older()}>
            {words.say("thread.older")}
          </button>
        )}
        {messages.length === 0 && now.outbox.length === 0 && <p class="empty">{words.say("thread.empty")}</p>}
        {messages.map((message, i) => {
          const before = messages[i - 1];
          const newDay = !before || figures.dayKey(before.at) !== figures.dayKey(message.at);
          return (
            <Fragment key={message.seq}>
              {newDay && <p class="day">{day(message.at)}</p>}
              <Bubble
                now={now}
                message={message}
                follows={!newDay && before?.from.kind === message.from.kind}
                toComposer={toComposer}
              />
            </Fragment>
          );
        })}
        {pending.map((item) => (
          <Pending key={item.id} item={item} online={now.line === "online"} />
        ))}
        <div role="status" class="typing-place">
          {now.typing && (
            <p class="typing">
              <span class="unseen">{words.say(`typing.${now.typing}`)}</span>
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
          <DownIcon /> {words.say("thread.latest")}
        </button>
      )}
    </div>
  );
}
