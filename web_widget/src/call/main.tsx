// The page at /verify: one caller, drawn once and redrawn by what it hears.

import { render } from "preact";
import { Caller } from "./caller";
import { Pass } from "./pass";
import { Page } from "./view/page";

const ticket = location.hash.slice(1) || undefined;
// The ticket is used up by the first connection: it belongs neither into the address nor into the history.
history.replaceState(null, "", location.pathname);

const caller = new Caller(location.origin, new Pass(ticket, sessionStorage));
const root = document.getElementById("verify");
if (root) {
  root.replaceChildren();
  render(<Page caller={caller} locale={navigator.language} />, root);
}

const wake = () => {
  if (document.visibilityState === "visible") caller.wake();
};
window.addEventListener("online", wake);
window.addEventListener("focus", wake);
document.addEventListener("visibilitychange", wake);
caller.start();
