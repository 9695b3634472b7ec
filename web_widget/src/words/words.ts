// Says a sentence of the interface in a language.

import { type Catalogue, en } from "./en";

import { worded } from "./figures";

type Key = keyof Catalogue;
type Counted<K> = K extends `${infer Stem}.one` ? Stem : never;
/** The stems of the keys that have a plural. */
export type Plural = Counted<Key>;

const CATALOGUES: Record<string, Catalogue> = { en };

export class Words {
  private readonly catalogue: Catalogue;
  private readonly plurals: Intl.PluralRules;

  /** The language of the words: the wanted one where there is a catalogue, else English. */
  readonly language: string;

  constructor(locale: string) {
    const wanted = locale.split("-")[0] ?? "en";
    this.language = wanted in CATALOGUES ? wanted : "en";
    this.catalogue = CATALOGUES[this.language] ?? en;
    this.plurals = new Intl.PluralRules(this.language);
  }

  say(key: Key, values: Readonly<Record<string, string | number>> = {}): string {
    return this.catalogue[key].replace(/\{(\w+)\}/g, (gap, name: string) => String(values[name] ?? gap));
  }

  /** Name a value of the wire; one without words of its own is written out: `on_hold` as "On hold". */
  named(kind: "acts" | "silent", value: string): string {
    const key = `${kind}.${value}`;
    return key in this.catalogue ? this.catalogue[key as Key] : worded(value);
  }

  count(stem: Plural, count: number): string {
    const key = `${stem}.${this.plurals.select(count)}` as Key;
    return this.say(key in this.catalogue ? key : (`${stem}.other` as Key), { count });
  }
}
