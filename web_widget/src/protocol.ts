// The wire of namespace /chat, as types. Names are those of the wire.

export interface Money {
  minor: number;
  currency: string;
}

export interface Choice {
  id: string;
  label: string;
}

export interface Link {
  label: string;
  url: string;
}

export interface Field {
  name: string;
  label: string;
  kind: "text" | "long_text" | "number" | "money" | "choice" | "email" | "date";
  required?: boolean;
  /** The greatest length of a text, the greatest value of anything else. */
  max?: number | string;
  options?: readonly (string | { id: string; label: string })[];
}

export interface ClockBlock {
  type: "clock";
  title: string;
  amount?: Money | string;
  status: string;
  who_acts?: string;
  due_at?: string | null;
  if_silent?: string;
  as_of?: string;
  contract?: string;
}

export interface LedgerRow {
  at?: string;
  label?: string;
  amount?: Money | string;
  [column: string]: unknown;
}

export interface StatusBlock {
  type: "status";
  title: string;
  impact?: string;
  url?: string;
}

/** What would be done; only its own button does it. */
export interface QuoteBlock {
  type: "quote";
  quote: string;
  action: string;
  summary: string;
  lines: readonly { label: string; amount: Money }[];
  expires_at: string;
}

/** What was done, and the lines of the user's ledger that came of it. */
export interface ReceiptBlock {
  type: "receipt";
  quote: string;
  action: string;
  summary: string;
  at: string;
  contract?: string;
  lines: readonly LedgerRow[];
}

/** An invitation to the video check; the way there is asked for when it is wanted. */
export interface CallBlock {
  type: "call";
  title?: string;
  text?: string;
  due_at?: string | null;
}

/** The message was a mail. The server keeps the whole of it, and what came with it, for the desk. */
export interface MailBlock {
  type: "mail";
  mail: string;
  /** Quotes, a signature or the like were left out. */
  shortened: boolean;
  files: readonly MailFile[];
}

export interface MailFile {
  number: number;
  name: string;
  size: number;
  /** Else it was of a type that is refused. */
  kept: boolean;
}

export type Block =
  | { type: "choices"; choices: readonly Choice[] }
  | ClockBlock
  | { type: "links"; links: readonly Link[] }
  | { type: "steps"; steps: readonly string[] }
  | { type: "form"; form: string; fields: readonly Field[] }
  | { type: "ledger"; rows: readonly LedgerRow[] }
  | StatusBlock
  | QuoteBlock
  | ReceiptBlock
  | CallBlock
  | MailBlock
  | { type: "draft"; [part: string]: unknown };

export interface Author {
  kind: "user" | "assistant" | "specialist" | "system";
  name?: string | null;
}

export interface Message {
  seq: number;
  id?: string | null;
  at: string;
  from: Author;
  text: string;
  /** May hold types that this version does not know; those are not shown. */
  blocks: readonly Block[];
  topic?: string | null;
  reply_to?: number | null;
}

export interface DeskState {
  owner: "assistant" | "queue" | "specialist" | "nobody";
  specialist?: { name: string; category: string } | null;
  queue?: { position: number; wait_s: number | null } | null;
  desk?: {
    open: boolean;
    available: boolean;
    closes_at?: string | null;
    opens_at?: string | null;
    zone: string;
  };
  follow_up?: { reference: string; promised_by?: string | null } | null;
  incident?: { title: string; impact: string; url: string } | null;
  can?: readonly string[];
}

export interface Me {
  account?: string | null;
  name?: string | null;
  signed_in: boolean;
}

export interface Welcome {
  visitor?: string | null;
  me: Me;
  conversation: string;
  /** What time it is at the server. */
  at?: string;
  last_seq: number;
  /** How far the user has read, on whatever device. */
  seen_seq?: number;
  state: DeskState;
  messages: readonly Message[];
  more: boolean;
  /** The last conversation that has ended, while nothing has been said in this one. */
  earlier?: { conversation: string; last_seq: number; closed_at: string } | null;
}

export interface Typing {
  from: "assistant" | "specialist";
  on: boolean;
}

export interface Handshake {
  token?: string;
  visitor?: string;
  /** Which conversation `after` counts in; another one is given from its own start. */
  conversation?: string;
  after?: number;
  locale: string;
  zone: string;
}

export interface Accepted {
  seq: number;
  at: string;
}

export interface Refusal {
  ok: false;
  code: string;
  message?: string;
  fields?: Record<string, string>;
}

export type Reply<Result> = { ok: true; result: Result } | Refusal;

/** Characters of one message; the server refuses more as `too_long`. */
export const TEXT_LIMIT = 2000;

/** Messages that `history` gives at most. */
export const PAGE = 100;
