// The desk on screen, as a value. No DOM, no socket: every change is next(now, event).

import type { ChatEvent } from "../conversation";
import type { Message } from "../protocol";
import {
  type Chat,
  changedLog,
  changedNotes,
  heardMessage,
  heardNote,
  isMine,
  type NoteEvent,
  told,
  unread,
} from "./chats";
import type {
  Alert,
  ConversationView,
  FollowUp,
  Me,
  Member,
  Named,
  Note,
  Offer,
  Presence,
  Waiting,
  Welcome,
} from "./wire";

/** How the line is. `signed_out`: the server knows nobody; the sign-in page is shown. */
export type DeskLine = "looking" | "signed_out" | "connecting" | "online" | "offline";

export interface Desk {
  readonly line: DeskLine;
  readonly me: Me | null;
  /** By how many ms the server's clock is ahead of this browser's. */
  readonly ahead: number;
  readonly presence: Presence;
  readonly queue: readonly Waiting[];
  readonly offers: readonly Offer[];
  readonly chats: Readonly<Record<string, Chat>>;
  readonly followUps: readonly FollowUp[];
  readonly alerts: readonly Alert[];
  readonly team: readonly Member[];
  readonly categories: readonly Named[];
  readonly reasons: readonly Named[];
}

export type DeskEvent =
  | { type: "line"; line: DeskLine }
  | { type: "welcome"; welcome: Welcome; heard: number }
  | { type: "clock"; at: string; heard: number }
  | { type: "presence"; presence: Presence }
  | { type: "capacity"; capacity: number }
  | { type: "queue"; waiting: readonly Waiting[] }
  | { type: "offer"; offer: Offer }
  | { type: "offer_over"; handoff: string }
  | { type: "conversation"; view: ConversationView }
  | { type: "message"; conversation: string; message: Message }
  | { type: "log"; conversation: string; event: ChatEvent }
  | { type: "note"; conversation: string; note: Note }
  | { type: "unsent_note"; conversation: string; event: NoteEvent }
  | { type: "typing"; conversation: string; on: boolean }
  | { type: "reached"; conversation: string; seq: number }
  | { type: "team"; team: readonly Member[] }
  | { type: "follow_ups"; items: readonly FollowUp[] }
  | { type: "alerts"; alerts: readonly Alert[] };

export const EMPTY_DESK: Desk = {
  line: "looking",
  me: null,
  ahead: 0,
  presence: "offline",
  queue: [],
  offers: [],
  chats: {},
  followUps: [],
  alerts: [],
  team: [],
  categories: [],
  reasons: [],
};

export function next(now: Desk, event: DeskEvent): Desk {
  switch (event.type) {
    case "line":
      return withLine(now, event.line);
    case "welcome":
      return welcomed(now, event.welcome, event.heard);
    case "clock":
      return { ...now, ahead: Date.parse(event.at) - event.heard };
    case "presence":
      return { ...now, presence: event.presence };
    case "capacity":
      return now.me ? { ...now, me: { ...now.me, capacity: event.capacity } } : now;
    case "queue":
      return { ...now, queue: [...event.waiting].sort((one, other) => one.position - other.position) };
    case "offer":
      return { ...now, offers: [...withoutOffer(now, event.offer.handoff), event.offer] };
    case "offer_over":
      return { ...now, offers: withoutOffer(now, event.handoff) };
    case "conversation":
      return seated(now, event.view);
    case "message":
      return changed(now, event.conversation, (chat) => heardMessage(chat, event.message));
    case "log":
      return changed(now, event.conversation, (chat) => changedLog(chat, event.event));
    case "note":
      return changed(now, event.conversation, (chat) => heardNote(chat, event.note));
    case "unsent_note":
      return changed(now, event.conversation, (chat) => changedNotes(chat, event.event));
    case "typing":
      return changed(now, event.conversation, (chat) => ({ ...chat, typing: event.on }));
    case "reached":
      return changed(now, event.conversation, (chat) => ({
        ...chat,
        reached: Math.max(chat.reached, event.seq),
      }));
    case "team":
      return { ...now, team: event.team, presence: presenceIn(event.team, now.me) ?? now.presence };
    case "follow_ups":
      return { ...now, followUps: event.items };
    case "alerts":
      return { ...now, alerts: event.alerts };
  }
}

/** The chats that are mine, the one that has been with me longest first. */
export function mine(now: Desk): readonly Chat[] {
  const since = (chat: Chat) => chat.view.handoff?.since ?? "";
  return Object.values(now.chats)
    .filter((chat) => isMine(chat, now.me))
    .sort((one, other) => (since(one) < since(other) ? -1 : 1));
}

/** How many things want a look: unread messages and offers. */
export function wanting(now: Desk): number {
  return now.offers.length + mine(now).reduce((sum, chat) => sum + unread(chat), 0);
}

/** The chat after (1) or before (-1) `open` in my list, around its ends. */
export function neighbour(now: Desk, open: string | undefined, step: 1 | -1): string | undefined {
  const ids = mine(now).map((chat) => chat.view.conversation);
  if (ids.length === 0) return undefined;
  const at = open === undefined ? -1 : ids.indexOf(open);
  const from = at < 0 && step === -1 ? 0 : at;
  return ids[(from + step + ids.length) % ids.length];
}

/** How many ms are left until a moment of the server's, at the browser's moment `at`; negative: it is over. */
export function left(now: Desk, until: string, at: number): number {
  return Date.parse(until) - (at + now.ahead);
}

/** What time it is at the server, at the browser's moment `at`. */
export function serverTime(now: Desk, at: number): number {
  return at + now.ahead;
}

/** How somebody of the desk is called. */
export function memberName(now: Desk, id: string): string {
  if (id === now.me?.id) return now.me.name;
  return now.team.find((member) => member.id === id)?.name ?? id;
}

/** The name that a `Named` of the wire stands for. */
export function idOf(named: Named): string {
  return typeof named === "string" ? named : named.id;
}

function withLine(now: Desk, line: DeskLine): Desk {
  // Nobody is signed in any more: nothing of the last one's stays on screen.
  if (line === "signed_out") return { ...EMPTY_DESK, line };
  if (line === "online") return { ...now, line };
  const chats = Object.entries(now.chats).map(([id, chat]) => [id, { ...chat, typing: false }] as const);
  return { ...now, line, chats: Object.fromEntries(chats) };
}

function welcomed(now: Desk, welcome: Welcome, heard: number): Desk {
  // An offer that the welcome does not name is over; a chat that it does not name is no longer ours.
  const named = new Set(welcome.conversations.map((view) => view.conversation));
  const left = Object.entries(now.chats).map(([id, chat]) => [
    id,
    named.has(id) ? chat : orphaned(chat, now.me),
  ]);
  const start: Desk = {
    ...now,
    line: "online",
    me: welcome.me,
    ahead: welcome.at === undefined ? now.ahead : Date.parse(welcome.at) - heard,
    presence: welcome.presence,
    queue: [...welcome.queue].sort((one, other) => one.position - other.position),
    offers: welcome.offers,
    chats: Object.fromEntries(left),
    followUps: welcome.follow_ups,
    alerts: welcome.alerts ?? [],
    team: welcome.team ?? now.team,
    categories: welcome.categories,
    reasons: welcome.wrap_up_reasons,
  };
  return welcome.conversations.reduce(seated, start);
}

/** A chat that was ours and is not any more; whose it is now will be told. */
function orphaned(chat: Chat, me: Me | null): Chat {
  if (!isMine(chat, me)) return chat;
  return { ...chat, view: { ...chat.view, owner: "nobody", specialist: null } };
}

function seated(now: Desk, view: ConversationView): Desk {
  const chats = { ...now.chats, [view.conversation]: told(now.chats[view.conversation], view) };
  return { ...now, chats, offers: now.offers.filter((offer) => offer.handoff !== takenUp(view)) };
}

/** The hand-off that is no offer any more because somebody has it. */
function takenUp(view: ConversationView): string | undefined {
  return view.owner === "specialist" ? view.handoff?.id : undefined;
}

function presenceIn(team: readonly Member[], me: Me | null): Presence | undefined {
  return team.find((member) => member.id === me?.id)?.status;
}

function withoutOffer(now: Desk, handoff: string): Offer[] {
  return now.offers.filter((offer) => offer.handoff !== handoff);
}

function changed(now: Desk, conversation: string, change: (chat: Chat) => Chat): Desk {
  const chat = now.chats[conversation];
  return chat ? { ...now, chats: { ...now.chats, [conversation]: change(chat) } } : now;
}
