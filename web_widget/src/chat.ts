// One chat: holds the conversation, keeps what must survive a reload, and offers what a user can do.

import { Connection, type Place } from "./connection";
import { type ChatEvent, type Conversation, EMPTY, next, type Outgoing, visible } from "./conversation";
import { identifier } from "./identifier";
import { type AskToken, keeper, VISITOR } from "./identity";
import type { Message, Reply } from "./protocol";
import { type Keep, OUTBOX_LIMIT } from "./storage";

/** While the user types, the server hears it at most this often. */
const TYPING_EVERY_MS = 3_000;

type Wanted = Pick<Outgoing, "kind" | "text"> & Partial<Outgoing>;

export class Chat {
  now: Conversation = EMPTY;
  /** Told of messages as they come; what was there before is no news. */
  onNews: ((news: readonly Message[]) => void) | undefined;

  private who: string | undefined;
  /** What is in the composer while nobody is known; it belongs to the one who is then. */
  private unclaimed = "";
  private readonly connection: Connection;
  private readonly listeners = new Set<() => void>();
  private typingTold = 0;

  constructor(
    private readonly place: Place,
    readonly keep: Keep,
  ) {
    this.connection = new Connection(place, this);
  }

  /** Be told after every change; returns how to stop. */
  listen(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Connect if there is no line yet. */
  start(): void {
    if (this.now.line === "idle") void this.connection.open();
  }

  stop(): void {
    this.connection.close();
  }

  wake(): void {
    this.connection.wake();
  }

  retryConnection(): void {
    this.connection.retry();
  }

  /** Whether there is anything to connect for before the user opens the chat. */
  get isKnown(): boolean {
    return this.connection.askToken !== undefined || this.keep.visitor !== undefined;
  }

  /** Speak for the account of the host's tokens from now on, or for nobody. */
  identify(askToken: AskToken | undefined): void {
    this.connection.askToken = askToken;
    this.changeKeeper(undefined);
    this.connection.retry();
  }

  /** Become anonymous, and leave nothing unsent of this account behind. */
  logout(): void {
    if (this.who && this.who !== VISITOR) {
      this.keep.forget(this.who);
      this.now = { ...this.now, outbox: [] };
    }
    this.identify(undefined);
  }

  get draft(): string {
    return this.who === undefined ? this.unclaimed : this.keep.draft(this.who);
  }

  set draft(text: string) {
    if (this.who === undefined) this.unclaimed = text;
    else this.keep.putDraft(this.who, text);
    const now = Date.now();
    if (!text && this.typingTold) {
      this.typingTold = 0;
      this.connection.tell("typing", { on: false });
    }
    if (text && now - this.typingTold > TYPING_EVERY_MS) {
      this.typingTold = now;
      this.connection.tell("typing", { on: true });
    }
  }

  /** Queue a text. False: too much is waiting already, and the text stays with the user. */
  say(text: string): boolean {
    this.typingTold = 0;
    return this.queue({ kind: "say", text });
  }

  choose(message: number, choice: string, label: string): boolean {
    return this.queue({ kind: "choose", text: label, message, choice });
  }

  submit(message: number, form: string, values: Record<string, unknown>, summary: string): boolean {
    return this.queue({ kind: "submit", text: summary, message, form, values });
  }

  /** Press a quote's button. */
  confirm(quote: string, summary: string): boolean {
    if (this.now.outbox.some((item) => item.quote === quote)) return true;
    return this.queue({ kind: "confirm", text: summary, quote });
  }

  retry(id: string): void {
    const failed = this.now.outbox.find((item) => item.id === id);
    this.hear({ type: "postponed", id });
    if (failed?.code === "closed") this.connection.retry();
    else this.connection.flush();
  }

  discard(id: string): void {
    this.hear({ type: "discarded", id });
  }

  older(): Promise<void> {
    return this.connection.older();
  }

  /** Read on in the conversation before this one. */
  recall(): Promise<void> {
    return this.connection.recall();
  }

  /** Let go of old messages; the user reads the end. */
  trim(): void {
    this.hear({ type: "trimmed" });
  }

  /** End this conversation and begin the next one. */
  restart(): Promise<Reply<object> | undefined> {
    return this.connection.ask("restart", {});
  }

  /** Have the conversation mailed to the account's address. */
  transcript(): Promise<Reply<{ address?: string }> | undefined> {
    return this.connection.ask("transcript", {});
  }

  /** Ask for the way to the page of the video check; it is good once, and soon over. */
  call(): Promise<Reply<{ url: string }> | undefined> {
    return this.connection.ask("call", {});
  }

  async rate(score: number, comment: string): Promise<Reply<object> | undefined> {
    const reply = await this.connection.ask<object>("rate", comment ? { score, comment } : { score });
    if (reply?.ok) this.hear({ type: "rated" });
    return reply;
  }

  /** The user does not want to say how it was. */
  leaveUnrated(): void {
    this.hear({ type: "rated" });
  }

  /** What was typed into the form of a message. */
  typed(message: number): Readonly<Record<string, string>> {
    return this.who === undefined ? {} : this.keep.form(this.who, this.formPlace(message));
  }

  keepTyped(message: number, values: Readonly<Record<string, string>> | undefined): void {
    if (this.who !== undefined) this.keep.putForm(this.who, this.formPlace(message), values);
  }

  /** Speak another language from now on; the server is told with the next connection. */
  speak(locale: string): void {
    if (this.place.locale === locale) return;
    this.place.locale = locale;
    if (this.now.line !== "idle") this.connection.retry();
  }

  /** Another tab of this browser changed what is kept: agree with it. */
  agree(key: string): void {
    if (this.who === undefined) return;
    const changed = this.keep.changed(key, this.who);
    if (changed === "seen" && this.now.id) {
      this.hear({ type: "seen", seq: this.keep.seen(this.who, this.now.id) });
    } else if (changed === "outbox") {
      const kept = this.keep.outbox(this.who);
      const ids = new Set(kept.map((item) => item.id));
      for (const { id, state } of this.now.outbox) {
        if (!ids.has(id) && (state === "waiting" || state === "failed")) this.hear({ type: "discarded", id });
      }
      this.hear({ type: "restored", outbox: kept });
      this.connection.flush();
    } else if (changed === "draft") {
      for (const listener of this.listeners) listener();
    }
  }

  /** The user has everything that is shown before their eyes. */
  markSeen(): void {
    const seq = visible(this.now).at(-1)?.seq ?? 0;
    if (seq <= this.now.seen) return;
    this.hear({ type: "seen", seq });
    this.connection.tell("seen", { seq });
    if (this.who && this.now.id) this.keep.putSeen(this.who, this.now.id, seq);
  }

  hear(event: ChatEvent): void {
    const before = this.now;
    this.now = next(before, event);
    if (event.type === "welcome" && before.id !== this.now.id && this.who) {
      // What was read here may not have been told yet, what was read elsewhere is not known here.
      const seq = Math.max(event.welcome.seen_seq ?? 0, this.keep.seen(this.who, event.welcome.conversation));
      this.now = next(this.now, { type: "seen", seq });
    }
    if (this.who && before.outbox !== this.now.outbox) {
      this.keep.putOutbox(this.who, before.outbox, this.now.outbox);
    }
    for (const listener of this.listeners) listener();
    if (before.id === this.now.id && before.known < this.now.known) {
      const news = this.now.messages.filter((message) => message.seq > before.known);
      if (news.length > 0) this.onNews?.(news);
    }
  }

  /** The one lock under which tabs send for this account, so that they keep the order between them. */
  get sendingLock(): string {
    return `milepost:${this.place.server}:${this.who}`;
  }

  speaksWith(token: string | undefined): void {
    const who = keeper(token);
    if (who !== undefined && who !== this.who) this.changeKeeper(who);
  }

  get visitor(): string | undefined {
    return this.keep.visitor;
  }

  keepVisitor(id: string): void {
    this.keep.visitor = id;
  }

  private formPlace(message: number): string {
    return `${this.now.id}:${message}`;
  }

  private changeKeeper(who: string | undefined): void {
    // What was written before anybody was known belongs to the one who is now.
    const unclaimed = this.who === undefined ? this.now.outbox : [];
    this.who = undefined;
    this.now = { ...EMPTY, line: this.now.line };
    if (who === undefined) {
      for (const listener of this.listeners) listener();
      return;
    }
    this.who = who;
    if (this.unclaimed) this.keep.putDraft(who, this.unclaimed);
    this.unclaimed = "";
    this.hear({ type: "restored", outbox: this.keep.outbox(who) });
    for (const item of unclaimed) this.hear({ type: "queued", item });
  }

  private queue(wanted: Wanted): boolean {
    if (this.now.outbox.length >= OUTBOX_LIMIT) return false;
    const item: Outgoing = { ...wanted, id: identifier(), at: new Date().toISOString(), state: "waiting" };
    this.hear({ type: "queued", item });
    this.start();
    this.connection.flush();
    return true;
  }
}
