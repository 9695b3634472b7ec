// Rings for offers and for what comes into a chat that is not before one's eyes.

import { useEffect, useRef } from "preact/hooks";
import { isMine } from "../chats";
import type { Place } from "../places";
import type { Bell } from "../sound";
import type { Station } from "../station";

export function useSounds(station: Station, bell: Bell, place: Place): void {
  const open = useRef(place);
  open.current = place;
  useEffect(() => {
    const arm = () => bell.arm();
    const gestures = ["pointerdown", "keydown"] as const;
    for (const gesture of gestures) window.addEventListener(gesture, arm);
    const leave = station.watch((event, before) => {
      if (!station.shelves.habit("sound")) return;
      if (event.type === "offer" && !before.offers.some((known) => known.handoff === event.offer.handoff)) {
        bell.ring("offer");
      }
      if (event.type === "message" && event.message.from.kind === "user") {
        const chat = station.now.chats[event.conversation];
        const seen =
          document.visibilityState === "visible" && open.current.conversation === event.conversation;
        if (chat && isMine(chat, station.now.me) && !seen) bell.ring("message");
      }
    });
    return () => {
      for (const gesture of gestures) window.removeEventListener(gesture, arm);
      leave();
    };
  }, [station, bell]);
}
