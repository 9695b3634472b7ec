// Says the sentences of a catalogue in a language: gaps filled, plurals chosen.

import { worded } from "./figures";

type Counted<Key> = Key extends `${infer Stem}.one` ? Stem : never;

/** A catalogue's languages; English is always among them. */
export type Languages<Key extends string> = Readonly<Record<string, Readonly<Record<Key, string>>>> & {
  readonly en: Readonly<Record<Key, string>>;
};

export class Speech<Key extends string> {
  private readonly catalogue: Readonly<Record<Key, string>>;
  private readonly plurals: Intl.PluralRules;

  /** The language of the words: the wanted one where there is a catalogue, else English. */
  readonly language: string;

  constructor(languages: Languages<Key>, locale: string) {
    const wanted = locale.split("-")[0] ?? "en";
    this.language = wanted in languages ? wanted : "en";
    this.catalogue = languages[this.language] ?? languages.en;
    this.plurals = new Intl.PluralRules(this.language);
  }

  say(key: Key, values: Readonly<Record<string, string | number>> = {}): string {
    return this.catalogue[key].replace(/\{(\w+)\}/g, (gap, name: string) => String(values[name] ?? gap));
  }

  /** Name a value of the wire; one without words of its own is written out: `on_hold` as "On hold". */
  named(kind: string, value: string): string {
    const key = `${kind}.${value}`;
    return this.has(key) ? this.catalogue[key] : worded(value);
  }

  count(stem: Counted<Key>, count: number): string {
    const key = `${stem}.${this.plurals.select(count)}`;
    return this.say(this.has(key) ? key : (`${stem}.other` as Key), { count });
  }

  private has(key: string): key is Key {
    return key in this.catalogue;
  }
}
