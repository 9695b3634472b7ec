// Which key does what. Single letters work outside text fields; inside one, hold Alt.

export const SHORTCUTS = [
  { command: "accept", key: "a", group: "offers" },
  { command: "decline", key: "d", group: "offers" },
  { command: "next_chat", key: "j", group: "chats" },
  { command: "previous_chat", key: "k", group: "chats" },
  { command: "reply", key: "r", group: "chats" },
  { command: "note", key: "n", group: "chats" },
  { command: "draft", key: "e", group: "chats" },
  { command: "promise", key: "p", group: "chats" },
  { command: "transfer", key: "t", group: "chats" },
  { command: "return", key: "b", group: "chats" },
  { command: "wrap_up", key: "w", group: "chats" },
  { command: "details", key: "i", group: "chats" },
  { command: "page_chats", key: "1", group: "pages" },
  { command: "page_follow_ups", key: "2", group: "pages" },
  { command: "page_search", key: "3", group: "pages" },
  { command: "page_reports", key: "4", group: "pages" },
  { command: "page_requests", key: "5", group: "pages" },
  { command: "page_team", key: "6", group: "pages" },
  { command: "presence", key: "o", group: "desk" },
  { command: "sound", key: "s", group: "desk" },
  { command: "help", key: "?", group: "desk" },
] as const;

export type Command = (typeof SHORTCUTS)[number]["command"];
export type Group = (typeof SHORTCUTS)[number]["group"];
export const GROUPS: readonly Group[] = ["offers", "chats", "pages", "desk"];

/** The part of a key press that counts. */
export interface Press {
  key: string;
  /** Which key it is whatever it types: with Alt a Mac writes other letters. */
  code: string;
  altKey: boolean;
  ctrlKey: boolean;
  metaKey: boolean;
  isComposing: boolean;
}

/** The command of a key press, if it has one. `inField`: something is being written. */
export function commandOf(press: Press, inField: boolean): Command | undefined {
  if (press.ctrlKey || press.metaKey || press.isComposing) return undefined;
  if (!press.altKey) return inField ? undefined : named(press.key.toLowerCase());
  return named(letter(press.code) ?? press.key.toLowerCase());
}

function named(key: string): Command | undefined {
  return SHORTCUTS.find((shortcut) => shortcut.key === key)?.command;
}

function letter(code: string): string | undefined {
  return /^(?:Key|Digit)(.)$/.exec(code)?.[1]?.toLowerCase();
}
