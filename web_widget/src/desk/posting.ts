// Sends what was written at the desk: for each conversation one reply at a time, in order, until the server has it.

import { type Outgoing, sendable } from "../conversation";
import type { Accepted, Reply } from "../protocol";
import type { Chat } from "./chats";
import type { DeskEvent } from "./state";

/** The wait after the server's `rate_limited`. */
const RATE_WAIT_MS = 5_000;

/** Where the posting reads and writes, and how it asks the server. */
export interface Post {
  chat(conversation: string): Chat | undefined;
  conversations(): string[];
  hear(event: DeskEvent): void;
  ask<Result>(event: string, data: object): Promise<Reply<Result> | undefined>;
  isOnline(): boolean;
}

export class Posting {
  constructor(private readonly post: Post) {}

  /** Send whatever waits, of every conversation. */
  flushAll(): void {
    for (const conversation of this.post.conversations()) this.flush(conversation);
  }

  flush(conversation: string): void {
    const chat = this.post.isOnline() ? this.post.chat(conversation) : undefined;
    if (!chat) return;
    const reply = sendable(chat.log);
    if (reply) void this.sendReply(conversation, reply);
    const busy = chat.unsentNotes.some((item) => item.state === "sending");
    const note = busy ? undefined : chat.unsentNotes.find((item) => item.state === "waiting");
    if (note) void this.sendNote(conversation, note);
  }

  private async sendReply(conversation: string, { id, text }: Outgoing): Promise<void> {
    this.post.hear({ type: "log", conversation, event: { type: "sending", id } });
    const answer = await this.post.ask<Accepted>("say", { conversation, id, text });
    if (answer?.ok) {
      this.post.hear({ type: "log", conversation, event: { type: "accepted", id, result: answer.result } });
    } else if (postponed(answer)) {
      this.post.hear({ type: "log", conversation, event: { type: "postponed", id } });
    } else {
      this.post.hear({ type: "log", conversation, event: { type: "failed", id, ...why(answer) } });
    }
    this.next(conversation, answer);
  }

  private async sendNote(conversation: string, { id, text }: Outgoing): Promise<void> {
    this.post.hear({ type: "unsent_note", conversation, event: { type: "sending", id } });
    const answer = await this.post.ask("note", { conversation, id, text });
    if (answer?.ok) {
      this.post.hear({ type: "unsent_note", conversation, event: { type: "accepted", id } });
    } else if (postponed(answer)) {
      this.post.hear({ type: "unsent_note", conversation, event: { type: "postponed", id } });
    } else {
      this.post.hear({ type: "unsent_note", conversation, event: { type: "failed", id, ...why(answer) } });
    }
    this.next(conversation, answer);
  }

  /** Go on with what waits behind: at once, a little later, or (without an answer) with the next line. */
  private next(conversation: string, answer: Reply<unknown> | undefined): void {
    if (answer === undefined) return;
    if (postponed(answer)) setTimeout(() => this.flush(conversation), RATE_WAIT_MS);
    else this.flush(conversation);
  }
}

/** No answer does not mean not stored: the same id is sent again over a new line. */
function postponed(answer: Reply<unknown> | undefined): answer is undefined {
  return answer === undefined || (!answer.ok && answer.code === "rate_limited");
}

function why(answer: Reply<unknown>): { code: string; why?: string } {
  if (answer.ok) return { code: "" };
  return { code: answer.code, ...(answer.message ? { why: answer.message } : {}) };
}
