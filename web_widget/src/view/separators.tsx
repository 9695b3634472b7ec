// What stands between the messages and at both ends of the thread.

import type { Conversation } from "../conversation";
import { starters } from "../starters";
import { useSetting } from "./context";

const DAY_MS = 24 * 60 * 60 * 1000;

interface BeginningProps {
  now: Conversation;
  /** How many lines before the first drawn one are here already. */
  hidden: number;
  goUp: () => void;
  recall: () => void;
}

/** The way to what was said before. */
export function Beginning({ now, hidden, goUp, recall }: BeginningProps) {
  const { words, figures } = useSetting();
  const { earlier } = now;
  if (hidden > 0 || now.more || (earlier?.messages.length && earlier.more)) {
    return (
      <button type="button" class="quiet older" onClick={goUp}>
        {words.say("thread.older")}
      </button>
    );
  }
  if (!earlier) return null;
  return (
    <div class="beginning">
      <p class="day">{words.say("thread.earlier_ended", { time: figures.moment(earlier.closed_at) })}</p>
      {earlier.messages.length === 0 && (
        <button type="button" class="quiet older" onClick={recall}>
          {words.say("thread.earlier")}
        </button>
      )}
    </div>
  );
}

export function Day({ at }: { at: string }) {
  const { words, figures } = useSetting();
  const key = figures.dayKey(at);
  if (key === figures.dayKey(Date.now())) return <p class="day">{words.say("thread.today")}</p>;
  const yesterday = key === figures.dayKey(Date.now() - DAY_MS);
  return <p class="day">{yesterday ? words.say("thread.yesterday") : figures.day(at, Date.now())}</p>;
}

/** An empty thread: a greeting, and what others ask first. A language whose assistant understands none has none. */
export function Starters({ now, toComposer }: { now: Conversation; toComposer: () => void }) {
  const { chat, words } = useSetting();
  return (
    <div class="empty">
      <p class="greeting">{words.say("thread.greeting")}</p>
      <p>{words.say("thread.empty")}</p>
      <div class="choices">
        {starters(now)
          .map((key) => words.say(key))
          .filter((text) => text !== "")
          .map((text) => (
            <button
              key={text}
              type="button"
              class="choice"
              onClick={() => {
                chat.say(text);
                toComposer();
              }}
            >
              {text}
            </button>
          ))}
      </div>
    </div>
  );
}

export function Typing({ from }: { from: Conversation["typing"] }) {
  const { words } = useSetting();
  return (
    <div role="status" class="typing-place">
      {from && (
        <p class="typing">
          <span class="unseen">{words.say(`typing.${from}`)}</span>
          <span class="dots" aria-hidden="true">
            <i />
            <i />
            <i />
          </span>
        </p>
      )}
    </div>
  );
}
