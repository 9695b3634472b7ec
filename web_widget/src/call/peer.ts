// One WebRTC connection to one other page.
//
// The impolite side begins, and looks for a new way when the one that there was is gone. Should both make an offer at once all
// the same, the polite one gives way ("perfect negotiation", W3C WebRTC 1.0, section 10.7). It is left to one side to begin
// because a Chromium that takes its first offer back may never look for addresses of its own. Signals arrive once, and in order.

import type { Signal } from "./wire";

export type Link = "connecting" | "connected" | "broken";

export interface PeerUser {
  polite: boolean;
  send(signal: Signal): void;
  theirs(stream: MediaStream): void;
  link(link: Link): void;
}

/** How long a way may be looked for before it is tried anew. */
const TRIED_MS = 10_000;
const KINDS = ["audio", "video"] as const;

export class Peer {
  private readonly connection: RTCPeerConnection;
  private readonly trying: ReturnType<typeof setInterval> | undefined;
  /** Our picture and sound belong together; which tracks are sent may change. */
  private readonly ours = new MediaStream();
  private own: MediaStream | undefined;
  private offering = false;
  private ignoring = false;
  private answering = false;

  constructor(
    servers: readonly RTCIceServer[],
    private readonly user: PeerUser,
  ) {
    const connection = new RTCPeerConnection({ iceServers: [...servers] });
    connection.onnegotiationneeded = () => void this.offer();
    connection.onicecandidate = ({ candidate }) => candidate && user.send({ candidate: candidate.toJSON() });
    connection.ontrack = ({ streams }) => streams[0] && user.theirs(streams[0]);
    connection.onconnectionstatechange = () => this.changed(connection.connectionState);
    this.connection = connection;
    if (user.polite) return;
    // Room for both from the beginning: a camera that is turned on later needs no new agreement.
    for (const kind of KINDS) connection.addTransceiver(kind, { streams: [this.ours] });
    this.trying = setInterval(() => this.resume(), TRIED_MS);
  }

  /** Send these tracks, in the place of those of the same kind that are sent already. */
  use(stream: MediaStream): void {
    this.own = stream;
    for (const { sender, receiver } of this.connection.getTransceivers()) {
      const track = stream.getTracks().find(({ kind }) => kind === receiver.track.kind);
      if (track && track !== sender.track) void sender.replaceTrack(track);
    }
  }

  /** Use other servers from the next negotiation on; credentials of relays run out. */
  serve(servers: readonly RTCIceServer[]): void {
    this.connection.setConfiguration({ iceServers: [...servers] });
  }

  async hear(signal: Signal): Promise<void> {
    try {
      if ("description" in signal) await this.described(signal.description);
      // Candidates that follow on an offer that we ignored belong to it, and to nothing else.
      else if (!this.ignoring) await this.connection.addIceCandidate(signal.candidate);
    } catch (error) {
      if (!this.isClosed) throw error;
    }
  }

  /** The network may be another one: look for a way anew, unless the one that there was holds. */
  resume(): void {
    if (!this.user.polite && this.connection.connectionState !== "connected") this.connection.restartIce();
  }

  close(): void {
    clearInterval(this.trying);
    this.connection.onconnectionstatechange = null;
    this.connection.close();
  }

  private get isClosed(): boolean {
    return this.connection.signalingState === "closed";
  }

  private async offer(): Promise<void> {
    try {
      this.offering = true;
      await this.describe();
    } catch (error) {
      if (!this.isClosed) throw error;
    } finally {
      this.offering = false;
    }
  }

  private async described(description: RTCSessionDescriptionInit): Promise<void> {
    const { connection } = this;
    const ready = !this.offering && (connection.signalingState === "stable" || this.answering);
    this.ignoring = !this.user.polite && description.type === "offer" && !ready;
    if (this.ignoring) return;
    this.answering = description.type === "answer";
    await connection.setRemoteDescription(description);
    this.answering = false;
    if (description.type === "offer") {
      this.takePart();
      await this.describe();
    }
  }

  /** Send where the other side has made room. */
  private takePart(): void {
    for (const transceiver of this.connection.getTransceivers()) {
      if (transceiver.direction !== "recvonly") continue;
      transceiver.direction = "sendrecv";
      transceiver.sender.setStreams(this.ours);
    }
    if (this.own) this.use(this.own);
  }

  /** Make the description that is due, an offer or an answer, and say it. */
  private async describe(): Promise<void> {
    await this.connection.setLocalDescription();
    const { localDescription } = this.connection;
    if (localDescription) this.user.send({ description: localDescription.toJSON() });
  }

  private changed(state: RTCPeerConnectionState): void {
    if (state === "connected") this.user.link("connected");
    else if (state === "failed" || state === "disconnected") this.user.link("broken");
    if (state === "failed") this.resume();
  }
}
