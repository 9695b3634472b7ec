// Shows the page that one is on.

import { Calls } from "../calls/lazy";
import type { Chat } from "../chats";
import type { Place } from "../places";
import { pagesOf } from "../roles";
import type { Desk } from "../state";
import { ChatsPage } from "./chats_page";
import { FiledPage } from "./filed";
import { FollowUps } from "./follow_ups";
import { SearchPage } from "./search";
import { Team } from "./team";

export function Pages({ now, place, chats }: { now: Desk; place: Place; chats: readonly Chat[] }) {
  const pages = pagesOf(now.me);
  const page = pages.includes(place.page) ? place.page : (pages[0] ?? "chats");
  switch (page) {
    case "follow_ups":
      return <FollowUps now={now} />;
    case "search":
      return <SearchPage />;
    case "reports":
    case "requests":
      return <FiledPage key={page} page={page} me={now.me} online={now.line === "online"} />;
    case "team":
      return <Team now={now} />;
    case "calls":
      return <Calls />;
    case "chats":
      return <ChatsPage now={now} chats={chats} conversation={place.conversation} />;
  }
}
