// The words of the verification page in a language, with the form of a fix that fits the browser.

import type { Refusal } from "../../protocol";
import { Speech } from "../../words/speech";
import { type Browser, FLOORS } from "../checks/browser";
import type { Problem } from "../checks/finding";
import { type CallKey, en } from "./en";

export class CallWords extends Speech<CallKey> {
  constructor(locale: string, catalogue?: Readonly<Record<string, string>>) {
    const language = locale.split("-")[0] ?? "en";
    super(catalogue ? { en, [language]: { ...en, ...catalogue } } : { en }, locale);
  }

  /** How to put a problem right in this browser. */
  fix(problem: Problem, browser: Browser): string {
    return this.say(fitting(`fix.${problem}`, browser), { ...FLOORS });
  }

  /** How to take the permission for camera and microphone back. */
  withdrawal(browser: Browser): string {
    return this.say(fitting("withdraw", browser));
  }

  /** Why the server did not do it, in its own sentence where it sent one. */
  refusal({ code, message }: Refusal): string {
    return message || this.say(code === "no_answer" ? "refused.no_answer" : "refused.other");
  }
}

function fitting(stem: string, { kind }: Browser): CallKey {
  const special = `${stem}.${kind}`;
  return (special in en ? special : stem) as CallKey;
}

/** A stretch of time as it runs: 0:25, 4:05. Less than none is none. */
export function stretch(ms: number): string {
  const seconds = Math.max(0, Math.ceil(ms / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}
