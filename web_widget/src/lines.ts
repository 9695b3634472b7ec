// The lines of the thread: what is here of the conversation before, then this one, each with a key of its own.

import { type Conversation, visible } from "./conversation";
import type { Message } from "./protocol";

export interface Line {
  readonly key: string;
  readonly message: Message;
  /** Of a conversation that has ended: to be read only. */
  readonly past: boolean;
}

export function lines(now: Conversation): readonly Line[] {
  const past = (now.earlier?.messages ?? []).map((message) => ({
    key: `p${message.seq}`,
    message,
    past: true,
  }));
  const present = visible(now).map((message) => ({ key: `${message.seq}`, message, past: false }));
  return [...past, ...present];
}

/** So many lines are drawn at most; the rest is scrolled to. */
export const DRAWN_MOST = 80;
/** By so many the drawn part grows at a time until it is that long, so that no drawing takes long. */
export const GROWTH = 5;
/** By so many it moves when its edge comes near. */
const STEP = 10;

/** Which part is drawn: from the line of this key on, or the end. */
export type From = string | null;

/** Where the drawn part, of `room` lines at most, begins and ends. */
export function drawn(all: readonly Line[], from: From, room = DRAWN_MOST): { start: number; end: number } {
  const at = from === null ? -1 : all.findIndex((line) => line.key === from);
  const start = at < 0 ? Math.max(0, all.length - room) : at;
  return { start, end: Math.min(all.length, start + room) };
}

/** Move the drawn part towards the beginning. */
export function earlier(all: readonly Line[], from: From): From {
  const { start } = drawn(all, from);
  return all[Math.max(0, start - STEP)]?.key ?? null;
}

/** Move the drawn part towards the end; null once it is there. */
export function later(all: readonly Line[], from: From): From {
  const { start, end } = drawn(all, from);
  if (end + STEP >= all.length) return null;
  return all[start + STEP]?.key ?? null;
}
