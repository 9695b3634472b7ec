// The page at /desk: one station, drawn once and redrawn by what it hears.

import { render } from "preact";
import { shelf } from "../storage";
import { Station } from "./station";
import { Console } from "./view/console";

const station = new Station(location.origin, shelf());
const root = document.getElementById("desk");
if (root) render(<Console station={station} locale={navigator.language} />, root);

const wake = () => {
  if (document.visibilityState === "visible") station.wake();
};
window.addEventListener("online", wake);
window.addEventListener("focus", wake);
document.addEventListener("visibilitychange", wake);
void station.start();
