// A span of time in its two greatest units, and by the second in its last hour.

import type { Words } from "./words";

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

export function span(ms: number, words: Words): string {
  const days = Math.floor(ms / DAY);
  const hours = Math.floor((ms % DAY) / HOUR);
  const minutes = Math.floor((ms % HOUR) / MINUTE);
  const inHours = words.say("span.hours", { count: hours });
  if (days > 0) return `${words.count("span.days", days)} ${inHours}`;
  if (hours > 0) return `${inHours} ${words.say("span.minutes", { count: minutes })}`;
  return minutesAndSeconds(ms);
}

/** As 4:05. */
export function minutesAndSeconds(ms: number): string {
  const seconds = Math.max(0, Math.ceil(ms / SECOND));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}
