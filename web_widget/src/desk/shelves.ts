// What the browser keeps for a specialist over a reload: drafts, what is unsent, what was seen, and their habits.

import type { Outgoing } from "../conversation";
import { Keep, type Shelf } from "../storage";

/** Habits of this browser, and what they are at first. */
const HABITS = { sound: true, keys: true, details: true };
export type Habit = keyof typeof HABITS;

/** Replies and notes lie on shelves of their own, so that neither is ever taken for the other. */
export type Kind = "reply" | "note";
/** What is being written and not yet sent; `job`: a job post. */
export type Drafted = Kind | "job";

export class Shelves {
  private readonly keep: Keep;

  constructor(
    private readonly shelf: Shelf,
    server: string,
    private readonly me: string,
  ) {
    this.keep = new Keep(shelf, server);
  }

  draft(kind: Drafted, conversation: string): string {
    return this.keep.draft(this.who(kind, conversation));
  }

  putDraft(kind: Drafted, conversation: string, text: string): void {
    this.keep.putDraft(this.who(kind, conversation), text);
  }

  unsent(kind: Kind, conversation: string): Outgoing[] {
    return this.keep.outbox(this.who(kind, conversation));
  }

  putUnsent(kind: Kind, conversation: string, before: readonly Outgoing[], now: readonly Outgoing[]): void {
    this.keep.putOutbox(this.who(kind, conversation), before, now);
  }

  seen(conversation: string): number {
    return this.keep.seen(this.who("reply", conversation), conversation);
  }

  putSeen(conversation: string, seq: number): void {
    this.keep.putSeen(this.who("reply", conversation), conversation, seq);
  }

  habit(name: Habit): boolean {
    const kept = this.shelf.getItem(`milepost:desk:${name}`);
    return kept === null ? HABITS[name] : kept === "1";
  }

  putHabit(name: Habit, on: boolean): void {
    try {
      this.shelf.setItem(`milepost:desk:${name}`, on ? "1" : "0");
    } catch {
      // A full or forbidden store only costs the memory over a reload.
    }
  }

  private who(kind: Drafted, conversation: string): string {
    return `desk-${kind}:${this.me}:${conversation}`;
  }
}
