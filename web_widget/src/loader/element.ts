// <milepost-chat>: a launcher in a shadow root of its own, which fetches the chat when the page is idle or at first use.

import type { AskToken } from "../identity";
import { type Asset, fetchMount } from "./assets";
import { LauncherButton } from "./button";
import type { MountedChat, Prompt, Told } from "./contract";
import sheet from "./launcher.css";
import { direction, onScheme, scheme } from "./scheme";

/** Written in by the build (tools/build.mjs). */
declare const CHAT: Asset;
declare const FRAMED: Asset;

/** After this the chat is fetched even if the page is never idle. */
const IDLE_MS = 4_000;

/** Attributes: `server` (default: this page's origin), `heading`, `lang`, `theme`, `isolation`, `page-title`, `open`. */
export class MilepostChat extends HTMLElement {
  /** The nonce that the page's policy gave our script, for the scripts that it fetches. */
  static scriptNonce: string | undefined;

  private chat: Promise<MountedChat> | undefined;
  private here: MountedChat | undefined;
  private askToken: AskToken | undefined;
  private readonly widget = document.createElement("div");
  // Whoever presses again while the chat is on its way wants it, and does not want it gone.
  private readonly button = new LauncherButton(() => (this.here ? this.here.toggle() : this.open()));
  private unwatched: (() => void) | undefined;

  connectedCallback(): void {
    if (!this.shadowRoot) {
      const root = this.attachShadow({ mode: "open" });
      const rules = new CSSStyleSheet();
      rules.replaceSync(sheet);
      // An adopted sheet is no inline style, so a strict Content-Security-Policy lets it be.
      root.adoptedStyleSheets = [rules];
      this.widget.className = "widget";
      this.widget.append(this.button.element);
      root.append(this.widget);
    }
    this.button.rest(this.wanted);
    this.look();
    this.unwatched = onScheme(() => this.look());
    if (this.hasAttribute("open")) this.open();
    else this.whenIdle();
  }

  disconnectedCallback(): void {
    this.unwatched?.();
    this.here?.leave();
    this.here = this.chat = undefined;
    // A chat that is still on its way finds its place gone.
    this.widget.replaceChildren(this.button.element);
  }

  open(prompt?: Prompt): void {
    this.run((chat) => chat.open(prompt));
  }

  close(): void {
    this.here?.close();
  }

  /** Speak for the account of the tokens that `askToken` gets; it is called at every connection. */
  identify(askToken: AskToken): void {
    this.askToken = askToken;
    this.here?.identify(askToken);
  }

  /** Become anonymous, and forget what this account left unsent. */
  logout(): void {
    this.askToken = undefined;
    this.here?.logout();
  }

  /** Change the language of the interface. */
  language(tag: string): void {
    this.lang = tag;
    this.look();
    if (this.here) this.here.speak(tag);
    else this.button.rest(tag);
  }

  private get server(): string {
    return new URL(this.getAttribute("server") ?? "", location.href).origin;
  }

  private get wanted(): string {
    return this.lang || document.documentElement.lang || navigator.language;
  }

  private look(): void {
    this.widget.dataset.scheme = scheme(this.getAttribute("theme"));
    this.widget.lang = this.wanted;
    this.widget.dir = direction(this.wanted);
  }

  private whenIdle(): void {
    const fetch = () => void (this.isConnected && this.fetched().catch(() => undefined));
    // Who saves data gets the chat when they ask for it.
    if ((navigator as { connection?: { saveData?: boolean } }).connection?.saveData) return;
    if ("requestIdleCallback" in window) requestIdleCallback(fetch, { timeout: IDLE_MS });
    else setTimeout(fetch, IDLE_MS / 2);
  }

  private run(then: (chat: MountedChat) => void): void {
    this.button.busy = true;
    this.fetched()
      .then(then, () => undefined)
      .finally(() => {
        this.button.busy = false;
      });
  }

  private fetched(): Promise<MountedChat> {
    this.chat ??= this.mounted();
    const { chat } = this;
    chat.catch(() => {
      // The next press tries again.
      if (this.chat === chat) this.chat = undefined;
    });
    return chat;
  }

  private async mounted(): Promise<MountedChat> {
    const { server, wanted } = this;
    const place = document.createElement("div");
    this.widget.prepend(place);
    const asset = this.getAttribute("isolation") === "iframe" ? FRAMED : CHAT;
    const mount = await fetchMount(server, asset, MilepostChat.scriptNonce);
    // It may have been taken out of the page, and put into it again.
    if (!place.isConnected) throw new Error("gone");
    const chat = await mount({
      root: this.shadowRoot as ShadowRoot,
      place,
      server,
      heading: this.getAttribute("heading") ?? undefined,
      marksTitle: this.getAttribute("page-title") !== "keep",
      language: wanted,
      launcher: this.button,
      tell: (name, detail) => this.tell(name, detail),
    });
    if (!place.isConnected) {
      chat.leave();
      throw new Error("gone");
    }
    this.here = chat;
    // What was said while it was on its way.
    if (this.askToken) chat.identify(this.askToken);
    if (this.wanted !== wanted) this.language(this.wanted);
    return chat;
  }

  private tell(name: Told, detail: unknown): void {
    this.dispatchEvent(new CustomEvent(`milepost-${name}`, { bubbles: true, composed: true, detail }));
  }
}
