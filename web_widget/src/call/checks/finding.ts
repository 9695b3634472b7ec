// What a check found, and what was the matter if it did not pass.

import type { Outcome } from "../wire";

/** What is the matter; the catalogue has words and a fix for each. */
export const PROBLEMS = [
  "insecure",
  "phone",
  "unsupported_browser",
  "old_browser",
  "no_media",
  "camera_denied",
  "camera_dismissed",
  "camera_system",
  "camera_none",
  "camera_in_use",
  "camera_unfit",
  "camera_other",
  "microphone_denied",
  "microphone_dismissed",
  "microphone_system",
  "microphone_none",
  "microphone_in_use",
  "microphone_unfit",
  "microphone_other",
  "picture_none",
  "picture_black",
  "sound_silent",
  "sound_none",
  "popups_blocked",
  "no_connection",
  "relay_unreachable",
] as const;
export type Problem = (typeof PROBLEMS)[number];

export interface Finding {
  outcome: Outcome;
  problem?: Problem;
  /** What is worth telling beside it: the browser's name, the camera's. */
  detail?: string;
}

export function passed(detail?: string): Finding {
  return detail === undefined ? { outcome: "passed" } : { outcome: "passed", detail };
}

export function failed(problem: Problem, detail?: string): Finding {
  return { outcome: "failed", problem, ...(detail === undefined ? {} : { detail }) };
}

export const SKIPPED: Finding = { outcome: "skipped" };
