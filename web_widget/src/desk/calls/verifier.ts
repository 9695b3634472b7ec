// A verifier's place in the calls: their line, whom they have, who waits, and what they can do.

import { StandingLine } from "../../call/standing_line";
import { Talk } from "../../call/talk";
import type { Heard, Said, Signal, Verdict, VerifierState, WaitingLine } from "../../call/wire";
import { identifier } from "../../identifier";
import type { Reply } from "../../protocol";
import { isSession, session } from "../account";

export interface Counter {
  line: "connecting" | "online" | "offline" | "refused";
  state: VerifierState | null;
  waiting: WaitingLine | null;
  /** How far the server's clock is ahead of this machine's, in ms. */
  ahead_ms: number;
}

/** Codes with which the server says that this console will not be let in. */
const REFUSED = new Set(["not_allowed"]);

export class Verifier {
  now: Counter = { line: "connecting", state: null, waiting: null, ahead_ms: 0 };
  readonly talk: Talk;
  private readonly line: StandingLine;
  private readonly watchers = new Set<() => void>();
  /** Whether the line has just come back: the server has seated us when it tells where we are. */
  private returned = false;
  /** The mark of this console, by which the person's page knows whom it is connected with. */
  private page = identifier();

  constructor(server: string) {
    this.line = new StandingLine(server, {
      auth: async () => {
        const found = await session();
        return isSession(found) ? { csrf: found.csrf, page: this.page } : undefined;
      },
      broken: () => this.set({ line: "offline" }),
      refused: (code) => this.refused(code),
      listeners: {
        welcome: () => this.welcomed(),
        ice: ({ servers }: { servers: readonly RTCIceServer[] }) => this.talk.serve(servers),
        call_state: (state: VerifierState) => this.moved(state),
        line: (waiting: WaitingLine) => this.set({ waiting }),
        signal: (signal: Signal) => this.talk.hear(signal),
        heard: (heard: Heard) => this.talk.wasHeard(heard),
        text: (said: Said) => this.talk.heard(said),
        beat: () => undefined,
      },
    });
    this.talk = new Talk(
      "verifier",
      () => this.page,
      (event, data) => this.line.ask(event, data),
      () => this.tell(),
    );
  }

  watch(watcher: () => void): () => void {
    this.watchers.add(watcher);
    return () => this.watchers.delete(watcher);
  }

  open(): void {
    if (this.now.line !== "online") void this.line.open();
  }

  /** Take the calls over from another console of the same person. */
  takeHere(): void {
    // What this console had of a call it has let go of: the other side has to begin anew with it.
    this.page = identifier();
    this.set({ state: null });
    void this.line.open();
  }

  /** Go, unless somebody is being called or seen. */
  close(): void {
    if (this.isBusy) return;
    this.line.close();
    this.now = { ...this.now, line: "connecting", state: null };
  }

  get isBusy(): boolean {
    return this.now.state?.state === "ringing" || this.now.state?.state === "in_call";
  }

  /** The server's moment. */
  get time(): number {
    return Date.now() + this.now.ahead_ms;
  }

  /** Call the next in line. */
  next(): Promise<Reply<{ visit: string }>> {
    return this.line.ask("next");
  }

  /** Give the person back to the head of the line. */
  putBack(visit: string): Promise<Reply<object>> {
    return this.line.ask("put_back", { visit });
  }

  decide(visit: string, verdict: Verdict, reason: string): Promise<Reply<object>> {
    return this.line.ask("decide", { visit, verdict, reason });
  }

  private welcomed(): void {
    this.line.settled();
    this.returned = this.now.state !== null;
  }

  private moved(state: VerifierState): void {
    const { returned } = this;
    this.returned = false;
    if (state.state === "in_call") {
      this.talk.follow(state.answered_at ?? "", state.peer ?? null, returned);
    } else if (state.state !== "ringing") this.talk.end();
    if (state.state === "elsewhere") this.line.close();
    this.set({ line: "online", state, ahead_ms: Date.parse(state.at) - Date.now() });
  }

  private refused(code: string): boolean {
    if (!REFUSED.has(code)) return true;
    this.set({ line: "refused" });
    return false;
  }

  private set(news: Partial<Counter>): void {
    this.now = { ...this.now, ...news };
    this.tell();
  }

  private tell(): void {
    for (const watcher of this.watchers) watcher();
  }
}
