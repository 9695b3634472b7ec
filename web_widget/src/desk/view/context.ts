// What every part of the console may use: the station, the words and figures, where one is and where to go.

import { createContext } from "preact";
import { useContext, useEffect, useState } from "preact/hooks";
import type { Figures } from "../../words/figures";
import type { Place } from "../places";
import type { Kind } from "../shelves";
import type { Station } from "../station";
import type { FollowUp } from "../wire";
import type { DeskWords } from "../words/words";

/** A place on the chats' page that the cursor can be put in: where one writes, or the thread itself. */
export type Spot = Kind | "thread";

export const SPOTS: Readonly<Record<Spot, string>> = {
  reply: "write-reply",
  note: "write-note",
  thread: "thread",
};

/** The dialog that is open: at most one. */
export type Dialog =
  | { kind: "help" }
  | { kind: "transfer" | "return" | "wrap_up" | "promise"; conversation: string }
  | { kind: "reassign"; handoff: string; name: string }
  | { kind: "mail"; followUp: FollowUp };

/** A short line that tells what came of something; it is announced once and goes by itself. */
export interface Word {
  text: string;
  wrong?: boolean;
}

export interface DeskSetting {
  station: Station;
  words: DeskWords;
  figures: Figures;
  place: Place;
  /** Go somewhere, and put the cursor into a place there. */
  go: (place: Place, spot?: Spot) => void;
  dialog: Dialog | null;
  show: (dialog: Dialog | null) => void;
  tell: (word: Word) => void;
}

export const DeskContext = createContext<DeskSetting | null>(null);

export function useDesk(): DeskSetting {
  const setting = useContext(DeskContext);
  if (!setting) throw new Error("a view was rendered outside the console");
  return setting;
}

/** The browser's moment, again every `ms`. */
export function useNow(ms: number): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const ticking = setInterval(() => setNow(Date.now()), ms);
    return () => clearInterval(ticking);
  }, [ms]);
  return now;
}
