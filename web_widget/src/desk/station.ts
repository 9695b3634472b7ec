// A specialist's place at the desk: holds its state, keeps what must survive a reload, offers what can be done.

import type { Outgoing } from "../conversation";
import { identifier } from "../identifier";
import { Line } from "../line";
import { patience } from "../patience";
import type { Message, Refusal, Reply } from "../protocol";
import { PAGE } from "../protocol";
import { OUTBOX_LIMIT, type Shelf } from "../storage";
import { isSession, type NoSession, session, signIn, signOut } from "./account";
import type { Chat } from "./chats";
import { listeners } from "./listening";
import { Posting } from "./posting";
import { type Kind, Shelves } from "./shelves";
import { type Desk, type DeskEvent, EMPTY_DESK, next } from "./state";
import type { ConversationView, Presence } from "./wire";

/** While a specialist types, the server hears it at most this often. */
const TYPING_EVERY_MS = 3_000;
/** A person whose typing is not told again within this time has stopped. */
const TYPING_LASTS_MS = 8_000;
/** How long a missing message may take before the conversation is read again. */
const GAP_WAIT_MS = 2_000;

/** Asked while no line is up, or no answer came. */
const NO_ANSWER: Refusal = { ok: false, code: "no_answer" };

export class Station {
  now: Desk = EMPTY_DESK;
  shelves: Shelves;
  /** Whether the organisation's own sign-in may be used instead of a password. */
  hasOtherSignIn = false;
  private csrf = "";
  private line: Line | undefined;
  private attempt = 0;
  /** Which opening of the line this is; what an earlier one brings is ignored. */
  private run = 0;
  private retrying: ReturnType<typeof setTimeout> | undefined;
  private readonly typingTold = new Map<string, number>();
  private readonly timers = new Map<string, ReturnType<typeof setTimeout>>();
  private readonly watchers = new Set<(event: DeskEvent, before: Desk) => void>();
  private readonly posting = new Posting({
    chat: (conversation) => this.now.chats[conversation],
    conversations: () => Object.keys(this.now.chats),
    hear: (event) => this.hear(event),
    ask: (event, data) => this.askLine(event, data),
    isOnline: () => this.now.line === "online",
  });

  constructor(
    private readonly server: string,
    private readonly shelf: Shelf,
  ) {
    this.shelves = new Shelves(shelf, server, "");
  }

  /** Be told of every event after it happened; returns how to stop. */
  watch(watcher: (event: DeskEvent, before: Desk) => void): () => void {
    this.watchers.add(watcher);
    return () => this.watchers.delete(watcher);
  }

  /** Find out who is signed in, and connect for them. */
  async start(): Promise<void> {
    const run = ++this.run;
    this.hangUp();
    const found = await session();
    if (run !== this.run) return;
    if (isSession(found)) return this.dial(found.me.id, found.csrf);
    if (found.code !== "not_signed_in") return this.again();
    this.hasOtherSignIn = found.oidc === true;
    this.hear({ type: "line", line: "signed_out" });
  }

  /** Sign in; what went wrong otherwise. */
  async signIn(handle: string, password: string): Promise<NoSession | undefined> {
    const run = ++this.run;
    const found = await signIn(handle, password);
    if (!isSession(found)) return found;
    if (run === this.run) this.dial(found.me.id, found.csrf);
    return undefined;
  }

  async signOut(): Promise<void> {
    this.run++;
    this.hangUp();
    const { csrf } = this;
    this.csrf = "";
    this.hear({ type: "line", line: "signed_out" });
    await signOut(csrf);
  }

  /** Something suggests that the network is back. */
  wake(): void {
    if (this.now.line !== "offline") return;
    this.attempt = 0;
    void this.start();
  }

  /** Ask the server for something; every refusal comes back as one. */
  async ask<Result = object>(event: string, data: object = {}): Promise<Reply<Result>> {
    return (await this.askLine<Result>(event, data)) ?? NO_ANSWER;
  }

  async setPresence(presence: Presence): Promise<Reply<object>> {
    const reply = await this.ask("presence", { status: presence });
    if (reply.ok) this.hear({ type: "presence", presence });
    return reply;
  }

  async setCapacity(capacity: number): Promise<Reply<object>> {
    const reply = await this.ask("capacity", { capacity });
    if (reply.ok) this.hear({ type: "capacity", capacity });
    return reply;
  }

  async accept(handoff: string): Promise<Reply<object>> {
    const reply = await this.ask("accept", { handoff });
    // Refused or not, the offer is nothing to press any more; a new one would be told.
    if (reply.ok || reply.code !== "no_answer") this.hear({ type: "offer_over", handoff });
    return reply;
  }

  async decline(handoff: string): Promise<Reply<object>> {
    const reply = await this.ask("decline", { handoff });
    if (reply.ok || reply.code !== "no_answer") this.hear({ type: "offer_over", handoff });
    return reply;
  }

  /** Read a conversation that may not be here, or not whole. */
  async open(conversation: string): Promise<Reply<ConversationView>> {
    const reply = await this.ask<ConversationView>("open", { conversation });
    if (reply.ok) this.hear({ type: "conversation", view: reply.result });
    return reply;
  }

  async older(conversation: string): Promise<void> {
    const before = this.now.chats[conversation]?.log.messages[0]?.seq;
    if (before === undefined) return;
    const wanted = { conversation, before, limit: PAGE };
    const reply = await this.ask<{ messages: Message[]; more: boolean }>("history", wanted);
    if (reply.ok) this.hear({ type: "log", conversation, event: { type: "history", ...reply.result } });
  }

  /** Queue a reply or a note. False: too much is waiting already, and the text stays where it was written. */
  write(kind: Kind, conversation: string, text: string): boolean {
    const chat = this.now.chats[conversation];
    const waiting = kind === "reply" ? chat?.log.outbox : chat?.unsentNotes;
    if (waiting === undefined || waiting.length >= OUTBOX_LIMIT) return false;
    const item: Outgoing = {
      id: identifier(),
      kind: "say",
      text,
      at: new Date().toISOString(),
      state: "waiting",
    };
    this.hearOf(kind, conversation, { type: "queued", item });
    this.typingTold.delete(conversation);
    this.posting.flush(conversation);
    return true;
  }

  retry(kind: Kind, conversation: string, id: string): void {
    this.hearOf(kind, conversation, { type: "postponed", id });
    this.posting.flush(conversation);
  }

  discard(kind: Kind, conversation: string, id: string): void {
    this.hearOf(kind, conversation, { type: "discarded", id });
  }

  /** Tell the person that a reply is being written. */
  tellTyping(conversation: string): void {
    const now = Date.now();
    if (now - (this.typingTold.get(conversation) ?? 0) < TYPING_EVERY_MS) return;
    this.typingTold.set(conversation, now);
    this.line?.tell("typing", { conversation, on: true });
  }

  /** Everything of the conversation is before the specialist's eyes. */
  markSeen(conversation: string): void {
    const log = this.now.chats[conversation]?.log;
    if (!log || log.through <= log.seen) return;
    this.hear({ type: "log", conversation, event: { type: "seen", seq: log.through } });
    this.shelves.putSeen(conversation, log.through);
    this.line?.tell("seen", { conversation, seq: log.through });
  }

  hear(event: DeskEvent): void {
    const before = this.now;
    this.now = next(before, event);
    this.keepUnsent(before);
    if (event.type === "typing") this.expireTyping(event.conversation, event.on);
    if (event.type === "message" || event.type === "log") this.mindGap(event.conversation);
    for (const watcher of this.watchers) watcher(event, before);
    if (event.type === "welcome") this.posting.flushAll();
  }

  private hearOf(
    kind: Kind,
    conversation: string,
    event: { type: "queued"; item: Outgoing } | { type: "postponed" | "discarded"; id: string },
  ): void {
    if (kind === "reply") this.hear({ type: "log", conversation, event });
    else this.hear({ type: "unsent_note", conversation, event });
  }

  private dial(me: string, csrf: string): void {
    this.csrf = csrf;
    this.shelves = new Shelves(this.shelf, this.server, me);
    this.hear({ type: "line", line: "connecting" });
    const run = this.run;
    this.line = new Line(
      `${this.server}/desk`,
      { csrf },
      listeners((event) => this.heard(run, event)),
      {
        broken: () => run === this.run && this.again(),
        // The session may have ended meanwhile: `start` finds out.
        refused: () => run === this.run && this.again(),
      },
    );
  }

  private heard(run: number, event: DeskEvent): void {
    if (run !== this.run) return;
    if (event.type === "welcome") this.attempt = 0;
    this.hear(event);
  }

  private again(): void {
    this.hangUp();
    this.hear({ type: "line", line: "offline" });
    this.retrying = setTimeout(() => void this.start(), patience(this.attempt++));
  }

  private hangUp(): void {
    clearTimeout(this.retrying);
    this.line?.hangUp();
    this.line = undefined;
  }

  private async askLine<Result>(event: string, data: object): Promise<Reply<Result> | undefined> {
    const { line } = this;
    return this.now.line === "online" && line ? await line.ask<Result>(event, data) : undefined;
  }

  /** Write down what changed in the outboxes; take up what an earlier page left there. */
  private keepUnsent(before: Desk): void {
    if (before.chats === this.now.chats || this.now.me === null) return;
    for (const [conversation, chat] of Object.entries(this.now.chats)) {
      const was = before.chats[conversation];
      if (was === chat) continue;
      if (was === undefined) this.takeUp(conversation, chat);
      else {
        this.shelves.putUnsent("reply", conversation, was.log.outbox, chat.log.outbox);
        this.shelves.putUnsent("note", conversation, was.unsentNotes, chat.unsentNotes);
      }
    }
  }

  private takeUp(conversation: string, chat: Chat): void {
    const shown = new Set(chat.log.messages.map((message) => message.id));
    const outbox = this.shelves.unsent("reply", conversation).filter((item) => !shown.has(item.id));
    const noted = new Set(chat.notes.map((note) => note.id));
    const items = this.shelves.unsent("note", conversation).filter((item) => !noted.has(item.id));
    const seen = this.shelves.seen(conversation);
    for (const event of [
      { type: "log", conversation, event: { type: "restored", outbox } },
      { type: "log", conversation, event: { type: "seen", seq: seen } },
      { type: "unsent_note", conversation, event: { type: "restored", items } },
    ] as const) {
      this.now = next(this.now, event);
    }
  }

  private expireTyping(conversation: string, on: boolean): void {
    this.after(`typing:${conversation}`, on ? TYPING_LASTS_MS : 0, () => {
      if (this.now.chats[conversation]?.typing) this.hear({ type: "typing", conversation, on: false });
    });
  }

  private mindGap(conversation: string): void {
    const log = this.now.chats[conversation]?.log;
    if (!log || log.known <= log.through || this.timers.has(`gap:${conversation}`)) return;
    this.after(`gap:${conversation}`, GAP_WAIT_MS, () => {
      const later = this.now.chats[conversation]?.log;
      if (later && later.known > later.through) void this.open(conversation);
    });
  }

  private after(name: string, ms: number, then: () => void): void {
    clearTimeout(this.timers.get(name));
    this.timers.set(
      name,
      setTimeout(() => {
        this.timers.delete(name);
        then();
      }, ms),
    );
  }
}
