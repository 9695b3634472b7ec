// The launcher: the round button in the corner, with the number of unread messages.

import type { Launcher, Showing } from "./contract";

/** Its names before any chat has been fetched, by language; written in by the build. */
declare const LABELS: Readonly<Record<string, string>>;

const SVG = "http://www.w3.org/2000/svg";
const SPEECH =
  "M12 3.5c-5 0-9 3.3-9 7.5 0 2.4 1.3 4.5 3.4 5.9L5.8 20.5l4.1-2.2c.7.1 1.4.2 2.1.2 5 0 9-3.3 9-7.5s-4-7.5-9-7.5z";
const DOWN = "M6 9.5l6 6 6-6";
const MOST_SHOWN = 99;

export class LauncherButton implements Launcher {
  readonly element = document.createElement("button");
  private readonly path = document.createElementNS(SVG, "path");
  private readonly badge = document.createElement("span");

  constructor(toggle: () => void) {
    const picture = document.createElementNS(SVG, "svg");
    picture.setAttribute("viewBox", "0 0 24 24");
    picture.setAttribute("aria-hidden", "true");
    picture.append(this.path);
    this.badge.className = "badge";
    this.badge.ariaHidden = "true";
    this.element.type = "button";
    this.element.append(picture, this.badge);
    this.element.onclick = toggle;
  }

  /** Show it closed, under its name in a language. */
  rest(language: string): void {
    const label = LABELS[language] ?? LABELS[language.split("-")[0] ?? ""] ?? LABELS.en ?? "";
    this.show({ open: false, label, unread: 0 });
  }

  show({ open, label, unread }: Showing): void {
    this.element.className = open ? "launcher is-open" : "launcher";
    this.element.ariaLabel = label;
    this.element.ariaExpanded = String(open);
    this.path.setAttribute("d", open ? DOWN : SPEECH);
    this.badge.hidden = open || unread === 0;
    this.badge.textContent = unread > MOST_SHOWN ? `${MOST_SHOWN}+` : String(unread);
  }

  /** Whether the chat is still on its way after it was asked for. */
  set busy(on: boolean) {
    this.element.ariaBusy = String(on);
  }

  focus(): void {
    this.element.focus();
  }
}
