// Languages that nobody speaks, made of the English words. They show what was not translated, what does not fit when
// words are longer, and what does not mirror. The names are those that Android and CLDR use.

const ACCENTED: Readonly<Record<string, string>> = {
  a: "á", c: "ç", d: "ð", e: "é", g: "ĝ", i: "î", l: "ļ", n: "ñ", o: "ö", r: "ŕ", s: "š", t: "ţ", u: "û", y: "ý",
  A: "Å", C: "Ç", D: "Ð", E: "É", I: "Î", N: "Ñ", O: "Ö", R: "Ŕ", S: "Š", T: "Ţ", U: "Û", W: "Ŵ", Y: "Ý",
}; // biome-ignore format: a table of letters

type Texts<Key extends string> = Readonly<Record<Key, string>>;

/** English with accents, a third longer, in brackets. Gaps such as {count} are left alone. */
export function accented<Key extends string>(catalogue: Texts<Key>): Record<Key, string> {
  return mapped(catalogue, (text) => {
    const letters = text.replace(/\{\w+\}|./gu, (part) => ACCENTED[part] ?? part);
    return `[${letters}${" one two three four".slice(0, Math.ceil(text.length / 3))}]`;
  });
}

const RIGHT_TO_LEFT = "\u202e";
const POP = "\u202c";

/** English written from the right. */
export function mirrored<Key extends string>(catalogue: Texts<Key>): Record<Key, string> {
  return mapped(catalogue, (text) =>
    text.replace(/\{\w+\}|[\p{L}\d]+/gu, (part) =>
      part.startsWith("{") ? part : `${RIGHT_TO_LEFT}${part}${POP}`,
    ),
  );
}

function mapped<Key extends string>(
  catalogue: Texts<Key>,
  change: (text: string) => string,
): Record<Key, string> {
  const entries = Object.entries<string>(catalogue).map(([key, text]) => [key, text && change(text)]);
  return Object.fromEntries(entries) as Record<Key, string>;
}
