// What every part of the calls' page may use.

import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { CallWords } from "../../call/words/words";
import type { Figures } from "../../words/figures";
import type { Verifier } from "./verifier";
import type { CallsWords } from "./words";

export interface Calls {
  verifier: Verifier;
  words: CallsWords;
  /** The words that both sides of a call see. */
  shared: CallWords;
  figures: Figures;
}

export const CallsContext = createContext<Calls | null>(null);

export function useCalls(): Calls {
  const calls = useContext(CallsContext);
  if (!calls) throw new Error("a view was rendered outside the calls' page");
  return calls;
}
