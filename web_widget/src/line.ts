// One line to one namespace of the server: dialled once, asked and answered, and given up when it falls silent.

import { io, type Socket } from "socket.io-client";
import type { Reply } from "./protocol";

const CONNECT_WAIT_MS = 10_000;
const ACK_WAIT_MS = 8_000;
/** The server beats every 20 s; after two missed ones the line counts as dead. */
const SILENCE_MS = 45_000;

/** Who is told of the line's end. Told once; after it, or after `hangUp`, nothing more comes from this line. */
export interface LineEnd {
  /** The line broke, could not be made, or fell silent. */
  broken(): void;
  /** The server would not have us, and said why. */
  refused(code: string): void;
}

type Listener = (payload: never) => void;

export class Line {
  private readonly socket: Socket;
  private silence: ReturnType<typeof setTimeout> | undefined;
  private over = false;

  constructor(
    address: string,
    auth: object,
    listeners: Readonly<Record<string, Listener>>,
    private readonly end: LineEnd,
  ) {
    this.socket = io(address, {
      path: "/socket.io",
      auth,
      transports: ["websocket", "polling"],
      tryAllTransports: true,
      reconnection: false,
      forceNew: true,
      autoConnect: false,
      timeout: CONNECT_WAIT_MS,
    });
    for (const [event, listener] of Object.entries(listeners)) {
      this.socket.on(event, (payload: unknown) => {
        this.listenOn(SILENCE_MS);
        listener(payload as never);
      });
    }
    this.socket.on("connect", () => this.listenOn(SILENCE_MS));
    this.socket.on("disconnect", () => this.finish(() => end.broken()));
    this.socket.on("connect_error", (error: Error & { data?: { code?: string } }) => {
      const code = error.data?.code;
      this.finish(() => (code === undefined ? end.broken() : end.refused(code)));
    });
    this.listenOn(CONNECT_WAIT_MS * 2);
    this.socket.connect();
  }

  get isUp(): boolean {
    return this.socket.connected;
  }

  /** Ask, and wait for the answer; undefined when none came. */
  async ask<Result>(event: string, data: object): Promise<Reply<Result> | undefined> {
    try {
      return (await this.socket.timeout(ACK_WAIT_MS).emitWithAck(event, data)) as Reply<Result>;
    } catch {
      return undefined;
    }
  }

  /** Say something of which no answer is awaited, if the line is up. */
  tell(event: string, data: object): void {
    if (this.socket.connected) this.socket.emit(event, data);
  }

  hangUp(): void {
    this.finish(() => undefined);
  }

  private listenOn(ms: number): void {
    clearTimeout(this.silence);
    this.silence = setTimeout(() => this.finish(() => this.end.broken()), ms);
  }

  private finish(then: () => void): void {
    if (this.over) return;
    this.over = true;
    clearTimeout(this.silence);
    this.socket.removeAllListeners();
    this.socket.disconnect();
    then();
  }
}
