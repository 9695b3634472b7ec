// The wire of namespace /desk, as types. Names are those of the wire; docs/protocol.md says what they mean.

import type { Message, Money } from "../protocol";

export type Role = "specialist" | "verifier" | "supervisor" | "admin";
export type Presence = "online" | "away" | "offline";

export interface Me {
  id: string;
  name: string;
  roles: readonly Role[];
  categories: readonly string[];
  capacity: number;
}

export interface Waiting {
  handoff: string;
  conversation?: string | null;
  /** None: anybody of the desk takes it. */
  category: string | null;
  language?: string | null;
  reason: string;
  since: string;
  wait_s?: number | null;
  position: number;
  name?: string | null;
  /** `queued`, or `offered` to somebody. */
  state?: string | null;
}

/** What the desk is told at take-over: lines made from records and from what was said, never guessed. */
export interface Summary {
  lines?: readonly (string | SummaryLine)[];
  [part: string]: unknown;
}

export interface SummaryLine {
  label?: string;
  text: string;
}

export interface Offer {
  handoff: string;
  conversation: string;
  category: string | null;
  reason: string;
  name?: string | null;
  until: string;
  summary?: Summary | null;
}

export interface Handoff {
  id: string;
  state: string;
  reason: string;
  category: string | null;
  since: string;
}

export interface Person {
  account?: string | null;
  name?: string | null;
  email_masked?: string | null;
  standing?: string | null;
  language?: string | null;
  zone?: string | null;
  local_time?: string | null;
}

export interface ContractClock {
  title: string;
  status?: string;
  amount?: Money | string;
  who_acts?: string;
  due_at?: string | null;
  if_silent?: string;
}

export interface ContractLine {
  id: string;
  title: string;
  status: string;
  counterpart?: string | null;
  clocks: readonly ContractClock[];
}

export interface Understood {
  seq: number;
  topic: string;
  text: string;
}

export interface Earlier {
  conversation: string;
  closed_at?: string | null;
  last?: string | null;
}

export interface Note {
  conversation?: string;
  id: string;
  at: string;
  name: string;
  text: string;
}

export const DRAFT_FIELDS = [
  "title",
  "goal",
  "deliverables",
  "skills",
  "budget_kind",
  "budget",
  "timeline",
] as const;
export type DraftField = (typeof DRAFT_FIELDS)[number];
export type DraftFields = Readonly<Partial<Record<DraftField, unknown>>>;

export interface DraftVersion {
  version: number;
  by?: string | null;
  at: string;
}

export interface JobDraft {
  version: number;
  state?: string;
  fields: DraftFields;
  by?: string | null;
  at?: string | null;
  /** What the client asked to change. */
  wish?: string | null;
  versions?: readonly DraftVersion[];
}

export interface ConversationView {
  conversation: string;
  owner: "assistant" | "queue" | "specialist" | "nobody";
  /** Who has it, or had it last. */
  specialist?: string | null;
  handoff?: Handoff | null;
  person: Person;
  contracts?: readonly ContractLine[];
  understood?: readonly Understood[];
  summary?: Summary | null;
  earlier?: readonly Earlier[];
  notes?: readonly Note[];
  draft?: JobDraft | null;
  messages: readonly Message[];
  last_seq: number;
  /** The highest seq that the person has seen. */
  seen_seq?: number | null;
}

export interface Member {
  id: string;
  name: string;
  roles: readonly Role[];
  status: Presence;
  /** Chats and capacity are told to those who look after the desk. */
  chats?: number;
  capacity?: number;
  categories: readonly string[];
  since?: string | null;
}

export interface FollowUp {
  id: string;
  reference: string;
  kind: string;
  what: string;
  conversation?: string | null;
  name?: string | null;
  category?: string | null;
  due_at?: string | null;
  state: string;
  made_by?: string | null;
  overdue?: boolean;
}

/** A promise that is about to break. */
export interface Alert {
  follow_up: string;
  reference: string;
  what: string;
  name?: string | null;
  due_at: string;
  conversation?: string | null;
  made_by?: string | null;
}

/** A name of the wire, with words of its own where it has some. */
export type Named = string | { id: string; label?: string };

export interface Welcome {
  at?: string;
  me: Me;
  presence: Presence;
  queue: readonly Waiting[];
  offers: readonly Offer[];
  conversations: readonly ConversationView[];
  follow_ups: readonly FollowUp[];
  alerts?: readonly Alert[];
  team?: readonly Member[];
  categories: readonly Named[];
  wrap_up_reasons: readonly Named[];
}

export interface CannedReply {
  id: string;
  title: string;
  text: string;
  /** The names of the {gaps} in the text. */
  fields?: readonly string[];
}

export interface Found {
  conversation: string;
  name?: string | null;
  account?: string | null;
  at?: string | null;
  snippet?: string | null;
}

/** A safety report or a profile request: what the record says, shown as it is. */
export type Filed = Readonly<Record<string, unknown>>;
