// The person's place in a verification: their line, where it stands, and what they can do there.

import type { Reply } from "../protocol";
import type { Pass } from "./pass";
import { StandingLine } from "./standing_line";
import { Talk } from "./talk";
import type { Heard, PersonState, PersonWelcome, Results, Said, Signal } from "./wire";

/** Codes after which this page cannot come in any more. */
const OVER = new Set(["ticket_over", "session_over"]);

export interface Place {
  line: "connecting" | "online" | "offline" | "over";
  welcome?: PersonWelcome;
  state?: PersonState;
  servers: readonly RTCIceServer[];
  /** How far the server's clock is ahead of this machine's, in ms. */
  ahead_ms: number;
}

export class Caller {
  now: Place = { line: "connecting", servers: [], ahead_ms: 0 };
  readonly talk: Talk;
  private readonly line: StandingLine;
  private readonly watchers = new Set<() => void>();
  /** Whether the line has just come back: the server has seated us when it tells where we are. */
  private returned = false;

  constructor(
    server: string,
    private readonly pass: Pass,
  ) {
    this.line = new StandingLine(server, {
      auth: async () => this.pass.auth,
      broken: () => this.set({ line: "offline" }),
      refused: (code) => this.refused(code),
      listeners: {
        welcome: (welcome: PersonWelcome) => this.welcomed(welcome),
        ice: ({ servers }: { servers: readonly RTCIceServer[] }) => this.served(servers),
        call_state: (state: PersonState) => this.moved(state),
        signal: (signal: Signal) => this.talk.hear(signal),
        heard: (heard: Heard) => this.talk.wasHeard(heard),
        text: (said: Said) => this.talk.heard(said),
        beat: () => undefined,
      },
    });
    this.talk = new Talk(
      "person",
      () => pass.page,
      (event, data) => this.line.ask(event, data),
      () => this.tell(),
    );
  }

  watch(watcher: () => void): () => void {
    this.watchers.add(watcher);
    return () => this.watchers.delete(watcher);
  }

  start(): void {
    if (this.pass.auth === undefined) this.set({ line: "over" });
    else void this.line.open();
  }

  wake(): void {
    this.line.wake();
  }

  /** The server's moment. */
  get time(): number {
    return Date.now() + this.now.ahead_ms;
  }

  report(results: Results): Promise<Reply<object>> {
    return this.line.ask("preflight", { results });
  }

  join(): Promise<Reply<object>> {
    return this.line.ask("join");
  }

  /** Give the place up, or end the call. */
  leave(): Promise<Reply<object>> {
    return this.line.ask("leave");
  }

  /** Pick up, with this picture and sound. */
  async answer(own: MediaStream): Promise<Reply<object>> {
    this.talk.bring(own);
    const reply = await this.line.ask("answer");
    // The answer may have been lost on its way back to us.
    if (!reply.ok && this.now.state?.state !== "in_call") this.talk.end();
    return reply;
  }

  slots(): Promise<Reply<{ slots: readonly string[] }>> {
    return this.line.ask("slots");
  }

  book(at: string): Promise<Reply<{ at: string }>> {
    return this.line.ask("book", { at });
  }

  unbook(): Promise<Reply<object>> {
    return this.line.ask("unbook");
  }

  private welcomed(welcome: PersonWelcome): void {
    this.pass.admitted(welcome.session);
    this.line.settled();
    this.returned = this.now.welcome !== undefined;
    this.set({ welcome, ahead_ms: Date.parse(welcome.at) - Date.now() });
  }

  private served(servers: readonly RTCIceServer[]): void {
    this.talk.serve(servers);
    this.set({ servers });
  }

  private moved(state: PersonState): void {
    const { returned } = this;
    this.returned = false;
    if (state.state === "in_call") {
      this.talk.follow(state.answered_at ?? "", state.peer ?? null, returned);
    } else if (state.state !== "ringing") this.talk.end();
    if (state.state === "elsewhere") this.line.close();
    this.set({ line: "online", state, ahead_ms: Date.parse(state.at) - Date.now() });
  }

  private refused(code: string): boolean {
    if (!OVER.has(code) || this.pass.refused()) return true;
    this.talk.end();
    this.set({ line: "over" });
    return false;
  }

  private set(news: Partial<Place>): void {
    this.now = { ...this.now, ...news };
    this.tell();
  }

  private tell(): void {
    for (const watcher of this.watchers) watcher();
  }
}
