// The conversation on screen, as a value. No DOM, no socket: every change is next(now, event).

import type { Accepted, DeskState, Me, Message, QuoteBlock, ReceiptBlock, Typing, Welcome } from "./protocol";

/** How the line to the server is. `refused`: the sign-in was not accepted, and asking again did not help. */
export type Line = "idle" | "connecting" | "online" | "offline" | "refused";

/** What the user wants sent. It stays here until the server's log shows it. */
export interface Outgoing {
  readonly id: string;
  readonly kind: "say" | "choose" | "submit" | "confirm";
  /** What the thread shows for it. */
  readonly text: string;
  /** The message that a button or form belongs to. */
  readonly message?: number;
  readonly choice?: string;
  readonly form?: string;
  readonly quote?: string;
  readonly values?: Readonly<Record<string, unknown>>;
  readonly at: string;
  /** `accepted`: stored by the server; its message is on the way. */
  readonly state: "waiting" | "sending" | "accepted" | "failed";
  readonly code?: string;
  readonly why?: string;
}

export interface Unconfirmed {
  readonly code: string;
  readonly why?: string;
}

export interface Conversation {
  readonly id: string | null;
  readonly me: Me | null;
  /** By seq, each once; those past `through` wait for the ones before them. */
  readonly messages: readonly Message[];
  /** From the first message to this seq nothing is missing. */
  readonly through: number;
  /** The highest seq that the server has spoken of. */
  readonly known: number;
  /** Whether the server has messages before the first one here. */
  readonly more: boolean;
  readonly outbox: readonly Outgoing[];
  /** What is wrong with a form, by the seq of its message. */
  readonly invalid: Readonly<Record<number, Readonly<Record<string, string>>>>;
  /** Why a quote was not executed, by its id. */
  readonly unconfirmed: Readonly<Record<string, Unconfirmed>>;
  /** By how many ms the server's clock is ahead of this browser's. */
  readonly ahead: number;
  readonly typing: Typing["from"] | null;
  readonly state: DeskState | null;
  readonly line: Line;
  /** The highest seq that the user has had before their eyes. */
  readonly seen: number;
  /** The highest seq that a specialist has had before theirs. */
  readonly read: number;
  /** The conversation before this one, and what of it is here; nothing can be done in it any more. */
  readonly earlier: Earlier | null;
  /** Whether a specialist has just ended their part: the moment to ask how it was. */
  readonly parted: boolean;
}

export interface Earlier {
  readonly id: string;
  readonly closed_at: string;
  /** The number after its last message. */
  readonly end: number;
  readonly messages: readonly Message[];
  /** Whether the server has messages before those here. */
  readonly more: boolean;
}

export type ChatEvent =
  | { type: "welcome"; welcome: Welcome; heard?: number }
  | { type: "message"; message: Message }
  | { type: "state"; state: DeskState }
  | { type: "typing"; typing: Typing }
  | { type: "beat"; last_seq: number }
  | { type: "history"; messages: readonly Message[]; more: boolean }
  | { type: "recalled"; conversation: string; messages: readonly Message[]; more: boolean }
  | { type: "trimmed" }
  | { type: "read"; seq: number }
  | { type: "rated" }
  | { type: "gave_up"; seq: number }
  | { type: "line"; line: Line }
  | { type: "restored"; outbox: readonly Outgoing[] }
  | { type: "queued"; item: Outgoing }
  | { type: "sending"; id: string }
  | { type: "accepted"; id: string; result: Accepted }
  | { type: "postponed"; id: string }
  | { type: "failed"; id: string; code: string; why?: string }
  | { type: "unconfirmed"; id: string; quote: string; code: string; why?: string }
  | { type: "invalid"; id: string; fields: Readonly<Record<string, string>> }
  | { type: "discarded"; id: string }
  | { type: "seen"; seq: number };

export const EMPTY: Conversation = {
  id: null,
  me: null,
  messages: [],
  through: 0,
  known: 0,
  more: false,
  outbox: [],
  invalid: {},
  unconfirmed: {},
  ahead: 0,
  typing: null,
  state: null,
  line: "idle",
  seen: 0,
  read: 0,
  earlier: null,
  parted: false,
};

/** More messages than this are not kept while the user reads the end; older ones are fetched again on the way up. */
export const KEPT_MOST = 300;
/** How many are left after letting go, so that it is not done at every message. */
const KEPT = 150;

const PARTED: ReadonlySet<DeskState["owner"]> = new Set(["assistant", "nobody"]);

export function next(now: Conversation, event: ChatEvent): Conversation {
  switch (event.type) {
    case "welcome":
      return welcomed({ ...now, ahead: ahead(event.welcome, event.heard) ?? now.ahead }, event.welcome);
    case "message": {
      const merged = arrived(now, [event.message]);
      return event.message.from.kind === now.typing ? { ...merged, typing: null } : merged;
    }
    case "history": {
      const merged = arrived(now, event.messages);
      return { ...merged, more: event.more };
    }
    case "recalled": {
      const { earlier } = now;
      if (earlier?.id !== event.conversation) return now;
      const messages = [...event.messages, ...earlier.messages];
      return { ...now, earlier: { ...earlier, messages, more: event.more } };
    }
    case "trimmed":
      return now.messages.length > KEPT_MOST
        ? { ...now, messages: now.messages.slice(-KEPT), more: true, earlier: null }
        : now;
    case "read":
      return { ...now, read: Math.max(now.read, event.seq) };
    case "rated":
      return { ...now, parted: false };
    case "state": {
      const left = now.state?.owner === "specialist" && PARTED.has(event.state.owner);
      const parted = event.state.owner !== "specialist" && (now.parted || left);
      return { ...now, state: event.state, parted };
    }
    case "typing":
      return { ...now, typing: event.typing.on ? event.typing.from : null };
    case "beat":
      return { ...now, known: Math.max(now.known, event.last_seq) };
    case "gave_up":
      return { ...now, through: follow(now.messages, Math.max(now.through, event.seq)) };
    case "line":
      return { ...now, line: event.line, typing: event.line === "online" ? now.typing : null };
    case "restored": {
      const here = new Set(now.outbox.map((item) => item.id));
      return { ...now, outbox: [...event.outbox.filter((item) => !here.has(item.id)), ...now.outbox] };
    }
    case "queued":
      return { ...now, outbox: [...now.outbox, event.item] };
    case "sending":
      return changed(now, event.id, (item) => ({ ...item, state: "sending" }));
    case "postponed":
      return changed(now, event.id, waiting);
    case "accepted": {
      const shown = now.messages.some((message) => message.seq === event.result.seq);
      const marked: Conversation = shown
        ? without(now, event.id)
        : changed(now, event.id, (item) => ({ ...item, state: "accepted", at: event.result.at }));
      return { ...marked, known: Math.max(now.known, event.result.seq) };
    }
    case "failed":
      return changed(now, event.id, (item) => ({
        ...item,
        state: "failed",
        code: event.code,
        ...(event.why ? { why: event.why } : {}),
      }));
    case "invalid": {
      const form = now.outbox.find((item) => item.id === event.id)?.message;
      const left = without(now, event.id);
      return form === undefined ? left : { ...left, invalid: { ...now.invalid, [form]: event.fields } };
    }
    case "unconfirmed": {
      const { code, why } = event;
      const told = { ...now.unconfirmed, [event.quote]: why ? { code, why } : { code } };
      return { ...without(now, event.id), unconfirmed: told };
    }
    case "discarded":
      return without(now, event.id);
    case "seen":
      return { ...now, seen: Math.max(now.seen, event.seq) };
  }
}

/** The messages to show: all up to the first gap. */
export function visible(now: Conversation): readonly Message[] {
  const held = now.messages.findIndex((message) => message.seq > now.through);
  return held < 0 ? now.messages : now.messages.slice(0, held);
}

/** Whether the server has spoken of messages that are not here. */
export function behind(now: Conversation): boolean {
  return now.known > now.through;
}

/** What to send next: one item at a time, the oldest first. */
export function sendable(now: Conversation): Outgoing | undefined {
  if (now.outbox.some((item) => item.state === "sending")) return undefined;
  return now.outbox.find((item) => item.state === "waiting");
}

/** Messages of others that the user has not had before their eyes. */
export function unread(now: Conversation): number {
  return visible(now).filter((message) => message.seq > now.seen && message.from.kind !== "user").length;
}

/** How far the last message of the user has come, by its seq, if it is the last word or nearly. */
export function reached(now: Conversation): { seq: number; state: "sent" | "seen" } | undefined {
  const last = visible(now)
    .filter((message) => message.from.kind === "user")
    .at(-1);
  if (last === undefined) return undefined;
  const answered = now.messages.some(
    ({ seq, from, reply_to }) => seq > last.seq && (ANSWERING.has(from.kind) || reply_to === last.seq),
  );
  return { seq: last.seq, state: answered || now.typing || now.read >= last.seq ? "seen" : "sent" };
}

const ANSWERING: ReadonlySet<string> = new Set(["assistant", "specialist"]);

/** The label of the button of `message` that was pressed, if one was. */
export function chosen(now: Conversation, message: Message): string | undefined {
  const pressed = now.outbox.find((item) => item.kind === "choose" && item.message === message.seq);
  if (pressed && pressed.state !== "failed") return pressed.text;
  return now.messages.find((later) => later.from.kind === "user" && later.reply_to === message.seq)?.text;
}

/** How far a quote is: open, being confirmed, done, run out, or refused. */
export type Fate = "open" | "confirming" | "done" | "expired" | "refused";

/**
 * Refusals after which the button may be pressed again: the sign-in was too old, or the marketplace has not said what
 * came of it. A quote that is void stays so.
 */
const PRESSED_AGAIN: ReadonlySet<string> = new Set(["reauth_required", "outcome_unknown"]);

/** Say what became of a quote, at the browser's moment `at`. */
export function fate(now: Conversation, quote: QuoteBlock, at: number): Fate {
  if (receipts(now.messages).some((receipt) => receipt.quote === quote.quote)) return "done";
  const pressed = now.outbox.some((item) => item.kind === "confirm" && item.quote === quote.quote);
  if (pressed) return "confirming";
  const code = now.unconfirmed[quote.quote]?.code;
  if (code === "quote_expired" || left(now, quote, at) <= 0) return "expired";
  return code === undefined || PRESSED_AGAIN.has(code) ? "open" : "refused";
}

/** How many ms a quote can still be confirmed. */
export function left(now: Conversation, quote: QuoteBlock, at: number): number {
  return Date.parse(quote.expires_at) - (at + now.ahead);
}

/** The receipts in some messages. */
export function receipts(messages: readonly Message[]): ReceiptBlock[] {
  return messages.flatMap((message) => message.blocks.filter((block) => block.type === "receipt"));
}

/** Whether the form of `message` was sent in and not turned back. */
export function submitted(now: Conversation, message: Message): boolean {
  const underway = now.outbox.some(
    (item) => item.kind === "submit" && item.message === message.seq && item.state !== "failed",
  );
  return (
    underway || now.messages.some((later) => later.from.kind === "user" && later.reply_to === message.seq)
  );
}

function ahead(welcome: Welcome, heard: number | undefined): number | undefined {
  return welcome.at === undefined || heard === undefined ? undefined : Date.parse(welcome.at) - heard;
}

function welcomed(now: Conversation, welcome: Welcome): Conversation {
  const same = now.id === welcome.conversation;
  const first = welcome.messages[0]?.seq;
  const start = same && now.messages.length > 0 ? now : afresh(now, welcome, first);
  const merged = arrived(start, welcome.messages);
  const older = first !== undefined && first <= (merged.messages[0]?.seq ?? first);
  return {
    ...merged,
    id: welcome.conversation,
    me: welcome.me,
    state: welcome.state,
    known: Math.max(merged.known, welcome.last_seq),
    more: older ? welcome.more && first > 1 : merged.more,
    typing: null,
    line: "online",
    earlier: same ? merged.earlier : recallable(welcome),
    // What was in flight when the line broke may or may not have arrived: the same id asks.
    outbox: merged.outbox.map((item) => (item.state === "failed" ? item : waiting(item))),
  };
}

function recallable({ earlier }: Welcome): Earlier | null {
  if (!earlier) return null;
  const { conversation: id, closed_at, last_seq } = earlier;
  return { id, closed_at, end: last_seq + 1, messages: [], more: true };
}

function afresh(now: Conversation, welcome: Welcome, first: number | undefined): Conversation {
  const kept = now.id === welcome.conversation || now.id === null;
  return {
    ...EMPTY,
    ahead: now.ahead,
    outbox: now.outbox,
    seen: kept ? now.seen : 0,
    parted: kept && now.parted,
    through: first === undefined ? welcome.last_seq : first - 1,
  };
}

function arrived(now: Conversation, arriving: readonly Message[]): Conversation {
  if (arriving.length === 0) return now;
  // A replay brings again what is here. Its word is the newer one: what was withheld while a sign-in
  // had run out comes in full after the next.
  const bySeq = new Map([...now.messages, ...arriving].map((message) => [message.seq, message]));
  const messages = [...bySeq.values()].sort((one, other) => one.seq - other.seq);
  const ids = new Set(arriving.map((message) => message.id));
  return {
    ...now,
    messages,
    through: follow(messages, now.through),
    known: Math.max(now.known, messages.at(-1)?.seq ?? 0),
    outbox: now.outbox.some((item) => ids.has(item.id))
      ? now.outbox.filter((item) => !ids.has(item.id))
      : now.outbox,
  };
}

function follow(messages: readonly Message[], from: number): number {
  let through = from;
  for (const message of messages) if (message.seq === through + 1) through = message.seq;
  return through;
}

function waiting(item: Outgoing): Outgoing {
  const { code: _code, why: _why, ...rest } = item;
  return { ...rest, state: "waiting" };
}

function changed(now: Conversation, id: string, change: (item: Outgoing) => Outgoing): Conversation {
  return { ...now, outbox: now.outbox.map((item) => (item.id === id ? change(item) : item)) };
}

function without(now: Conversation, id: string): Conversation {
  return { ...now, outbox: now.outbox.filter((item) => item.id !== id) };
}
