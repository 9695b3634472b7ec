// Who waits, in order, and for how long by now.

import { type Desk, serverTime } from "../state";
import { stretch } from "../words/words";
import { useDesk, useNow } from "./context";

const TICK_MS = 1_000;

export function Queue({ now }: { now: Desk }) {
  const { words } = useDesk();
  const at = serverTime(now, useNow(TICK_MS));
  return (
    <section>
      <h2>
        {words.say("queue.title")}
        {now.queue.length > 0 && <span class="heading-count">{now.queue.length}</span>}
      </h2>
      {now.queue.length === 0 ? (
        <p class="faint side-empty">{words.say("queue.empty")}</p>
      ) : (
        <ol class="entries">
          {now.queue.map((waiting) => (
            <li key={waiting.handoff} class="entry is-still">
              <span class="entry-head">
                <b class="entry-name">{waiting.name}</b>
                <span class="entry-time figure">{stretch(at - Date.parse(waiting.since))}</span>
              </span>
              <span class="entry-line faint">
                <span class="entry-text">
                  {words.named("category", waiting.category)} · {words.named("reason", waiting.reason)}
                </span>
                <span class="unseen">{words.say("queue.position", { position: waiting.position })}</span>
              </span>
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}
