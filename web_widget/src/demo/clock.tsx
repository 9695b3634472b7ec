// The demo's clock: what time it is to the application, and a way to move on to where a deadline runs out.

import { useEffect, useState } from "preact/hooks";
import { figures } from "./figures";
import { movedClock, readClock } from "./records";

const HOUR = 1;
const DAY = 24 * HOUR;
const STEPS = [
  { label: "+1 hour", hours: HOUR },
  { label: "+1 day", hours: DAY },
  { label: "+5 days", hours: 5 * DAY },
] as const;
const TICK_MS = 1_000;

export function DemoClock({ moved }: { moved: () => void }) {
  /** By how much the application is ahead of this machine. */
  const [ahead, setAhead] = useState<number>();
  const [now, setNow] = useState(Date.now);
  const take = (told: string) => setAhead(Date.parse(told) - Date.now());

  useEffect(() => {
    readClock().then(take, () => undefined);
    const ticking = setInterval(() => setNow(Date.now()), TICK_MS);
    return () => clearInterval(ticking);
  }, []);

  if (ahead === undefined) return null;
  const move = async (hours: number) => {
    take(await movedClock(hours));
    moved();
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for fields; these are buttons
    <div class="clock" role="group" aria-label="The demo's clock">
      <span>
        Demo time <time>{figures.moment(new Date(now + ahead).toISOString())}</time>
      </span>
      {STEPS.map(({ label, hours }) => (
        <button key={label} type="button" class="ask" onClick={() => void move(hours)}>
          {label}
        </button>
      ))}
    </div>
  );
}
