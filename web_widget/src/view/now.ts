// What time it is, for what counts down on screen: by the second in the last hour, else twice a minute.

import { useEffect, useState } from "preact/hooks";

const QUICK_MS = 1_000;
const SLOW_MS = 30_000;
const LAST_MS = 60 * 60 * 1_000;

/** The present moment, renewed until `until`, in ms. */
export function useNow(until: number): number {
  const [now, setNow] = useState(Date.now);
  const left = until - now;
  const every = left <= 0 ? 0 : left <= LAST_MS + SLOW_MS ? QUICK_MS : SLOW_MS;
  useEffect(() => {
    if (every === 0) return;
    const ticking = setInterval(() => setNow(Date.now()), every);
    return () => clearInterval(ticking);
  }, [every]);
  return now;
}
