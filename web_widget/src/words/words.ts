// The widget's words in a language.

import { type Catalogue, en } from "./en";
import { type Languages, Speech } from "./speech";

const LANGUAGES: Languages<keyof Catalogue> = { en };

export class Words extends Speech<keyof Catalogue> {
  constructor(locale: string) {
    super(LANGUAGES, locale);
  }
}
