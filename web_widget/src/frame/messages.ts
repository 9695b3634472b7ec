// What a host's page and the frame say to each other. Each side names the other's exact origin, and listens to it alone.

import type { Prompt, Showing, Told } from "../loader/contract";

export type ToFrame =
  | { milepost: "open"; prompt?: Prompt | undefined }
  | { milepost: "close" | "toggle" | "logout" | "identify" }
  | { milepost: "speak"; language: string }
  | { milepost: "look"; scheme: "light" | "dark"; variables: Readonly<Record<string, string>> }
  | { milepost: "token"; id: number; token?: string | undefined };

export type ToHost =
  | { milepost: "ready" | "failed" | "focus" }
  | { milepost: "show"; showing: Showing }
  | { milepost: "ask"; id: number; fresh: boolean }
  | { milepost: "tell"; name: Told; detail: unknown };

/** Hear what exactly this window of exactly this origin says; returns how to stop. */
export function hear<Message extends { milepost: string }>(
  from: () => Window | null,
  origin: string,
  heard: (message: Message) => void,
): () => void {
  const listen = (event: MessageEvent) => {
    if (event.origin !== origin || event.source !== from()) return;
    if (typeof event.data?.milepost === "string") heard(event.data as Message);
  };
  addEventListener("message", listen);
  return () => removeEventListener("message", listen);
}

/** The properties that a page themes the chat with. */
export const VARIABLES = [
  "accent",
  "accent-strong",
  "on-accent",
  "surface",
  "surface-2",
  "ink",
  "ink-2",
  "edge",
  "field-edge",
  "warn",
  "warn-surface",
  "note-surface",
  "note-ink",
  "radius",
  "font",
].map((name) => `--milepost-${name}`);
