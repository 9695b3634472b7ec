// What the browser keeps over a reload: the visitor's id, unsent items, the draft and what was seen.

import type { Outgoing } from "./conversation";

/** Items that wait unsent at most; what is more is refused and stays in the composer. */
export const OUTBOX_LIMIT = 50;

/** The part of localStorage that is used. */
export type Shelf = Pick<Storage, "getItem" | "setItem" | "removeItem" | "key" | "length">;

/** What a person may switch on. */
export type Wish = "sound" | "notification";

interface Seen {
  conversation: string;
  seq: number;
}

/** One server's keys. Every unsent item has its own key, so that tabs do not overwrite each other's. */
export class Keep {
  private readonly prefix: string;

  constructor(
    private readonly shelf: Shelf,
    server: string,
  ) {
    this.prefix = `milepost:${server}:`;
  }

  get visitor(): string | undefined {
    return this.shelf.getItem(`${this.prefix}visitor`) ?? undefined;
  }

  set visitor(id: string) {
    this.put("visitor", id);
  }

  draft(who: string): string {
    return this.shelf.getItem(`${this.prefix}draft:${who}`) ?? "";
  }

  putDraft(who: string, text: string): void {
    if (text) this.put(`draft:${who}`, text);
    else this.shelf.removeItem(`${this.prefix}draft:${who}`);
  }

  seen(who: string, conversation: string): number {
    const kept = parsed<Seen>(this.shelf.getItem(`${this.prefix}seen:${who}`));
    return kept?.conversation === conversation ? kept.seq : 0;
  }

  putSeen(who: string, conversation: string, seq: number): void {
    this.put(`seen:${who}`, JSON.stringify({ conversation, seq }));
  }

  /** What was typed into a form and not sent, by the form's place in the log. */
  form(who: string, place: string): Readonly<Record<string, string>> {
    return parsed(this.shelf.getItem(`${this.prefix}form:${who}:${place}`)) ?? {};
  }

  putForm(who: string, place: string, values: Readonly<Record<string, string>> | undefined): void {
    if (values) this.put(`form:${who}:${place}`, JSON.stringify(values));
    else this.shelf.removeItem(`${this.prefix}form:${who}:${place}`);
  }

  /** A wish of this browser's, whoever uses it. */
  wish(name: Wish): boolean {
    return this.shelf.getItem(`${this.prefix}wish:${name}`) === "on";
  }

  putWish(name: Wish, on: boolean): void {
    if (on) this.put(`wish:${name}`, "on");
    else this.shelf.removeItem(`${this.prefix}wish:${name}`);
  }

  /** What of `who`'s another tab changed when the browser names this key; undefined if it is nothing of theirs. */
  changed(key: string, who: string): "outbox" | "draft" | "seen" | undefined {
    const kinds = ["outbox", "draft", "seen"] as const;
    return kinds.find((kind) => key.startsWith(`${this.prefix}${kind}:${who}`));
  }

  outbox(who: string): Outgoing[] {
    const start = `${this.prefix}outbox:${who}:`;
    const found: Outgoing[] = [];
    for (let i = 0; i < this.shelf.length; i++) {
      const key = this.shelf.key(i);
      const item = key?.startsWith(start) ? parsed<Outgoing>(this.shelf.getItem(key)) : undefined;
      if (item) found.push(item.state === "failed" ? item : { ...item, state: "waiting" });
    }
    return found.sort((one, other) => (one.at < other.at ? -1 : 1));
  }

  /** Write what changed between two outboxes; items are never changed in place. */
  putOutbox(who: string, before: readonly Outgoing[], now: readonly Outgoing[]): void {
    const old = new Set(before);
    const ids = new Set(now.map((item) => item.id));
    for (const item of now) if (!old.has(item)) this.put(`outbox:${who}:${item.id}`, JSON.stringify(item));
    for (const item of before) {
      if (!ids.has(item.id)) this.shelf.removeItem(`${this.prefix}outbox:${who}:${item.id}`);
    }
  }

  /** Forget what was written but not sent as `who`, for instance when they sign out. */
  forget(who: string): void {
    this.putOutbox(who, this.outbox(who), []);
    this.putDraft(who, "");
    const forms = `${this.prefix}form:${who}:`;
    const keys = Array.from({ length: this.shelf.length }, (_, i) => this.shelf.key(i));
    for (const key of keys) if (key?.startsWith(forms)) this.shelf.removeItem(key);
  }

  private put(name: string, value: string): void {
    try {
      this.shelf.setItem(`${this.prefix}${name}`, value);
    } catch {
      // A full or forbidden store only costs the memory over a reload.
    }
  }
}

/** The browser's own store, or one that lasts as long as the page where that is forbidden. */
export function shelf(): Shelf {
  try {
    window.localStorage.getItem("milepost");
    return window.localStorage;
  } catch {
    return new PageShelf();
  }
}

export class PageShelf implements Shelf {
  private readonly held = new Map<string, string>();

  get length(): number {
    return this.held.size;
  }

  key(index: number): string | null {
    return [...this.held.keys()][index] ?? null;
  }

  getItem(key: string): string | null {
    return this.held.get(key) ?? null;
  }

  setItem(key: string, value: string): void {
    this.held.set(key, value);
  }

  removeItem(key: string): void {
    this.held.delete(key);
  }
}

function parsed<Kept>(text: string | null): Kept | undefined {
  try {
    return text ? (JSON.parse(text) as Kept) : undefined;
  } catch {
    return undefined;
  }
}
