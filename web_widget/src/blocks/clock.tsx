// A deadline: what it is about, who must act, by when, and what silence does.

import { useEffect, useState } from "preact/hooks";
import type { ClockBlock } from "../protocol";
import { useReading } from "../view/context";
import { worded } from "../words/figures";

const TICK_MS = 30_000;

export function Clock({ clock }: { clock: ClockBlock }) {
  const { words, figures } = useReading();
  const now = useNow();
  return (
    <div class="card clock">
      <div class="card-head">
        <div>
          {clock.contract && <p class="over-title">{clock.contract}</p>}
          <p class="card-title">{clock.title}</p>
        </div>
        {clock.amount !== undefined && <p class="amount">{figures.money(clock.amount)}</p>}
      </div>
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
              <time dateTime={clock.due_at}>{figures.moment(clock.due_at)}</time>{" "}
              <span class="faint">
                {figures.utc(clock.due_at)} · {figures.distance(clock.due_at, now)}
              </span>
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

function useNow(): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const ticking = setInterval(() => setNow(Date.now()), TICK_MS);
    return () => clearInterval(ticking);
  }, []);
  return now;
}
