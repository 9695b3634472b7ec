// What each role of the desk finds in the console. The server decides what may be done; this only hides dead ends.

import { PAGES, type Page } from "./places";
import type { Me, Role } from "./wire";

const SEES: Readonly<Record<Role, readonly Page[]>> = {
  specialist: ["chats", "follow_ups", "search"],
  verifier: ["chats", "calls", "follow_ups", "search", "reports", "requests"],
  supervisor: PAGES.filter((page) => page !== "calls"),
  admin: ["team"],
};

/** The pages of somebody with several roles, in their usual order. */
export function pagesOf(me: Me | null): readonly Page[] {
  const seen = new Set((me?.roles ?? []).flatMap((role) => SEES[role] ?? []));
  return PAGES.filter((page) => seen.has(page));
}

/** Whether `me` may decide appeals and requests. */
export function decides(me: Me | null): boolean {
  return me?.roles.some((role) => role === "verifier" || role === "supervisor") ?? false;
}

/** Whether `me` may give a chat to somebody else than themselves. */
export function reassigns(me: Me | null): boolean {
  return me?.roles.includes("supervisor") ?? false;
}
