// A call as one side has it: its own picture and sound, the other's, and the texts beside them. Nothing is recorded.

import { identifier } from "../identifier";
import type { Reply } from "../protocol";
import { Courier } from "./courier";
import { type Link, Peer } from "./peer";
import type { Addressed, Heard, Said, Signal } from "./wire";

/** Texts beside a call that are kept on the page at most. */
const SAID_KEPT = 200;
/** Signals that may be under way at once; the server takes 50 a second of a page, what it has heard among them. */
const SIGNALS_ABREAST = 16;
/** What is refused so may be taken a moment later. */
const LATER = new Set(["no_answer", "not_in_call", "peer_away", "rate_limited", "internal"]);

export interface Talking {
  own?: MediaStream | undefined;
  theirs?: MediaStream | undefined;
  link: Link;
  /** The other side's line is down for the moment; picture and sound may go on. */
  away: boolean;
  muted: boolean;
  dark: boolean;
  said: readonly Said[];
}

const QUIET: Talking = { link: "connecting", away: false, muted: false, dark: false, said: [] };

export type Ask = <Result = object>(event: string, data: object) => Promise<Reply<Result>>;

/** The call with one load of the other page, and the signals to and from it. */
interface Meeting {
  call: string;
  who: string;
  peer: Peer;
  signals: Courier<Numbered>;
  /** How many signals were sent, and how many came. */
  sent: number;
  came: number;
}

interface Numbered {
  n: number;
  signal: Signal;
}

export class Talk {
  now: Talking = QUIET;
  private meeting: Meeting | undefined;
  private servers: readonly RTCIceServer[] = [];
  private readonly texts: Courier<Said>;

  constructor(
    private readonly side: "person" | "verifier",
    /** The mark of this load of the page. */
    private readonly page: () => string,
    private readonly ask: Ask,
    private readonly changed: () => void,
  ) {
    this.texts = new Courier({ pass: (said) => void this.pass(said), canPass: this.isThere, abreast: 1 });
  }

  /** Send one's own picture and sound. */
  bring(own: MediaStream): void {
    if (own !== this.now.own) this.stopOwn();
    for (const track of own.getTracks()) {
      track.enabled = !(track.kind === "audio" ? this.now.muted : this.now.dark);
    }
    this.meeting?.peer.use(own);
    this.set({ own });
  }

  serve(servers: readonly RTCIceServer[]): void {
    this.servers = servers;
    this.meeting?.peer.serve(servers);
  }

  /** The call is with this page; null: with the one before, whose line is down. `again`: our own line was down. */
  follow(call: string, who: string | null, again: boolean): void {
    const { meeting } = this;
    const isBack = again || this.now.away;
    if (meeting !== undefined && meeting.call !== call) this.part({ said: [] });
    this.set({ away: who === null });
    if (who === null) return;
    if (this.meeting?.who !== who) this.meet(call, who);
    else if (isBack) {
      this.meeting.signals.again();
      this.meeting.peer.resume();
    }
    this.texts.again();
  }

  /** A word of the other page. Before the server has told us of its call it is not heard, and comes again. */
  hear(signal: Signal): void {
    const { meeting } = this;
    const word = ("description" in signal ? signal.description : signal.candidate) as Partial<Addressed>;
    if (meeting === undefined || !this.isOurs(word) || word.n === undefined || word.n > meeting.came) return;
    if (word.n === meeting.came) {
      meeting.came += 1;
      void meeting.peer.hear(signal);
    }
    const { call, who } = meeting;
    this.acknowledge({ signal: { call, by: this.page(), to: who, n: meeting.came - 1 } });
  }

  /** What the other page has heard. */
  wasHeard(heard: Heard): void {
    if ("text" in heard) {
      this.texts.heard((said) => said.id === heard.text);
      this.mark(heard.text, {});
    } else if (this.isOurs(heard.signal)) {
      this.meeting?.signals.heard(({ n }) => n === heard.signal.n);
    }
  }

  /** A text of the other side. */
  heard(said: Said): void {
    if (this.meeting === undefined) return;
    this.acknowledge({ text: said.id });
    if (!this.now.said.some((known) => known.id === said.id)) this.note(said);
  }

  /** Write a text. It is on its way until the other page has it. */
  say(text: string): void {
    const said: Said = { id: identifier(), from: this.side, text, at: "", way: "under_way" };
    this.note(said);
    this.texts.send(said);
  }

  mute(muted: boolean): void {
    for (const track of this.now.own?.getAudioTracks() ?? []) track.enabled = !muted;
    this.set({ muted });
  }

  darken(dark: boolean): void {
    for (const track of this.now.own?.getVideoTracks() ?? []) track.enabled = !dark;
    this.set({ dark });
  }

  /** The call is over: the camera goes off. */
  end(): void {
    if (this.now === QUIET) return;
    this.part({});
    this.stopOwn();
    this.now = QUIET;
    this.changed();
  }

  private meet(call: string, who: string): void {
    this.meeting?.signals.close();
    this.meeting?.peer.close();
    const peer = new Peer(this.servers, {
      polite: this.side === "person",
      send: (signal) => signals.send({ n: meeting.sent++, signal }),
      theirs: (theirs) => this.set({ theirs }),
      link: (link) => this.set({ link }),
    });
    const signals: Courier<Numbered> = new Courier({
      pass: ({ n, signal }) => void this.signal(signal, { call, by: this.page(), to: who, n }),
      canPass: this.isThere,
      abreast: SIGNALS_ABREAST,
    });
    const meeting: Meeting = { call, who, peer, signals, sent: 0, came: 0 };
    this.meeting = meeting;
    if (this.now.own) peer.use(this.now.own);
    this.set({ link: "connecting", theirs: undefined });
  }

  private part(news: Partial<Talking>): void {
    this.meeting?.signals.close();
    this.meeting?.peer.close();
    this.meeting = undefined;
    this.texts.close();
    this.set({ ...news, theirs: undefined });
  }

  private async signal(signal: Signal, address: Addressed): Promise<void> {
    // The server passes on what is inside, and nothing beside it. Whether it arrived is for the other page to say.
    if ("description" in signal)
      await this.ask("signal", { description: { ...signal.description, ...address } });
    else await this.ask("signal", { candidate: { ...signal.candidate, ...address } });
  }

  private async pass({ id, text }: Said): Promise<void> {
    const reply = await this.ask<{ at: string }>("text", { id, text });
    if (reply.ok || LATER.has(reply.code)) return;
    this.texts.drop((said) => said.id === id);
    this.mark(id, { way: "refused" });
  }

  private acknowledge(heard: Heard): void {
    void this.ask("heard", heard);
  }

  private readonly isThere = () => this.meeting !== undefined && !this.now.away;

  /** Whether a word is between this page and the one that it is in a call with. */
  private isOurs({ call, by, to }: Partial<Addressed>): boolean {
    const { meeting } = this;
    return meeting !== undefined && call === meeting.call && by === meeting.who && to === this.page();
  }

  private note(said: Said): void {
    this.set({ said: [...this.now.said, said].slice(-SAID_KEPT) });
  }

  private mark(id: string, how: Pick<Said, "way">): void {
    const said = this.now.said.map((each) => {
      if (each.id !== id) return each;
      const { way: _, ...rest } = each;
      return { ...rest, ...how };
    });
    this.set({ said });
  }

  private stopOwn(): void {
    for (const track of this.now.own?.getTracks() ?? []) track.stop();
  }

  private set(news: Partial<Talking>): void {
    this.now = { ...this.now, ...news };
    this.changed();
  }
}
