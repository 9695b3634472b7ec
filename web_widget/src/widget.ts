// The script that a host embeds: defines the element, puts one on the page, and offers window.Milepost.

import type { AskToken } from "./identity";
import type { Prompt, Told } from "./loader/contract";
import { MilepostChat } from "./loader/element";

export interface MilepostApi {
  /** Speak for a signed-in account. The callback gives a fresh token of the host's; it is called often. */
  identify(askToken: AskToken): void;
  /** Become anonymous, and forget what this account left unsent. */
  logout(): void;
  open(prompt?: Prompt): void;
  close(): void;
  /** Change the language of the interface, as "es" or "es-MX". */
  language(tag: string): void;
  /** Be told of what happens; returns how to stop. The same are DOM events `milepost-<name>`, which bubble. */
  on(name: Told, then: (detail: unknown) => void): () => void;
  /** Run a command, as `push(["open"])`: the form in which hosts queue commands before the script is here. */
  push(...commands: Command[]): void;
}

type Command =
  | ["identify", AskToken]
  | ["logout"]
  | ["open", Prompt?]
  | ["close"]
  | ["language", string]
  | ["on", Told, (detail: unknown) => void];

declare global {
  interface Window {
    Milepost?: MilepostApi | Command[];
  }
}

/** What a page may say on our script element, and the attribute of <milepost-chat> that it becomes. */
const SETTINGS = {
  title: "heading",
  lang: "lang",
  theme: "theme",
  isolation: "isolation",
  pageTitle: "page-title",
  open: "open",
};

// Known only while the script is first run, so it is read at once.
const script = document.currentScript instanceof HTMLScriptElement ? document.currentScript : undefined;

function element(): MilepostChat {
  const present = document.querySelector<MilepostChat>("milepost-chat");
  if (present) return present;
  const made = document.createElement("milepost-chat") as MilepostChat;
  made.setAttribute(
    "server",
    script?.dataset.server ?? (script?.src ? new URL(script.src).origin : location.origin),
  );
  for (const [from, to] of Object.entries(SETTINGS)) {
    const value = script?.dataset[from];
    if (value !== undefined) made.setAttribute(to, value);
  }
  document.body.append(made);
  return made;
}

function start(): void {
  const queued = Array.isArray(window.Milepost) ? window.Milepost : [];
  const chat = element();
  const api: MilepostApi = {
    identify: (askToken) => chat.identify(askToken),
    logout: () => chat.logout(),
    open: (prompt) => chat.open(prompt),
    close: () => chat.close(),
    language: (tag) => chat.language(tag),
    on: (name, then) => {
      const heard = (event: Event) => then((event as CustomEvent).detail);
      chat.addEventListener(`milepost-${name}`, heard);
      return () => chat.removeEventListener(`milepost-${name}`, heard);
    },
    push: (...commands) => {
      for (const [name, ...given] of commands) (api[name] as (...given: unknown[]) => void)(...given);
    },
  };
  window.Milepost = api;
  api.push(...queued);
}

if (!customElements.get("milepost-chat")) {
  MilepostChat.scriptNonce = script?.nonce;
  customElements.define("milepost-chat", MilepostChat);
  if (document.body) start();
  else document.addEventListener("DOMContentLoaded", start);
}
