// Puts the chat into the place that the loader, or the frame, has made for it.

import { render } from "preact";
import { Attention } from "./attention";
import { breath, inPieces } from "./breath";
import { Chat } from "./chat";
import { receipts, unread } from "./conversation";
import type { AskToken } from "./identity";
import type { ChatScript, Host, MountedChat, Prompt } from "./loader/contract";
import style from "./look/chat.css";
import type { Message } from "./protocol";
import { Keep, shelf } from "./storage";
import { ReadingContext, type Setting, SettingContext } from "./view/context";
import { Widget } from "./view/widget";
import { fetchLanguage, type Language } from "./words/fetching";
import { Figures } from "./words/figures";
import { Words } from "./words/words";

/**
 * A browser reads its tables of languages when each is first used. The first date that is written would have it read them
 * all, which takes longer than anything else here.
 */
const TABLES = [() => new Intl.Collator(), () => new Intl.DateTimeFormat()];

class Mounted implements MountedChat {
  private readonly chat: Chat;
  private readonly attention: Attention;
  private readonly leaving: (() => void)[] = [];
  private readonly zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  private setting: Setting;
  private isOpen = false;
  private told = 0;
  private prompt = { text: "", turn: 0 };

  constructor(
    private readonly host: Host,
    language: Language,
  ) {
    const keep = new Keep(shelf(), host.server);
    this.chat = new Chat({ server: host.server, locale: host.language, zone: this.zone }, keep);
    this.setting = this.speaking(language);
    this.attention = new Attention(
      keep,
      host.marksTitle,
      {
        heading: () => this.setting.title,
        notice: (author) => this.setting.words.say("notice.message", { author }),
      },
      () => this.open(),
    );
    this.chat.onNews = (news) => this.hearNews(news);
    this.leaving.push(this.chat.listen(() => this.show()));
    this.watch();
  }

  begin(): void {
    this.draw();
    // Who was never here has nothing to be told of.
    if (this.chat.isKnown) this.chat.start();
  }

  /** What the first message would otherwise wait for. */
  rehearsal(): (() => unknown)[] {
    return this.setting.figures.rehearsal();
  }

  open(prompt: Prompt = {}): void {
    if (prompt.text) this.prompt = { text: prompt.text, turn: this.prompt.turn + 1 };
    this.turn(true);
  }

  close(): void {
    this.turn(false);
  }

  toggle(): void {
    this.turn(!this.isOpen);
  }

  identify(askToken: AskToken): void {
    this.chat.identify(askToken);
  }

  logout(): void {
    this.chat.logout();
  }

  speak(language: string): void {
    void this.spoken(language);
  }

  leave(): void {
    for (const leave of this.leaving.splice(0)) leave();
    this.chat.stop();
    render(null, this.host.place);
  }

  private async spoken(wanted: string): Promise<void> {
    const language = await fetchLanguage(this.host.server, wanted);
    this.setting = this.speaking(language);
    this.chat.speak(wanted);
    this.draw();
  }

  private speaking({ tag, catalogue }: Language): Setting {
    const words = new Words(tag, catalogue);
    return {
      chat: this.chat,
      words,
      figures: new Figures(tag, this.zone),
      title: this.host.heading ?? words.say("panel.title"),
      server: this.host.server,
    };
  }

  private turn(open: boolean): void {
    const changed = open !== this.isOpen;
    this.isOpen = open;
    if (open) this.chat.start();
    this.draw();
    if (!changed) return;
    if (!open) this.host.launcher.focus();
    this.host.tell(open ? "open" : "close", {});
  }

  private hearNews(news: readonly Message[]): void {
    // The host's page shows the same records, and may want to read them again.
    for (const { action, contract } of receipts(news)) this.host.tell("receipt", { action, contract });
    for (const message of news) {
      if (message.from.kind === "user") continue;
      const author = message.from.name || this.setting.words.say(`author.${message.from.kind}`);
      this.host.tell("message", { from: message.from.kind, seq: message.seq });
      this.attention.call(message, author, this.isOpen && document.hasFocus());
    }
  }

  private watch(): void {
    const wake = () => {
      if (document.visibilityState !== "visible") return;
      this.attention.seen();
      this.chat.wake();
    };
    const agree = (event: Event) => {
      const { key } = event as StorageEvent;
      if (key !== null) this.chat.agree(key);
    };
    const places: [EventTarget, string, (event: Event) => void][] = [
      [window, "online", wake],
      [window, "focus", wake],
      [document, "visibilitychange", wake],
      [window, "storage", agree],
    ];
    for (const [place, event, then] of places) {
      place.addEventListener(event, then);
      this.leaving.push(() => place.removeEventListener(event, then));
    }
  }

  /** Have the launcher and the page show how many messages wait. */
  private show(): void {
    const count = unread(this.chat.now);
    const { words } = this.setting;
    const name = words.say(this.isOpen ? "launcher.close" : "launcher.open");
    const label = !this.isOpen && count ? `${name}. ${words.count("launcher.unread", count)}` : name;
    this.host.launcher.show({ open: this.isOpen, label, unread: count });
    if (count !== this.told) this.host.tell("unread", { count });
    this.told = count;
  }

  private draw(): void {
    this.show();
    render(
      <ReadingContext.Provider value={this.setting}>
        <SettingContext.Provider value={this.setting}>
          <Widget open={this.isOpen} close={() => this.close()} prompt={this.prompt} />
        </SettingContext.Provider>
      </ReadingContext.Provider>,
      this.host.place,
    );
  }
}

/** In pieces: the page around it may be busy with its own beginning. */
async function mount(host: Host): Promise<MountedChat> {
  const fetched = fetchLanguage(host.server, host.language);
  await inPieces(...TABLES, () => adopt(host.root));
  const language = await fetched;
  await breath();
  const mounted = new Mounted(host, language);
  await inPieces(() => mounted.begin());
  void inPieces(...mounted.rehearsal());
  return mounted;
}

function adopt(root: Host["root"]): void {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(style);
  root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
}

const script = document.currentScript as ChatScript | null;
if (script) script.mount = mount;
