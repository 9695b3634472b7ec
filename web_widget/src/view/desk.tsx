// How it stands with the people of the desk: the place in line, when the desk opens, what was promised.

import type { Conversation } from "../conversation";
import { useSetting } from "./context";

const MINUTE_S = 60;

export function DeskNote({ now }: { now: Conversation }) {
  const lines = useLines(now);
  return (
    <div role="status">
      {lines.length > 0 && (
        <div class="note">
          {lines.map((line) => (
            <p key={line}>{line}</p>
          ))}
        </div>
      )}
    </div>
  );
}

function useLines({ state }: Conversation): string[] {
  const { words, figures } = useSetting();
  if (!state) return [];
  const lines: string[] = [];
  // Who waits may talk on with the assistant meanwhile.
  if (state.queue || state.owner === "queue") {
    const { position, wait_s } = state.queue ?? { position: 0, wait_s: null };
    if (position > 1) lines.push(words.say("queue.position", { position }));
    else lines.push(words.say(position === 1 ? "queue.next" : "queue.waiting"));
    if (wait_s !== null && position > 0) {
      lines.push(words.count("queue.wait", Math.max(1, Math.ceil(wait_s / MINUTE_S))));
    }
  }
  if (state.follow_up) {
    const { reference, promised_by } = state.follow_up;
    lines.push(
      promised_by
        ? words.say("follow_up.promised", { reference, time: figures.moment(promised_by) })
        : words.say("follow_up.given", { reference }),
    );
  }
  // Whoever is answered by the assistant need not know the desk's hours before they ask for a person.
  if (state.desk && !state.desk.open && (state.owner === "nobody" || state.follow_up)) {
    const { opens_at, zone } = state.desk;
    if (opens_at) {
      const { there, here } = figures.opening(opens_at, zone);
      lines.push(
        here
          ? words.say("desk.opens_for_you", { time: there, local: here })
          : words.say("desk.opens", { time: there }),
      );
    } else lines.push(words.say("desk.closed"));
  }
  return lines;
}
