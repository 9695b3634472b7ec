// The two sounds of the desk: an offer rings, a message taps. Browsers let them be heard after a gesture only.

export type Sound = "offer" | "message";

/** The tones of a sound: [Hz, start in s, length in s]. */
const TONES: Readonly<Record<Sound, readonly (readonly [number, number, number])[]>> = {
  offer: [
    [660, 0, 0.16],
    [880, 0.18, 0.28],
  ],
  message: [[520, 0, 0.09]],
};
const LOUDNESS = 0.12;

export class Bell {
  private audio: AudioContext | undefined;

  /** Call on a gesture of the user: from then on sounds may be heard. */
  arm(): void {
    if (typeof AudioContext === "undefined") return;
    this.audio ??= new AudioContext();
    if (this.audio.state === "suspended") void this.audio.resume();
  }

  ring(sound: Sound): void {
    const { audio } = this;
    if (audio?.state !== "running") return;
    for (const [pitch, start, length] of TONES[sound]) {
      const tone = audio.createOscillator();
      const gain = audio.createGain();
      const at = audio.currentTime + start;
      tone.frequency.value = pitch;
      // A soft rise and fall: a tone that is cut off clicks.
      gain.gain.setValueAtTime(0, at);
      gain.gain.linearRampToValueAtTime(LOUDNESS, at + 0.02);
      gain.gain.exponentialRampToValueAtTime(0.0001, at + length);
      tone.connect(gain).connect(audio.destination);
      tone.start(at);
      tone.stop(at + length);
    }
  }
}
