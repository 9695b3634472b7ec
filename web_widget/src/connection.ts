// The line to the server: connects, replays what was missed, sends the outbox one item at a time.

import { breath } from "./breath";
import { behind, type ChatEvent, type Conversation, type Outgoing, sendable } from "./conversation";
import { type AskToken, renewal } from "./identity";
import { Line } from "./line";
import { patience } from "./patience";
import type { Accepted, DeskState, Handshake, Message, Refusal, Reply, Typing, Welcome } from "./protocol";
import { PAGE } from "./protocol";

/** How long a missing message may take before it is asked for. */
const GAP_WAIT_MS = 2_000;
/** How often a gap is asked for before it is accepted that the server keeps it back. */
const GAP_TRIES = 3;
/** How often a refused token is replaced before the user is told. */
const TOKEN_TRIES = 3;
/** The wait after the server's `rate_limited`. */
const RATE_WAIT_MS = 5_000;

/** Whoever holds the conversation. */
export interface Holder {
  readonly now: Conversation;
  hear(event: ChatEvent): void;
  /** Tabs send under this lock, one after the other. */
  readonly sendingLock: string;
  /** Before connecting with this token (or without one). */
  speaksWith(token: string | undefined): void;
  readonly visitor: string | undefined;
  keepVisitor(id: string): void;
}

export interface Place {
  readonly server: string;
  locale: string;
  readonly zone: string;
}

export class Connection {
  /** The host's way to a token; without one the browser is anonymous. */
  askToken: AskToken | undefined;

  private line: Line | undefined;
  /** Which opening this is; answers to an earlier one are ignored. */
  private run = 0;
  private attempt = 0;
  private refusals = 0;
  private gap = { at: 0, tries: 0 };
  /** Presses for which the user was asked to sign in anew; once each. */
  private readonly renewed = new Set<string>();
  private readonly timers = new Map<string, ReturnType<typeof setTimeout>>();

  constructor(
    private readonly place: Place,
    private readonly holder: Holder,
  ) {}

  /** Connect, now and afresh. */
  async open(): Promise<void> {
    const run = ++this.run;
    this.hangUp();
    this.holder.hear({ type: "line", line: "connecting" });
    let token: string | undefined;
    try {
      token = await this.askToken?.();
      await breath();
    } catch {
      if (run === this.run) this.again();
      return;
    }
    if (run !== this.run) return;
    this.holder.speaksWith(token);
    this.dial(run, token);
  }

  close(): void {
    this.run++;
    this.hangUp();
    this.holder.hear({ type: "line", line: "idle" });
  }

  /** Something suggests that the network is back, or that the line should be looked at. */
  wake(): void {
    if (this.holder.now.line === "offline") {
      this.attempt = 0;
      void this.open();
    }
  }

  /** After the user asked: try again, whatever was refused before. */
  retry(): void {
    this.attempt = 0;
    this.refusals = 0;
    void this.open();
  }

  tell(event: "typing" | "seen", payload: object): void {
    this.line?.tell(event, payload);
  }

  async older(): Promise<void> {
    const before = this.holder.now.messages[0]?.seq;
    if (before === undefined || !this.line?.isUp) return;
    const run = this.run;
    const reply = await this.call<{ messages: Message[]; more: boolean }>("history", { before, limit: PAGE });
    if (run === this.run && reply?.ok) this.holder.hear({ type: "history", ...reply.result });
  }

  /** Read a page of the conversation before this one. */
  async recall(): Promise<void> {
    const { earlier } = this.holder.now;
    if (!earlier?.more) return;
    const { id: conversation } = earlier;
    const before = earlier.messages[0]?.seq ?? earlier.end;
    const reply = await this.ask<{ messages: Message[]; more: boolean }>("history", {
      before,
      limit: PAGE,
      conversation,
    });
    // Asked twice at once, the second answer is not put before the first.
    const still = this.holder.now.earlier?.messages[0]?.seq ?? earlier.end;
    if (reply?.ok && still === before) this.holder.hear({ type: "recalled", conversation, ...reply.result });
  }

  /** Ask something that is not kept for later: undefined where there is no line to ask on. */
  ask<Result>(event: string, data: object): Promise<Reply<Result> | undefined> {
    return this.line?.isUp ? this.line.ask<Result>(event, data) : Promise.resolve(undefined);
  }

  /** Send the next item of the outbox, if there is one and nothing is under way. */
  flush(): void {
    const item = this.holder.now.line === "online" ? sendable(this.holder.now) : undefined;
    if (item && !this.timers.has("resend")) void this.send(item);
  }

  private dial(run: number, token: string | undefined): void {
    const { now, visitor } = this.holder;
    const asked: Handshake = { locale: this.place.locale, zone: this.place.zone };
    if (token !== undefined) asked.token = token;
    else if (visitor !== undefined) asked.visitor = visitor;
    if (now.id !== null && now.messages.length > 0) {
      asked.conversation = now.id;
      asked.after = now.through;
    }

    this.line = new Line(
      `${this.place.server}/chat`,
      asked,
      {
        connect: () => token !== undefined && this.renewLater(token),
        welcome: (welcome: Welcome) => this.welcomed(welcome),
        message: (message: Message) => this.heard({ type: "message", message }),
        state: (state: DeskState) => this.holder.hear({ type: "state", state }),
        seen: ({ seq }: { seq: number }) => this.holder.hear({ type: "read", seq }),
        typing: (typing: Typing) => this.holder.hear({ type: "typing", typing }),
        beat: ({ last_seq }: { last_seq: number }) => this.heard({ type: "beat", last_seq }),
      },
      {
        broken: () => run === this.run && this.again(),
        refused: (code) => {
          if (run !== this.run) return;
          if (code.startsWith("token_")) this.refused();
          else this.again();
        },
      },
    );
  }

  private welcomed(welcome: Welcome): void {
    if (welcome.visitor) this.holder.keepVisitor(welcome.visitor);
    this.attempt = 0;
    this.refusals = 0;
    this.heard({ type: "welcome", welcome, heard: Date.now() });
    this.flush();
  }

  private heard(event: ChatEvent): void {
    this.holder.hear(event);
    const { now } = this.holder;
    if (!behind(now)) {
      this.gap = { at: 0, tries: 0 };
      this.cancel("gap");
    } else if (!this.timers.has("gap")) {
      this.after("gap", GAP_WAIT_MS, () => this.closeGap(now.through));
    }
  }

  private closeGap(before: number): void {
    const { now } = this.holder;
    if (!behind(now) || now.line !== "online") return;
    if (now.through > before) {
      // The replay is under way; look again later.
      this.after("gap", GAP_WAIT_MS, () => this.closeGap(now.through));
      return;
    }
    const tries = this.gap.at === now.through ? this.gap.tries + 1 : 1;
    this.gap = { at: now.through, tries };
    if (tries <= GAP_TRIES) {
      void this.open();
      return;
    }
    const nextHere = now.messages.find((message) => message.seq > now.through)?.seq;
    this.holder.hear({ type: "gave_up", seq: nextHere === undefined ? now.known : nextHere - 1 });
  }

  private async send(item: Outgoing): Promise<void> {
    const run = this.run;
    this.holder.hear({ type: "sending", id: item.id });
    const reply = await inTurn(this.holder.sendingLock, async () => {
      // While this tab waited for its turn, another one may have sent it.
      const gone = !this.holder.now.outbox.some(({ id }) => id === item.id);
      return gone ? "gone" : this.call<Accepted>(item.kind, payload(item));
    });
    if (reply === "gone") {
      // The log shows it already.
    } else if (run !== this.run) {
      this.holder.hear({ type: "postponed", id: item.id });
    } else if (reply === undefined) {
      // No answer does not mean not stored: the same id is sent again over a new line.
      this.holder.hear({ type: "postponed", id: item.id });
      this.again();
    } else if (reply.ok) {
      this.heard({ type: "accepted", id: item.id, result: reply.result });
    } else {
      this.turnedBack(item, reply);
    }
    this.flush();
  }

  private turnedBack(item: Outgoing, refusal: Refusal): void {
    if (refusal.code === "rate_limited") {
      this.holder.hear({ type: "postponed", id: item.id });
      this.after("resend", RATE_WAIT_MS, () => this.flush());
    } else if (item.kind === "confirm") {
      this.unconfirmed(item, refusal);
    } else if (refusal.code === "invalid_fields" && refusal.fields) {
      this.holder.hear({ type: "invalid", id: item.id, fields: refusal.fields });
    } else {
      const why = refusal.message ? { why: refusal.message } : {};
      this.holder.hear({ type: "failed", id: item.id, code: refusal.code, ...why });
    }
  }

  private unconfirmed(item: Outgoing, refusal: Refusal): void {
    if (refusal.code === "reauth_required" && this.askToken && !this.renewed.has(item.id)) {
      this.renewed.add(item.id);
      void this.signInAnew(item, refusal);
      return;
    }
    const { id, quote = "" } = item;
    const why = refusal.message ? { why: refusal.message } : {};
    this.holder.hear({ type: "unconfirmed", id, quote, code: refusal.code, ...why });
  }

  /** Have the host sign the user in anew, and press again. The press counts as under way until then. */
  private async signInAnew(item: Outgoing, refusal: Refusal): Promise<void> {
    const run = this.run;
    let reply: Reply<object> | undefined;
    try {
      const token = await this.askToken?.({ fresh: true });
      if (token !== undefined && run === this.run) reply = await this.call("token", { token });
    } catch {
      // The user would not, or the host could not.
    }
    if (run === this.run && !reply?.ok) this.unconfirmed(item, refusal);
    else this.holder.hear({ type: "postponed", id: item.id });
    this.flush();
  }

  /** Ask on the line that is there, up or about to be. */
  private call<Result>(event: string, data: object): Promise<Reply<Result> | undefined> {
    return this.line?.ask<Result>(event, data) ?? Promise.resolve(undefined);
  }

  private renewLater(token: string): void {
    this.after("renew", renewal(token), () => void this.renew());
  }

  private async renew(): Promise<void> {
    const run = this.run;
    let token: string | undefined;
    try {
      token = await this.askToken?.();
    } catch {
      // The host could not be reached; the next look is soon enough.
    }
    if (run !== this.run) return;
    const reply = token === undefined ? undefined : await this.call("token", { token });
    if (run !== this.run) return;
    if (token !== undefined && reply?.ok) this.renewLater(token);
    else if (reply) this.refused();
    else this.after("renew", patience(this.attempt++), () => void this.renew());
  }

  private refused(): void {
    this.refusals++;
    if (this.refusals < TOKEN_TRIES && this.askToken) {
      this.again();
      return;
    }
    this.run++;
    this.hangUp();
    this.holder.hear({ type: "line", line: "refused" });
  }

  private again(): void {
    this.run++;
    this.hangUp();
    this.holder.hear({ type: "line", line: "offline" });
    this.after("open", patience(this.attempt++), () => void this.open());
  }

  private hangUp(): void {
    for (const name of [...this.timers.keys()]) this.cancel(name);
    this.line?.hangUp();
    this.line = undefined;
  }

  private after(name: string, ms: number, then: () => void): void {
    this.cancel(name);
    this.timers.set(
      name,
      setTimeout(() => {
        this.timers.delete(name);
        then();
      }, ms),
    );
  }

  private cancel(name: string): void {
    clearTimeout(this.timers.get(name));
    this.timers.delete(name);
  }
}

/** Do it when no other tab is at it, where the browser can tell. Ids make doubles harmless; this keeps the order. */
function inTurn<Result>(lock: string, work: () => Promise<Result>): Promise<Result> {
  return navigator.locks ? (navigator.locks.request(lock, work) as Promise<Result>) : work();
}

function payload(item: Outgoing): object {
  switch (item.kind) {
    case "say":
      return { id: item.id, text: item.text };
    case "choose":
      return { id: item.id, message: item.message, choice: item.choice };
    case "submit":
      return { id: item.id, message: item.message, form: item.form, values: item.values };
    case "confirm":
      return { id: item.id, quote: item.quote };
  }
}
