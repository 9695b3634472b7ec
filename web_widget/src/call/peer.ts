// One WebRTC connection to one other page, negotiated so that both sides may begin at once.
//
// "Perfect negotiation", W3C WebRTC 1.0, section 10.7: the polite side gives way when two offers meet.

import type { Signal } from "./wire";

export type Link = "connecting" | "connected" | "broken";

export interface PeerUser {
  polite: boolean;
  send(signal: Signal): void;
  theirs(stream: MediaStream): void;
  link(link: Link): void;
}

/** An offer that nobody has answered for so long may be lost: the other page was still being loaded, or its line was down. */
const SAY_AGAIN_MS = 2000;

export class Peer {
  private readonly connection: RTCPeerConnection;
  private readonly again: ReturnType<typeof setInterval>;
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
    // Without it the impolite side could wait for ever for an answer, and ignore every offer meanwhile.
    this.again = setInterval(
      () => connection.signalingState === "have-local-offer" && this.describe(),
      SAY_AGAIN_MS,
    );
  }

  /** Send these tracks, in the place of those of the same kind that are sent already. */
  use(stream: MediaStream): void {
    for (const track of stream.getTracks()) {
      const sender = this.connection.getSenders().find((each) => each.track?.kind === track.kind);
      if (sender) void sender.replaceTrack(track);
      else this.connection.addTrack(track, stream);
    }
  }

  /** Use other servers from the next negotiation on; credentials of relays run out. */
  serve(servers: readonly RTCIceServer[]): void {
    this.connection.setConfiguration({ iceServers: [...servers] });
  }

  async hear(signal: Signal): Promise<void> {
    try {
      if ("description" in signal) await this.described(signal.description);
      else await this.connection.addIceCandidate(signal.candidate);
    } catch (error) {
      // Candidates of an offer that we ignored, or that was lost with its line, belong to nothing.
      const { remoteDescription, signalingState } = this.connection;
      if (!this.ignoring && remoteDescription !== null && signalingState !== "closed") throw error;
    }
  }

  /** Signals may have been lost: say again what is open, or look for a way anew. */
  resume(): void {
    const { localDescription, signalingState } = this.connection;
    if (signalingState === "have-local-offer" && localDescription) {
      this.user.send({ description: localDescription.toJSON() });
    } else this.connection.restartIce();
  }

  get isConnected(): boolean {
    return this.connection.connectionState === "connected";
  }

  /** The statistics of the media, as the browser counts them. */
  stats(): Promise<RTCStatsReport> {
    return this.connection.getStats();
  }

  close(): void {
    clearInterval(this.again);
    this.connection.onconnectionstatechange = null;
    this.connection.close();
  }

  private async offer(): Promise<void> {
    try {
      this.offering = true;
      await this.connection.setLocalDescription();
      this.describe();
    } finally {
      this.offering = false;
    }
  }

  private async described(description: { type: RTCSdpType; sdp?: string }): Promise<void> {
    const { connection } = this;
    // An answer that comes twice, because its offer was said again.
    if (description.type === "answer" && connection.signalingState !== "have-local-offer") return;
    const ready = !this.offering && (connection.signalingState === "stable" || this.answering);
    this.ignoring = !this.user.polite && description.type === "offer" && !ready;
    if (this.ignoring) return;
    this.answering = description.type === "answer";
    await connection.setRemoteDescription(description);
    this.answering = false;
    if (description.type === "offer") {
      await connection.setLocalDescription();
      this.describe();
    }
  }

  private describe(): void {
    const { localDescription } = this.connection;
    if (localDescription) this.user.send({ description: localDescription.toJSON() });
  }

  private changed(state: RTCPeerConnectionState): void {
    if (state === "connected") this.user.link("connected");
    else if (state === "failed" || state === "disconnected") this.user.link("broken");
    if (state === "failed") this.connection.restartIce();
  }
}
