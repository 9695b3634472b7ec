// <milepost-chat>: the widget as an element of the host's page, in a shadow root with its own style sheet.

import { render } from "preact";
import { Chat } from "./chat";
import type { AskToken } from "./identity";
import { Keep, shelf } from "./storage";
import style from "./style.css";
import { ReadingContext, type Setting, SettingContext } from "./view/context";
import { Widget } from "./view/widget";
import { Figures } from "./words/figures";
import { Words } from "./words/words";

/** An element that nobody opened connects a little later, after the host has said who is signed in. */
const SETTLE_MS = 400;

export interface Prompt {
  /** A text that the composer starts with. */
  text?: string;
}

/** Attributes: `server` (default: this page's origin), `heading`, `lang`, `open`. */
export class MilepostChat extends HTMLElement {
  private setting: Setting | undefined;
  private isOpen = false;
  private prompt = { text: "", turn: 0 };
  private readonly leaving: (() => void)[] = [];

  connectedCallback(): void {
    const root = this.shadowRoot ?? this.attachShadow({ mode: "open" });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(style);
    // An adopted sheet is no inline style, so a strict Content-Security-Policy lets it be.
    root.adoptedStyleSheets = [sheet];
    const setting = this.ready();
    this.lang = setting.words.language;
    this.isOpen = this.isOpen || this.hasAttribute("open");
    this.watch();
    this.draw();
    if (this.isOpen) setting.chat.start();
    else setTimeout(() => this.isConnected && setting.chat.isKnown && setting.chat.start(), SETTLE_MS);
  }

  disconnectedCallback(): void {
    for (const leave of this.leaving.splice(0)) leave();
    this.setting?.chat.stop();
    if (this.shadowRoot) render(null, this.shadowRoot);
  }

  open(prompt: Prompt = {}): void {
    if (prompt.text) this.prompt = { text: prompt.text, turn: this.prompt.turn + 1 };
    this.show(true);
  }

  close(): void {
    this.show(false);
  }

  /** Speak for the account of the tokens that `askToken` gets; it is called at every connection. */
  identify(askToken: AskToken): void {
    this.ready().chat.identify(askToken);
  }

  logout(): void {
    this.ready().chat.logout();
  }

  private show(open: boolean): void {
    this.isOpen = open;
    if (open) this.ready().chat.start();
    this.draw();
  }

  private ready(): Setting {
    this.setting ??= this.prepare();
    return this.setting;
  }

  private prepare(): Setting {
    const locale = this.getAttribute("lang") ?? (document.documentElement.lang || navigator.language);
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
    const server = new URL(this.getAttribute("server") ?? location.origin, location.href).origin;
    const words = new Words(locale);
    const chat = new Chat({ server, locale, zone }, new Keep(shelf(), server));
    // The host's page shows the same records, and may want to read them again.
    chat.onReceipt = ({ action, contract }) =>
      this.dispatchEvent(
        new CustomEvent("milepost-receipt", { bubbles: true, composed: true, detail: { action, contract } }),
      );
    return {
      chat,
      words,
      figures: new Figures(locale, zone),
      title: this.getAttribute("heading") ?? words.say("panel.title"),
    };
  }

  private watch(): void {
    const wake = () => {
      if (document.visibilityState === "visible") this.setting?.chat.wake();
    };
    const places: [EventTarget, string][] = [
      [window, "online"],
      [window, "focus"],
      [document, "visibilitychange"],
    ];
    for (const [place, event] of places) {
      place.addEventListener(event, wake);
      this.leaving.push(() => place.removeEventListener(event, wake));
    }
  }

  private draw(): void {
    if (!this.shadowRoot || !this.setting) return;
    render(
      <ReadingContext.Provider value={this.setting}>
        <SettingContext.Provider value={this.setting}>
          <Widget open={this.isOpen} setOpen={(open) => this.show(open)} prompt={this.prompt} />
        </SettingContext.Provider>
      </ReadingContext.Provider>,
      this.shadowRoot,
    );
  }
}
