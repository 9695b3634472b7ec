// Calls a person who looks elsewhere: a count in the page's title, and, if they wished it, a sound or a notification.

import type { Message } from "./protocol";
import type { Keep } from "./storage";

/** Two short tones, quiet: hertz. */
const TONES = [660, 880];
const TONE_S = 0.12;
const LOUDNESS = 0.06;

export class Attention {
  private title: string | undefined;
  private missed = 0;

  constructor(
    private readonly keep: Keep,
    private readonly marksTitle: boolean,
    private readonly words: { notice(author: string): string; heading(): string },
    private readonly open: () => void,
  ) {}

  /** Something came from somebody else. Who is looking at it needs no call. */
  call(message: Message, author: string, looking: boolean): void {
    if (looking) return;
    if (this.keep.wish("sound")) chime();
    if (document.visibilityState === "visible") return;
    this.missed++;
    this.mark();
    if (this.keep.wish("notification")) this.notify(message, author);
  }

  /** The person is back. */
  seen(): void {
    this.missed = 0;
    this.mark();
  }

  private mark(): void {
    if (!this.marksTitle) return;
    if (this.missed > 0) {
      // A page that changed its own title meanwhile keeps that one.
      if (!document.title.startsWith("(")) this.title = document.title;
      document.title = `(${this.missed}) ${this.title ?? ""}`;
    } else if (this.title !== undefined) {
      document.title = this.title;
      this.title = undefined;
    }
  }

  private notify(message: Message, author: string): void {
    if (!("Notification" in window) || Notification.permission !== "granted") return;
    // Nobody's words: it may stand on a locked screen.
    const shown = new Notification(this.words.heading(), {
      body: this.words.notice(author),
      tag: `milepost-${message.seq}`,
    });
    shown.onclick = () => {
      window.focus();
      this.open();
      shown.close();
    };
  }
}

/** Ask the browser for leave to notify, in answer to a press. */
export async function mayNotify(): Promise<boolean> {
  return "Notification" in window && (await Notification.requestPermission()) === "granted";
}

export function chime(): void {
  try {
    const sound = new AudioContext();
    const volume = sound.createGain();
    volume.gain.value = LOUDNESS;
    volume.connect(sound.destination);
    TONES.forEach((hertz, i) => {
      const tone = sound.createOscillator();
      tone.frequency.value = hertz;
      tone.connect(volume);
      tone.start(sound.currentTime + i * TONE_S);
      tone.stop(sound.currentTime + (i + 1) * TONE_S);
    });
    setTimeout(() => void sound.close(), 1_000);
  } catch {
    // A browser that forbids sound is right to.
  }
}
