// Whether this page may open a window: tried with a small one that is closed at once. Needs the person's click.

import { type Finding, failed, passed } from "./finding";

export function checkPopups(): Finding {
  const opened = window.open("about:blank", "", "popup,width=120,height=120,left=0,top=0");
  opened?.close();
  return opened ? passed() : failed("popups_blocked");
}
