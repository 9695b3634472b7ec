// Tells screen readers of offers and of what people write, each once, in live regions of their own.

import { useEffect, useRef, useState } from "preact/hooks";
import { isMine, nameOf, unread } from "../chats";
import type { Place } from "../places";
import type { Station } from "../station";
import { useDesk } from "./context";

/** Long enough for every reader to pick the words up; they are queued there, not here. */
const STAYS_MS = 5_000;

interface Line {
  key: number;
  text: string;
  urgent: boolean;
}

export function Announcer({ station, place }: { station: Station; place: Place }) {
  const { words } = useDesk();
  const [lines, setLines] = useState<readonly Line[]>([]);
  const open = useRef(place);
  open.current = place;

  useEffect(() => {
    let count = 0;
    const speak = (text: string, urgent = false) => {
      const key = ++count;
      setLines((before) => [...before, { key, text, urgent }]);
      setTimeout(() => setLines((before) => before.filter((line) => line.key !== key)), STAYS_MS);
    };
    return station.watch((event, before) => {
      if (event.type === "offer" && !before.offers.some((known) => known.handoff === event.offer.handoff)) {
        const { category } = event.offer;
        const name = words.person(event.offer.name);
        speak(words.say("announce.offer", { name, category: words.category(category) }), true);
      }
      if (event.type !== "message" || event.message.from.kind !== "user") return;
      const chat = station.now.chats[event.conversation];
      const known = before.chats[event.conversation]?.log.messages.some(
        ({ seq }) => seq === event.message.seq,
      );
      if (!chat || known || !isMine(chat, station.now.me)) return;
      const name = nameOf(chat.view.person, words.say("author.user"));
      if (open.current.conversation === event.conversation) {
        speak(words.say("announce.says", { author: name, text: event.message.text }));
      } else {
        speak(words.count("announce.elsewhere", unread(chat)).replace("{name}", name));
      }
    });
  }, [station, words]);

  return (
    <div class="unseen">
      <Region lines={lines.filter((line) => !line.urgent)} live="polite" />
      <Region lines={lines.filter((line) => line.urgent)} live="assertive" />
    </div>
  );
}

function Region({ lines, live }: { lines: readonly Line[]; live: "polite" | "assertive" }) {
  return (
    <div class={`announcer is-${live}`} aria-live={live} aria-relevant="additions" aria-atomic="false">
      {lines.map((line) => (
        <p key={line.key}>{line.text}</p>
      ))}
    </div>
  );
}
