// Listens to the microphone until something is heard, or for some seconds; the person is asked to say something.

import { type Finding, failed, passed } from "./finding";

const LISTENS_MS = 6_000;
const EVERY_MS = 100;
/** Loudness (0 to 1) that speech near a microphone reaches and the noise of a room does not. */
export const HEARD = 0.02;
/** Below this there is not even noise: the microphone is switched off. */
export const NOTHING = 0.0001;

/** The loudness of a stretch of samples around 0: its root mean square. */
export function loudness(samples: Float32Array): number {
  let sum = 0;
  for (const sample of samples) sum += sample * sample;
  return samples.length === 0 ? 0 : Math.sqrt(sum / samples.length);
}

export function judgeSound(loudest: number): Finding {
  if (loudest >= HEARD) return passed();
  return failed(loudest < NOTHING ? "sound_none" : "sound_silent");
}

/** `level` is told how loud it is, from 0 to 1, while it is listened. */
export async function checkSound(stream: MediaStream, level: (loud: number) => void): Promise<Finding> {
  const audio = new AudioContext();
  try {
    const analyser = audio.createAnalyser();
    audio.createMediaStreamSource(stream).connect(analyser);
    const samples = new Float32Array(analyser.fftSize);
    let loudest = 0;
    for (let waited = 0; waited < LISTENS_MS && loudest < HEARD; waited += EVERY_MS) {
      await new Promise((resolve) => setTimeout(resolve, EVERY_MS));
      analyser.getFloatTimeDomainData(samples);
      const loud = loudness(samples);
      loudest = Math.max(loudest, loud);
      level(Math.min(1, loud / (HEARD * 4)));
    }
    return judgeSound(loudest);
  } finally {
    level(0);
    await audio.close();
  }
}
