// The widget's words in a language. English travels with the chat, every other language is a file of its own.

import { type Catalogue, en } from "./en";
import { Speech } from "./speech";

export class Words extends Speech<keyof Catalogue> {
  constructor(locale: string, catalogue?: Readonly<Record<string, string>>) {
    const language = locale.split("-")[0] ?? "en";
    // A word that a catalogue lacks is said in English: never a gap.
    super(catalogue ? { en, [language]: { ...en, ...catalogue } } : { en }, locale);
  }
}
