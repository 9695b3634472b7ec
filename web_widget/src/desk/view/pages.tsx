// Shows the page that one is on.

import type { Chat } from "../chats";
import type { Place } from "../places";
import { type Desk, supervises } from "../state";
import { ChatsPage } from "./chats_page";
import { FiledPage } from "./filed";
import { FollowUps } from "./follow_ups";
import { SearchPage } from "./search";
import { Team } from "./team";

export function Pages({ now, place, chats }: { now: Desk; place: Place; chats: readonly Chat[] }) {
  switch (place.page) {
    case "follow_ups":
      return <FollowUps now={now} />;
    case "search":
      return <SearchPage />;
    case "reports":
    case "requests":
      return <FiledPage key={place.page} page={place.page} online={now.line === "online"} />;
    case "team":
      if (supervises(now.me)) return <Team now={now} />;
      break;
  }
  return <ChatsPage now={now} chats={chats} conversation={place.conversation} />;
}
