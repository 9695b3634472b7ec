// The checks of the person's machine, made one after the other; each can be made again by itself.

import { browserOf, checkBrowser } from "./checks/browser";
import { checkConnection, checkRelay } from "./checks/connection";
import { type Finding, SKIPPED } from "./checks/finding";
import { checkDesktop, checkSecure, thisMachine } from "./checks/machine";
import { close, type Device, open } from "./checks/media";
import { checkPicture } from "./checks/picture";
import { checkPopups } from "./checks/popups";
import { checkSound } from "./checks/sound";
import { CHECKS, type Check, type Results } from "./wire";

export type Row = { check: Check } & ({ state: "open" | "running" } | ({ state: "done" } & Finding));

/** Without these the others cannot be made, or would tell nothing. */
const FIRST: readonly Check[] = ["secure", "desktop", "browser"];
/** What uses what another check has opened. */
const NEEDS: Partial<Record<Check, Check>> = { picture: "camera", sound: "microphone" };

export interface PreflightUser {
  servers(): readonly RTCIceServer[];
  changed(): void;
  report(results: Results): void;
}

export class Preflight {
  rows: readonly Row[] = CHECKS.map((check) => ({ check, state: "open" }));
  busy = false;
  /** How loud the microphone is while it is listened to, from 0 to 1. */
  level = 0;
  readonly browser = browserOf(navigator.userAgent);
  private readonly streams: Partial<Record<Device, MediaStream>> = {};
  private closed = false;

  constructor(private readonly user: PreflightUser) {}

  /** What the camera sees. */
  get camera(): MediaStream | undefined {
    return this.streams.camera;
  }

  get results(): Results {
    const results: Results = {};
    for (const row of this.rows) if (row.state === "done") results[row.check] = row.outcome;
    return results;
  }

  /** Which of these checks are still in the way. */
  missing(required: readonly Check[]): readonly Check[] {
    const { results } = this;
    return required.filter((check) => results[check] === undefined || results[check] === "failed");
  }

  /** Look at what needs no permission and no click, before anything is asked of the person. */
  look(): void {
    for (const check of FIRST) {
      const finding = this.glance(check);
      this.put({ check, state: "done", ...finding });
      if (finding.outcome === "failed") {
        this.tell();
        return;
      }
    }
  }

  /** Make all checks, from the first on. Call on a click: windows are opened on clicks only. */
  async run(): Promise<void> {
    if (this.busy) return;
    const popups = checkPopups();
    this.rows = this.rows.map((row) =>
      row.check === "document" ? row : { check: row.check, state: "open" },
    );
    await this.busily(async () => {
      for (const check of CHECKS) {
        if (check === "document") continue;
        const finding = check === "popups" ? popups : await this.make(check);
        if (finding?.outcome === "failed" && FIRST.includes(check)) return;
        if (check === "popups") this.put({ check, state: "done", ...popups });
      }
    });
  }

  /** Make one check again, and those that use what it opens. Call on a click. */
  async again(check: Check): Promise<void> {
    if (this.busy) return;
    const after = CHECKS.filter((each) => NEEDS[each] === check);
    await this.busily(async () => {
      for (const each of [check, ...after]) await this.make(each);
    });
  }

  /** The person says whether their document is at hand. */
  documentAtHand(on: boolean): void {
    this.put(
      on ? { check: "document", state: "done", outcome: "passed" } : { check: "document", state: "open" },
    );
    this.tell();
  }

  /** Switch camera and microphone off. */
  close(): void {
    this.closed = true;
    for (const stream of Object.values(this.streams)) close(stream);
  }

  private async busily(work: () => Promise<void>): Promise<void> {
    this.busy = true;
    try {
      await work();
    } finally {
      this.busy = false;
      this.tell();
    }
  }

  private async make(check: Check): Promise<Finding | undefined> {
    const needed = NEEDS[check];
    if (needed !== undefined && this.results[needed] !== "passed") {
      this.put({ check, state: "open" });
      return undefined;
    }
    this.put({ check, state: "running" });
    const finding = await this.finding(check);
    this.put({ check, state: "done", ...finding });
    return finding;
  }

  private async finding(check: Check): Promise<Finding> {
    const { camera, microphone } = this.streams;
    switch (check) {
      case "camera":
      case "microphone":
        return await this.opened(check);
      case "picture":
        return camera ? await checkPicture(camera) : SKIPPED;
      case "sound":
        return microphone ? await checkSound(microphone, (level) => this.heard(level)) : SKIPPED;
      case "popups":
        return checkPopups();
      case "connection":
        return await checkConnection(this.user.servers());
      case "relay":
        return await checkRelay(this.user.servers());
      default:
        return this.glance(check);
    }
  }

  private glance(check: Check): Finding {
    if (check === "secure") return checkSecure(window.isSecureContext);
    if (check === "desktop") return checkDesktop(thisMachine());
    return checkBrowser(this.browser, "RTCPeerConnection" in window && navigator.mediaDevices !== undefined);
  }

  private async opened(device: Device): Promise<Finding> {
    close(this.streams[device]);
    delete this.streams[device];
    const { stream, finding } = await open(device);
    if (stream && this.closed) close(stream);
    else if (stream) this.streams[device] = stream;
    return finding;
  }

  private heard(level: number): void {
    this.level = level;
    this.user.changed();
  }

  private put(row: Row): void {
    this.rows = this.rows.map((each) => (each.check === row.check ? row : each));
    this.user.changed();
  }

  private tell(): void {
    this.user.changed();
    if (!this.closed) this.user.report(this.results);
  }
}
