// The words of the calls' page, in English. They come with that page, not with the console.

import { type Languages, Speech } from "../../words/speech";

const en = {
  "calls.title": "Video calls",
  "calls.explain":
    "People whose record asks for a video verification. The one who has waited longest is called next.",
  "calls.opening": "Opening the calls…",
  "calls.offline": "No connection to the calls. It is tried again by itself; a call that goes on is kept.",
  "calls.refused": "Your roles do not take video calls.",
  "calls.elsewhere": "The calls are open in another tab or window of yours.",
  "calls.here": "Take them here",
  "line.title": "In line",
  "line.empty": "Nobody is in line.",
  "line.closed": "The line is closed.",
  "line.waits": "waiting {time}",
  "line.checks_failed": "Checks not passed: {checks}",
  "line.checks_passed": "All checks passed",
  "next.call": "Call the next",
  "next.hint": "Your camera and microphone are turned on; they are connected when the person has joined.",
  "next.no_media": "Camera or microphone could not be opened: {problem}",
  "ringing.title": "Calling {name}…",
  "ringing.left": "{time} left to join",
  "ringing.back": "Put back in line",
  "call.left": "{time} left of the call's longest time",
  "person.title": "The person",
  "person.standing": "Standing",
  "person.reason": "Asked for because of",
  "person.since": "Since",
  "person.due": "Due",
  "person.no_shows": "Missed calls",
  "person.account": "Account",
  "checks.title": "Checks of their machine",
  "check.passed": "passed",
  "check.failed": "not passed",
  "check.skipped": "not needed",
  "list.title": "Checklist",
  "list.face": "The face is well lit, and is the face of the document",
  "list.name": "The name on the document is the name of the account",
  "list.valid": "The document is an original, and has not expired",
  "list.marks": "Its security marks are seen when it is tilted",
  "list.profile": "Questions about the profile were answered",
  "verdict.title": "Verdict",
  "verdict.passed": "Passed",
  "verdict.failed": "Failed",
  "verdict.retry": "Try again",
  "verdict.reason": "Reason; the person reads it",
  "verdict.reason_passed": "Your identity was confirmed.",
  "verdict.reason_missing": "Write a reason; the person reads it.",
  "verdict.unlisted": "Tick the whole checklist before you let somebody pass.",
  "verdict.pick": "Choose a verdict.",
  "verdict.give": "Give the verdict",
  "verdict.back": "Put back in line",
  "last.title": "The last call: {state}",
  "refused.no_answer": "No answer came. Try again.",
  "refused.other": "That did not work. Try again.",
} as const;

type Key = keyof typeof en;
const LANGUAGES: Languages<Key> = { en };

export class CallsWords extends Speech<Key> {
  constructor(locale: string) {
    super(LANGUAGES, locale);
  }

  /** Why the server did not do it, in its own sentence where it sent one. */
  refusal({ code, message }: { code: string; message?: string }): string {
    return message || this.say(code === "no_answer" ? "refused.no_answer" : "refused.other");
  }
}
