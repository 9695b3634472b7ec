// The console's words in a language.

import type { Refusal } from "../../protocol";
import { worded } from "../../words/figures";
import { type Languages, Speech } from "../../words/speech";
import type { Member, Named } from "../wire";
import { type DeskKey, en } from "./en";

const LANGUAGES: Languages<DeskKey> = { en };

export class DeskWords extends Speech<DeskKey> {
  constructor(locale: string) {
    super(LANGUAGES, locale);
  }

  /** Why the server did not do it, in its own sentence where it sent one. */
  refusal({ code, message }: Refusal): string {
    return message || this.say(code === "no_answer" ? "refused.no_answer" : "refused.other");
  }

  /** A reason of a hand-off in words; any other text is left as it is. */
  reason(name: string): string {
    return /^[a-z_]+$/.test(name) ? this.named("reason", name) : name;
  }

  /** What a topic of the assistant's is called: `ask_milestone_status` as "Milestone status". */
  topic(name: string): string {
    return worded(name.replace(/^ask_/, ""));
  }

  /** What a category is called; without one it is nobody's in particular. */
  category(name: string | null | undefined): string {
    return name ? this.named("category", name) : this.say("category.none");
  }

  /** A colleague to choose, with how busy they are where that is known. */
  member({ name, status, chats, capacity }: Member): string {
    const known = { name, status: this.say(`presence.${status}`) };
    if (chats === undefined || capacity === undefined) return this.say("transfer.member", known);
    return this.say("transfer.member_load", { ...known, chats, capacity });
  }

  /** How a person is called of whom only this is known. */
  person(name: string | null | undefined): string {
    return name || this.say("author.visitor");
  }

  /** What a category, a reason or the like is called. */
  label(kind: string, named: Named): string {
    if (typeof named === "string") return this.named(kind, named);
    return named.label ?? this.named(kind, named.id);
  }
}

/** A stretch of time as it runs: 0:25, 4:05, 1:02:09. Less than none is none. */
export function stretch(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const two = (part: number) => String(part).padStart(2, "0");
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  if (hours > 0) return `${hours}:${two(minutes)}:${two(seconds % 60)}`;
  return `${minutes}:${two(seconds % 60)}`;
}
