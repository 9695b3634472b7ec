// What every part of the view may use: the chat, the words, the figures.

import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { Chat } from "../chat";
import type { Figures } from "../words/figures";
import type { Words } from "../words/words";

export interface Setting {
  chat: Chat;
  words: Words;
  figures: Figures;
  /** The widget's heading. */
  title: string;
}

export const SettingContext = createContext<Setting | null>(null);

export function useSetting(): Setting {
  const setting = useContext(SettingContext);
  if (!setting) throw new Error("a view was rendered outside the widget");
  return setting;
}
