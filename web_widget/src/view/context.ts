// What the parts of the view may use: the words and figures everywhere, the chat inside the widget.

import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { Chat } from "../chat";
import type { Figures } from "../words/figures";
import type { Words } from "../words/words";

/** What a block needs that is only read. The specialists' console shows those blocks too, without a chat. */
export interface Reading {
  words: Words;
  figures: Figures;
  /** The server's address, where it is not this page's. */
  server?: string;
}

export interface Setting extends Reading {
  chat: Chat;
  /** The widget's heading. */
  title: string;
}

export const ReadingContext = createContext<Reading | null>(null);
export const SettingContext = createContext<Setting | null>(null);

export function useReading(): Reading {
  const reading = useContext(ReadingContext);
  if (!reading) throw new Error("a block was rendered outside the widget and the console");
  return reading;
}

export function useSetting(): Setting {
  const setting = useContext(SettingContext);
  if (!setting) throw new Error("a view was rendered outside the widget");
  return setting;
}
