// What every part of the verification page may use.

import { createContext } from "preact";
import { useContext, useEffect, useState } from "preact/hooks";
import type { Figures } from "../../words/figures";
import type { Caller } from "../caller";
import type { Browser } from "../checks/browser";
import type { CallWords } from "../words/words";

export interface Setting {
  caller: Caller;
  words: CallWords;
  figures: Figures;
  browser: Browser;
}

export const SettingContext = createContext<Setting | null>(null);

export function useSetting(): Setting {
  const setting = useContext(SettingContext);
  if (!setting) throw new Error("a view was rendered outside the verification page");
  return setting;
}

/** Draw again every `ms`. */
export function useTick(ms: number): void {
  const [, again] = useState(0);
  useEffect(() => {
    const ticking = setInterval(() => again((count) => count + 1), ms);
    return () => clearInterval(ticking);
  }, [ms]);
}
