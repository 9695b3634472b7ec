// How long to wait before trying again.

const FIRST_MS = 500;
const CEILING_MS = 15_000;

/** The wait before try number `attempt` (from 0), in ms: doubling, capped, and spread over its upper half. */
export function patience(attempt: number, random: () => number = Math.random): number {
  const full = Math.min(CEILING_MS, FIRST_MS * 2 ** attempt);
  return full * (0.5 + random() / 2);
}
