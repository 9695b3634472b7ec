// The wire of namespace /call, as types. Names are those of the wire; docs/protocol.md says what they mean.

/** The checks in the order in which they are made and shown. */
export const CHECKS = [
  "secure",
  "desktop",
  "browser",
  "camera",
  "microphone",
  "picture",
  "sound",
  "popups",
  "connection",
  "relay",
  "document",
] as const;
export type Check = (typeof CHECKS)[number];
export type Outcome = "passed" | "failed" | "skipped";
export type Results = Partial<Record<Check, Outcome>>;

/** Where a person's verification is; the last two end this page. */
export type VisitState =
  | "required"
  | "preflight"
  | "waiting"
  | "ringing"
  | "in_call"
  | "passed"
  | "failed"
  | "retry"
  | "abandoned"
  | "no_show"
  | "lifted"
  | "elsewhere";

export interface PersonWelcome {
  session: string;
  at: string;
  /** Checks that a call cannot do without. */
  required: readonly Check[];
}

export interface PersonState {
  state: VisitState;
  at: string;
  verifiers: number;
  open: boolean;
  opens_at?: string | null;
  zone: string;
  position?: number | null;
  wait_s?: number | null;
  ring_until?: string | null;
  answered_at?: string | null;
  ends_at?: string | null;
  /** The verifier's page while it is connected; null while it is not. Told in a call only. */
  peer?: string | null;
  verifier?: string | null;
  reason?: string | null;
  call_back_at?: string | null;
  due_at?: string | null;
}

export type Verdict = "passed" | "failed" | "retry";

/** What the verifier is told of the person. */
export interface Person {
  name: string;
  account: string;
  standing: string;
  reason?: string | null;
  since?: string | null;
  due_at?: string | null;
  checks: Results;
  no_shows: number;
}

export interface VerifierState {
  state: "idle" | "ringing" | "in_call" | "elsewhere";
  at: string;
  visit?: string | null;
  person?: Person | null;
  ring_until?: string | null;
  answered_at?: string | null;
  ends_at?: string | null;
  peer?: string | null;
  /** How the call that this verifier had last has ended. */
  last?: { visit: string; state: string; why: string } | null;
}

export interface InLine {
  visit: string;
  position: number;
  name: string;
  since: string;
  wait_s?: number | null;
  checks: Results;
}

export interface WaitingLine {
  waiting: readonly InLine[];
  verifiers: number;
  open: boolean;
  opens_at?: string | null;
}

export type Signal = { description: { type: RTCSdpType; sdp?: string } } | { candidate: RTCIceCandidateInit };

/** Which word it is: its number among those that one page has said to another in one call, from 0. */
export interface Addressed {
  /** When the call was answered: no two calls share it. */
  call: string;
  by: string;
  to: string;
  n: number;
}

/** What a page says that it has heard: all signals up to one, or a text. */
export type Heard = { signal: Addressed } | { text: string };

/** A text written beside the call. */
export interface Said {
  id: string;
  from: "person" | "verifier";
  name?: string | null;
  text: string;
  at: string;
  /** Whether the other page has it: not yet, or never, because the server will not take it. Undefined: it has. */
  way?: "under_way" | "refused";
}

/** Characters of one text beside the call. */
export const SAID_LIMIT = 1000;
