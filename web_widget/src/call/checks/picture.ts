// Looks at what the camera sees for two seconds: whether pictures come, and whether they are more than black.

import { type Finding, failed, passed } from "./finding";

const FRAMES = 10;
const EVERY_MS = 200;
const STARTS_WITHIN_MS = 5_000;
/** Frames are looked at this small: it is about light, not about what is seen. */
const WIDTH = 32;
const HEIGHT = 18;
/** The light (0 to 255) above which a picture is not black; a covered lens stays below it. */
export const DARK = 14;

/** The mean light of an RGBA picture, 0 to 255 (Rec. 601). */
export function light(pixels: Uint8ClampedArray): number {
  let sum = 0;
  for (let i = 0; i + 2 < pixels.length; i += 4) {
    sum += 0.299 * (pixels[i] ?? 0) + 0.587 * (pixels[i + 1] ?? 0) + 0.114 * (pixels[i + 2] ?? 0);
  }
  return pixels.length === 0 ? 0 : sum / (pixels.length / 4);
}

/** Judge the light of the frames; a camera that is still waking up may begin with dark ones. */
export function judgePicture(lights: readonly number[]): Finding {
  if (lights.length === 0) return failed("picture_none");
  return lights.some((each) => each > DARK) ? passed() : failed("picture_black");
}

export async function checkPicture(stream: MediaStream): Promise<Finding> {
  const video = document.createElement("video");
  video.muted = true;
  video.srcObject = stream;
  const canvas = document.createElement("canvas");
  canvas.width = WIDTH;
  canvas.height = HEIGHT;
  const drawing = canvas.getContext("2d", { willReadFrequently: true });
  const lights: number[] = [];
  try {
    await Promise.race([video.play(), after(STARTS_WITHIN_MS)]);
    for (let i = 0; drawing && video.videoWidth > 0 && i < FRAMES; i++) {
      drawing.drawImage(video, 0, 0, WIDTH, HEIGHT);
      lights.push(light(drawing.getImageData(0, 0, WIDTH, HEIGHT).data));
      await after(EVERY_MS);
    }
  } finally {
    video.srcObject = null;
  }
  return judgePicture(lights);
}

function after(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
