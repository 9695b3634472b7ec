// Where in the console one is: a page, and on the chats' page a conversation. The address keeps it over a reload.

export const PAGES = ["chats", "calls", "follow_ups", "search", "reports", "requests", "team"] as const;
export type Page = (typeof PAGES)[number];

export interface Place {
  page: Page;
  conversation?: string;
}

export function placeOf(hash: string): Place {
  const [page, conversation] = hash.replace(/^#\/?/, "").split("/");
  if (!PAGES.includes(page as Page)) return { page: "chats" };
  if (page !== "chats" || !conversation) return { page: page as Page };
  try {
    return { page, conversation: decodeURIComponent(conversation) };
  } catch {
    return { page };
  }
}

export function hashOf({ page, conversation }: Place): string {
  return conversation === undefined ? `#/${page}` : `#/${page}/${encodeURIComponent(conversation)}`;
}
