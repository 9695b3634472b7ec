// Which browser this is, and whether the call works in it: current Chrome and Firefox are what the desk supports.

import { type Finding, failed, passed } from "./finding";

/** The oldest versions with everything that the pages here are written for; the builds have the same floor. */
export const FLOORS = { chrome: 111, firefox: 113 } as const;
export type Supported = keyof typeof FLOORS;

export interface Browser {
  /** As wire and words know it. */
  kind: Supported | "other";
  /** As people know it. */
  name: string;
  version: number;
}

/** Others, told apart by their mark in the user agent; those that are built on Chrome name Chrome too. */
const OTHERS: readonly (readonly [RegExp, string])[] = [
  [/\bEdgA?\/(\d+)/, "Microsoft Edge"],
  [/\bOPR\/(\d+)/, "Opera"],
  [/\bSamsungBrowser\/(\d+)/, "Samsung Internet"],
  [/\bVivaldi\/(\d+)/, "Vivaldi"],
  [/\bYaBrowser\/(\d+)/, "Yandex Browser"],
  [/\bCriOS\/(\d+)/, "Chrome on iOS"],
  [/\bFxiOS\/(\d+)/, "Firefox on iOS"],
  [/\b(?:MSIE |Trident\/.*rv:)(\d+)/, "Internet Explorer"],
];
const SUPPORTED: readonly (readonly [RegExp, string, Supported])[] = [
  [/\bFirefox\/(\d+)/, "Firefox", "firefox"],
  [/Chrom(?:e|ium)\/(\d+)/, "Chrome", "chrome"],
];
const SAFARI = /\bVersion\/(\d+).*Safari\//;

export function browserOf(userAgent: string): Browser {
  for (const [mark, name] of OTHERS) {
    const found = mark.exec(userAgent);
    if (found) return { kind: "other", name, version: Number(found[1]) };
  }
  for (const [mark, name, kind] of SUPPORTED) {
    const found = mark.exec(userAgent);
    if (found) return { kind, name, version: Number(found[1]) };
  }
  const safari = SAFARI.exec(userAgent);
  if (safari) return { kind: "other", name: "Safari", version: Number(safari[1]) };
  return { kind: "other", name: "", version: 0 };
}

export function checkBrowser({ kind, name, version }: Browser, hasMedia: boolean): Finding {
  const called = `${name} ${version || ""}`.trim();
  if (kind === "other") return failed("unsupported_browser", called);
  if (version < FLOORS[kind]) return failed("old_browser", called);
  return hasMedia ? passed(called) : failed("no_media", called);
}
