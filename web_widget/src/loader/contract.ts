// What the loader, the chat that it fetches and the frame of the isolated mode agree on. Types only.

import type { AskToken } from "../identity";

export interface Prompt {
  /** A text that the composer starts with. */
  text?: string;
}

/** What the launcher shows. */
export interface Showing {
  open: boolean;
  /** Its accessible name. */
  label: string;
  unread: number;
}

/** The round button of the host's page, wherever the chat itself is. */
export interface Launcher {
  show(showing: Showing): void;
  focus(): void;
}

/** What the chat tells the page around it, each as the DOM event `milepost-<name>`. */
export type Told = "open" | "close" | "unread" | "receipt" | "message";

/** What a chat is given to live in. */
export interface Host {
  /** Where style sheets are adopted. */
  root: Document | ShadowRoot;
  /** Where the chat is drawn. */
  place: HTMLElement;
  /** The server's address. */
  server: string;
  /** The panel's heading; the language's own word where the page gives none. */
  heading: string | undefined;
  /** Whether unread messages are counted in the page's title while nobody looks at it. */
  marksTitle: boolean;
  /** The tag of the wanted language. */
  language: string;
  launcher: Launcher;
  tell(name: Told, detail: unknown): void;
}

export interface MountedChat {
  open(prompt?: Prompt): void;
  close(): void;
  toggle(): void;
  identify(askToken: AskToken): void;
  logout(): void;
  speak(language: string): void;
  /** Close the line and leave the page. */
  leave(): void;
}

export type Mount = (host: Host) => Promise<MountedChat>;

/** A script hands its one function over on its own element: no name on `window` is used up. */
export type ChatScript = HTMLScriptElement & { mount?: Mount };
