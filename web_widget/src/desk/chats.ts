// One conversation as the desk has it, as a value: what the server tells of it, and what is unsent here.

import { type ChatEvent, type Conversation, EMPTY, next, type Outgoing, visible } from "../conversation";
import type { Message } from "../protocol";
import type { ConversationView, Me, Note } from "./wire";

export interface Chat {
  readonly view: Omit<ConversationView, "messages" | "notes">;
  /** The messages, and the replies that are unsent. */
  readonly log: Conversation;
  readonly notes: readonly Note[];
  /** Notes that the server has not got yet. They never share a list with replies. */
  readonly unsentNotes: readonly Outgoing[];
  /** Whether the person is writing. */
  readonly typing: boolean;
  /** The highest seq that the person has seen. */
  readonly reached: number;
}

export type NoteEvent =
  | { type: "queued"; item: Outgoing }
  | { type: "restored"; items: readonly Outgoing[] }
  | { type: "sending" | "postponed" | "accepted" | "discarded"; id: string }
  | { type: "failed"; id: string; code: string; why?: string };

/** Take a view of the server's in. What is unsent here stays. */
export function told(before: Chat | undefined, view: ConversationView): Chat {
  const { messages, notes, ...rest } = view;
  const given = notes ?? before?.notes ?? [];
  const here = new Set(given.map((note) => note.id));
  return {
    view: rest,
    log: replayed(before?.log, view, messages),
    notes: given,
    unsentNotes: (before?.unsentNotes ?? []).filter((item) => !here.has(item.id)),
    typing: before?.typing ?? false,
    reached: Math.max(before?.reached ?? 0, view.seen_seq ?? 0),
  };
}

export function heardMessage(chat: Chat, message: Message): Chat {
  const spoken = message.from.kind === "user";
  const log = next(chat.log, { type: "message", message });
  // Whoever answers has read what was there.
  const reached = spoken ? Math.max(chat.reached, message.seq) : chat.reached;
  return { ...chat, log, reached, typing: spoken ? false : chat.typing };
}

export function changedLog(chat: Chat, event: ChatEvent): Chat {
  return { ...chat, log: next(chat.log, event) };
}

export function heardNote(chat: Chat, note: Note): Chat {
  return {
    ...chat,
    notes: [...chat.notes.filter((other) => other.id !== note.id), note],
    unsentNotes: chat.unsentNotes.filter((item) => item.id !== note.id),
  };
}

export function changedNotes(chat: Chat, event: NoteEvent): Chat {
  return { ...chat, unsentNotes: unsent(chat.unsentNotes, event) };
}

function unsent(items: readonly Outgoing[], event: NoteEvent): readonly Outgoing[] {
  const put = (id: string, change: Partial<Outgoing>) =>
    items.map((item) => (item.id === id ? { ...item, ...change } : item));
  switch (event.type) {
    case "queued":
      return [...items, event.item];
    case "restored": {
      const here = new Set(items.map((item) => item.id));
      return [...event.items.filter((item) => !here.has(item.id)), ...items];
    }
    case "sending":
      return put(event.id, { state: "sending" });
    case "postponed":
      return put(event.id, { state: "waiting" });
    case "accepted":
      return put(event.id, { state: "accepted" });
    case "failed":
      return put(event.id, { state: "failed", code: event.code, ...(event.why ? { why: event.why } : {}) });
    case "discarded":
      return items.filter((item) => item.id !== event.id);
  }
}

/** Whether the chat is in the hands of `me`: being talked in, or ended and not wrapped up yet. */
export function isMine(chat: Chat, me: Me | null): boolean {
  const { handoff, specialist } = chat.view;
  return me !== null && specialist === me.id && (handoff?.state === "active" || handoff?.state === "wrap_up");
}

/** Whether `me` may write to its person. */
export function canReply(chat: Chat, me: Me | null): boolean {
  return isMine(chat, me) && chat.view.owner === "specialist";
}

/** The person's messages that `me` has not had before their eyes. */
export function unread(chat: Chat): number {
  return visible(chat.log).filter(({ seq, from }) => seq > chat.log.seen && from.kind === "user").length;
}

/** The last line of the conversation, for lists. */
export function lastMessage(chat: Chat): Message | undefined {
  return visible(chat.log).at(-1);
}

/** How the chat's person is called. */
export function nameOf(person: ConversationView["person"], otherwise: string): string {
  return person.name || person.account || otherwise;
}

function replayed(
  log: Conversation | undefined,
  view: ConversationView,
  messages: readonly Message[],
): Conversation {
  const first = messages[0]?.seq;
  // More was said meanwhile than the view holds: what is older is asked for again when it is scrolled to.
  const torn = log !== undefined && first !== undefined && first > log.through + 1;
  const start = torn
    ? { ...EMPTY, id: view.conversation, outbox: log.outbox, seen: log.seen }
    : (log ?? EMPTY);
  return next(start, {
    type: "welcome",
    welcome: {
      me: { signed_in: true },
      conversation: view.conversation,
      last_seq: view.last_seq,
      state: { owner: view.owner },
      messages,
      more: (first ?? 1) > 1,
    },
  });
}
