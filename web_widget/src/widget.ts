// The script that a host embeds: defines the element, puts one on the page, and offers window.Milepost.

import { MilepostChat, type Prompt } from "./element";
import type { AskToken } from "./identity";

export interface MilepostApi {
  /** Speak for a signed-in account. The callback gives a fresh token of the host's; it is called often. */
  identify(askToken: AskToken): void;
  /** Become anonymous, and forget what this account left unsent. */
  logout(): void;
  open(prompt?: Prompt): void;
  close(): void;
  /** Run a command, as `push(["open"])`: the form in which hosts queue commands before the script is here. */
  push(...commands: Command[]): void;
}

type Command = ["identify", AskToken] | ["logout"] | ["open", Prompt?] | ["close"];

declare global {
  interface Window {
    Milepost?: MilepostApi | Command[];
  }
}

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
  for (const [from, to] of Object.entries({ title: "heading", lang: "lang", open: "open" })) {
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
    push: (...commands) => {
      for (const command of commands) run(api, command);
    },
  };
  window.Milepost = api;
  api.push(...queued);
}

function run(api: MilepostApi, command: Command): void {
  switch (command[0]) {
    case "identify":
      api.identify(command[1]);
      break;
    case "logout":
      api.logout();
      break;
    case "open":
      api.open(command[1]);
      break;
    case "close":
      api.close();
      break;
  }
}

if (!customElements.get("milepost-chat")) {
  customElements.define("milepost-chat", MilepostChat);
  if (document.body) start();
  else document.addEventListener("DOMContentLoaded", start);
}
