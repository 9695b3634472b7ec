// The page inside the frame of the isolated mode: mounts the chat, and passes on what the host's page and it say.

import { type Asset, fetchMount } from "../loader/assets";
import type { Host, MountedChat } from "../loader/contract";
import { direction } from "../loader/scheme";
import { hear, type ToFrame, type ToHost } from "./messages";

/** Written in by the build (tools/build.mjs). */
declare const CHAT: Asset;

const asked = new URLSearchParams(location.search);
// The server let us be framed by this origin alone (frame-ancestors), so that it is our parent's.
const host = asked.get("origin") ?? "";
const server = location.origin;
const place = document.createElement("div");
place.className = "widget is-framed";

const say = (message: ToHost) => parent.postMessage(message, host);

let tokens = 0;
const awaited = new Map<number, (token: string | undefined) => void>();

async function askToken(wish?: { fresh: boolean }): Promise<string> {
  const id = ++tokens;
  const token = await new Promise<string | undefined>((resolve) => {
    awaited.set(id, resolve);
    say({ milepost: "ask", id, fresh: wish?.fresh ?? false });
  });
  if (token === undefined) throw new Error("the page gave no token");
  return token;
}

function obey(chat: MountedChat, message: ToFrame): void {
  switch (message.milepost) {
    case "open":
      chat.open(message.prompt);
      break;
    case "close":
    case "toggle":
    case "logout":
      chat[message.milepost]();
      break;
    case "identify":
      chat.identify(askToken);
      break;
    case "speak":
      speak(message.language);
      chat.speak(message.language);
      break;
    case "look":
      place.dataset.scheme = message.scheme;
      for (const [name, value] of Object.entries(message.variables)) place.style.setProperty(name, value);
      break;
    case "token":
      awaited.get(message.id)?.(message.token);
      awaited.delete(message.id);
  }
}

function speak(tag: string): void {
  document.documentElement.lang = place.lang = tag;
  place.dir = direction(tag);
}

async function start(): Promise<void> {
  const wanted = asked.get("lang") || navigator.language;
  speak(wanted);
  document.body.append(place);
  const mount = await fetchMount(server, CHAT);
  const around: Host = {
    root: document,
    place,
    server,
    heading: asked.get("heading") || undefined,
    marksTitle: false,
    language: wanted,
    launcher: {
      show: (showing) => say({ milepost: "show", showing }),
      focus: () => say({ milepost: "focus" }),
    },
    tell: (name, detail) => say({ milepost: "tell", name, detail }),
  };
  const chat = await mount(around);
  hear<ToFrame>(
    () => parent,
    host,
    (message) => obey(chat, message),
  );
  say({ milepost: "ready" });
}

start().catch(() => say({ milepost: "failed" }));
