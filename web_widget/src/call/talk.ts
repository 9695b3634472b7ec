// A call as one side has it: its own picture and sound, the other's, and the texts beside them. Nothing is recorded.

import { identifier } from "../identifier";
import type { Refusal, Reply } from "../protocol";
import { type Link, Peer } from "./peer";
import type { Addressed, Said, Signal } from "./wire";

/** Texts beside a call that are kept on the page at most. */
const SAID_KEPT = 200;

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

export class Talk {
  now: Talking = QUIET;
  /** The media connection; tests and the console read its statistics. */
  peer: Peer | undefined;
  private with: string | undefined;
  /** Pages that another load has replaced; what is still told of them is old. */
  private readonly replaced = new Set<string>();
  private servers: readonly RTCIceServer[] = [];

  constructor(
    private readonly side: "person" | "verifier",
    /** This load of the page. */
    private readonly page: string,
    private readonly ask: Ask,
    private readonly changed: () => void,
  ) {}

  /** Send one's own picture and sound. */
  bring(own: MediaStream): void {
    if (own !== this.now.own) this.stopOwn();
    for (const track of own.getTracks()) {
      track.enabled = !(track.kind === "audio" ? this.now.muted : this.now.dark);
    }
    this.peer?.use(own);
    this.set({ own });
  }

  serve(servers: readonly RTCIceServer[]): void {
    this.servers = servers;
    this.peer?.serve(servers);
  }

  /** The call is with this page; null: with the one before, whose line is down. */
  follow(who: string | null): void {
    if (who !== null && this.replaced.has(who)) return;
    if (who === this.with && this.peer) {
      if (this.now.away && !this.peer.isConnected) this.peer.resume();
    } else if (who !== null) this.meet(who);
    this.set({ away: who === null });
  }

  /** Our own line is back; signals were lost meanwhile. */
  resume(): void {
    this.peer?.resume();
  }

  /** Call while a call rings or goes on. */
  hear(signal: Signal): void {
    const { by, to } = ("description" in signal ? signal.description : signal.candidate) as Addressed;
    if (to !== this.page || by === undefined || this.replaced.has(by)) return;
    // The other side may speak before the server has told that it is there, or that it was loaded again.
    if (by !== this.with) this.meet(by);
    void this.peer?.hear(signal);
  }

  heard(said: Said): void {
    if (this.now.said.some((known) => known.id === said.id)) return;
    this.set({ said: [...this.now.said, said].slice(-SAID_KEPT) });
  }

  /** Write a text; what went wrong otherwise. */
  async say(text: string): Promise<Refusal | undefined> {
    const id = identifier();
    const reply = await this.ask<{ at: string }>("text", { id, text });
    if (!reply.ok) return reply;
    this.heard({ id, from: this.side, text, at: reply.result.at });
    return undefined;
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
    this.part();
    this.stopOwn();
    this.replaced.clear();
    this.now = QUIET;
    this.changed();
  }

  private meet(who: string): void {
    if (this.with !== undefined) this.replaced.add(this.with);
    this.part();
    this.with = who;
    this.peer = new Peer(this.servers, {
      polite: this.side === "person",
      send: (signal) => void this.ask("signal", addressed(signal, { by: this.page, to: who })),
      theirs: (theirs) => this.set({ theirs }),
      link: (link) => this.set({ link }),
    });
    if (this.now.own) this.peer.use(this.now.own);
    this.set({ link: "connecting", theirs: undefined });
  }

  private part(): void {
    this.peer?.close();
    this.peer = undefined;
    this.with = undefined;
  }

  private stopOwn(): void {
    for (const track of this.now.own?.getTracks() ?? []) track.stop();
  }

  private set(news: Partial<Talking>): void {
    this.now = { ...this.now, ...news };
    this.changed();
  }
}

/** The server passes on what is inside, and nothing beside it. */
function addressed(signal: Signal, address: Addressed): object {
  if ("description" in signal) return { description: { ...signal.description, ...address } };
  return { candidate: { ...signal.candidate, ...address } };
}
