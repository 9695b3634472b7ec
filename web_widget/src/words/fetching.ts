// Gets a language of the interface, held to the hash that was known at build time.

import type { Asset } from "../loader/assets";

/** Written in by the build (tools/build.mjs). */
declare const LANGUAGES: Readonly<Record<string, Asset>>;

/** A language of the interface; without a catalogue it is the one that the chat carries itself, English. */
export interface Language {
  tag: string;
  catalogue?: Readonly<Record<string, string>>;
}

/** The language nearest to the wanted tag; English, which needs no file, where there is none or it cannot be had. */
export async function fetchLanguage(server: string, wanted: string): Promise<Language> {
  const asset = LANGUAGES[wanted] ?? LANGUAGES[wanted.split("-")[0] ?? ""];
  if (asset) {
    try {
      const answer = await fetch(`${server}/static/${asset.file}`, { integrity: asset.integrity });
      // The wanted tag, not the file's: es-MX writes its dates and sums as in Mexico.
      return { tag: wanted, catalogue: await answer.json() };
    } catch {
      // English is better than nothing.
    }
  }
  return { tag: wanted.startsWith("en") ? wanted : "en" };
}
