// The page at /verify: one caller, drawn once and redrawn by what it hears.

import { render } from "preact";
import { direction } from "../loader/scheme";
import { fetchLanguage } from "../words/fetching";
import { Caller } from "./caller";
import { Pass } from "./pass";
import { Page } from "./view/page";

const ticket = location.hash.slice(1) || undefined;
// The ticket is used up by the first connection: it belongs neither into the address nor into the history.
history.replaceState(null, "", location.pathname + location.search);
// The chat names its own language; without a name it speaks English.
const named = new URLSearchParams(location.search).get("lang");
const english = navigator.language.startsWith("en") ? navigator.language : "en";

const caller = new Caller(location.origin, new Pass(ticket, sessionStorage));
const root = document.getElementById("verify");

async function show(): Promise<void> {
  const { tag, catalogue } = await fetchLanguage(location.origin, named ?? english);
  document.documentElement.lang = tag;
  document.documentElement.dir = direction(tag);
  if (!root) return;
  root.replaceChildren();
  render(<Page caller={caller} locale={tag} catalogue={catalogue} />, root);
}

void show();

const wake = () => {
  if (document.visibilityState === "visible") caller.wake();
};
window.addEventListener("online", wake);
window.addEventListener("focus", wake);
document.addEventListener("visibilitychange", wake);
caller.start();
