// A deadline: what it is about, who must act, by when, how long that still is, and what silence does.

import type { ClockBlock } from "../protocol";
import { useReading } from "../view/context";
import { useNow } from "../view/now";
import { worded } from "../words/figures";
import { span } from "../words/span";

const DAY_MS = 24 * 60 * 60 * 1000;

export function Clock({ clock }: { clock: ClockBlock }) {
  const { words, figures } = useReading();
  return (
    <div class="card clock">
      <div class="card-head">
        <div>
          {clock.contract && <p class="over-title">{clock.contract}</p>}
          <p class="card-title" dir="auto">
            {clock.title}
          </p>
        </div>
        {clock.amount !== undefined && <p class="amount">{figures.money(clock.amount)}</p>}
      </div>
      {clock.due_at && <Left due={clock.due_at} />}
      <dl>
        <div>
          <dt>{words.say("clock.status")}</dt>
          <dd>
            <span class="pill">{worded(clock.status)}</span>
          </dd>
        </div>
        {clock.who_acts && (
          <div>
            <dt>{words.say("clock.acts")}</dt>
            <dd>{words.named("acts", clock.who_acts)}</dd>
          </div>
        )}
        {clock.due_at && (
          <div>
            <dt>{words.say("clock.due")}</dt>
            <dd>
              <Due at={clock.due_at} />
            </dd>
          </div>
        )}
        {clock.if_silent && (
          <div>
            <dt>{words.say("clock.silent")}</dt>
            <dd>{words.named("silent", clock.if_silent)}</dd>
          </div>
        )}
      </dl>
      {clock.as_of && (
        <p class="faint as-of">{words.say("clock.as_of", { time: figures.moment(clock.as_of) })}</p>
      )}
    </div>
  );
}

/** The moment on the reader's own clock, and on everybody's where the two differ. */
function Due({ at }: { at: string }) {
  const { figures } = useReading();
  const own = figures.moment(at);
  const utc = figures.utc(at);
  return (
    <>
      <time dateTime={at}>{own}</time> {own !== utc && <span class="faint">{utc}</span>}
    </>
  );
}

/** The countdown. It runs before the eyes only; a screen reader reads it where it finds it. */
function Left({ due }: { due: string }) {
  const { words } = useReading();
  const now = useNow(Date.parse(due));
  const ms = Date.parse(due) - now;
  return (
    <p class={ms < DAY_MS ? "left is-near" : "left"} role="timer">
      {ms > 0 ? words.say("clock.left", { time: span(ms, words) }) : words.say("clock.over")}
    </p>
  );
}
