// Keeps a line to /call: dials again when it broke, and gives up only where the server says that it is over.

import { Line } from "../line";
import { patience } from "../patience";
import type { Refusal, Reply } from "../protocol";

/** Where the calls are. By the query a load balancer can tell their sockets from all others, which have the same path. */
const PLACE = "/call?for=call";

/** The answer to what was asked while there is no line, or in vain. */
const NO_ANSWER: Refusal = { ok: false, code: "no_answer" };

export interface LineUser {
  /** What to connect with, asked before each dial; undefined: there is no way in. */
  auth(): Promise<object | undefined>;
  listeners: Readonly<Record<string, (payload: never) => void>>;
  /** The line broke; it is being dialled again. */
  broken(): void;
  /** The server refused; true to dial again with other credentials, false when it is over. */
  refused(code: string): boolean;
}

export class StandingLine {
  private line: Line | undefined;
  private attempt = 0;
  private run = 0;
  private retrying: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly server: string,
    private readonly user: LineUser,
  ) {}

  async open(): Promise<void> {
    this.close();
    const { run, user } = this;
    const auth = await user.auth();
    if (run !== this.run) return;
    if (auth === undefined) return this.again(run);
    this.line = new Line(`${this.server}${PLACE}`, auth, user.listeners, {
      broken: () => this.again(run),
      refused: (code) => run === this.run && user.refused(code) && this.again(run),
    });
  }

  /** The server has let us in: the next break is a new one. */
  settled(): void {
    this.attempt = 0;
  }

  /** Something suggests that the network is back. */
  wake(): void {
    if (this.retrying === undefined) return;
    this.attempt = 0;
    void this.open();
  }

  async ask<Result = object>(event: string, data: object = {}): Promise<Reply<Result>> {
    if (!this.line?.isUp) return NO_ANSWER;
    return (await this.line.ask<Result>(event, data)) ?? NO_ANSWER;
  }

  close(): void {
    this.run++;
    clearTimeout(this.retrying);
    this.retrying = undefined;
    this.line?.hangUp();
    this.line = undefined;
  }

  private again(run: number): void {
    if (run !== this.run) return;
    this.close();
    this.user.broken();
    this.retrying = setTimeout(() => void this.open(), patience(this.attempt++));
  }
}
