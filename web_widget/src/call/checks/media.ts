// Opens camera and microphone, and says in the catalogue's terms why that did not work.

import { type Finding, failed, type Problem, passed } from "./finding";

export type Device = "camera" | "microphone";

const WANTED: Readonly<Record<Device, MediaStreamConstraints>> = {
  camera: { video: { width: { ideal: 1280 }, height: { ideal: 720 } } },
  microphone: { audio: { echoCancellation: true, noiseSuppression: true } },
};

type Trouble = "denied" | "dismissed" | "system" | "none" | "in_use" | "unfit" | "other";

/** What a refusal of getUserMedia means; `permission` is what the browser remembers of the person's choice. */
export function troubleOf(
  error: { name: string; message?: string },
  permission: PermissionState | undefined,
): Trouble {
  switch (error.name) {
    case "NotAllowedError":
    case "SecurityError":
      if (/system/i.test(error.message ?? "")) return "system";
      // The question was closed without an answer: it may be asked again.
      return permission === "prompt" ? "dismissed" : "denied";
    case "NotFoundError":
      return "none";
    case "NotReadableError":
    case "AbortError":
      return "in_use";
    case "OverconstrainedError":
      return "unfit";
    default:
      return "other";
  }
}

export function problemOf(device: Device, trouble: Trouble): Problem {
  return `${device}_${trouble}`;
}

/** A device that could be opened, or what is the matter with it. */
export type Opened = { stream: MediaStream; finding: Finding } | { stream?: undefined; finding: Finding };

export async function open(device: Device): Promise<Opened> {
  try {
    const stream = await navigator.mediaDevices.getUserMedia(WANTED[device]);
    return { stream, finding: passed(stream.getTracks()[0]?.label || undefined) };
  } catch (error) {
    const trouble = troubleOf(error as DOMException, await permissionOf(device));
    return { finding: failed(problemOf(device, trouble)) };
  }
}

/** Both as one stream, for the call; or the finding of the first that cannot be opened. */
export async function openBoth(): Promise<Opened> {
  const camera = await open("camera");
  if (!camera.stream) return camera;
  const microphone = await open("microphone");
  if (!microphone.stream) {
    close(camera.stream);
    return microphone;
  }
  const stream = new MediaStream([...camera.stream.getTracks(), ...microphone.stream.getTracks()]);
  return { stream, finding: passed() };
}

export function close(stream: MediaStream | undefined): void {
  for (const track of stream?.getTracks() ?? []) track.stop();
}

/** What the browser remembers; undefined where it does not tell. */
async function permissionOf(device: Device): Promise<PermissionState | undefined> {
  try {
    return (await navigator.permissions.query({ name: device as PermissionName })).state;
  } catch {
    return undefined;
  }
}
