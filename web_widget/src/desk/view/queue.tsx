// Who waits, in order, and for how long by now.

import { type Desk, serverTime } from "../state";
import type { Waiting } from "../wire";
import { stretch } from "../words/words";
import { type DeskSetting, useDesk, useNow } from "./context";

const TICK_MS = 1_000;

export function Queue({ now }: { now: Desk }) {
  const setting = useDesk();
  const { words } = setting;
  const at = serverTime(now, useNow(TICK_MS));
  // Those who are offered to oneself stand above already.
  const mine = new Set(now.offers.map((offer) => offer.handoff));
  const others = now.queue.filter((waiting) => !mine.has(waiting.handoff));
  return (
    <section>
      <h2>
        {words.say("queue.title")}
        {others.length > 0 && <span class="heading-count">{others.length}</span>}
      </h2>
      {others.length === 0 ? (
        <p class="faint side-empty">{words.say("queue.empty")}</p>
      ) : (
        <ol class="entries">
          {others.map((waiting) => (
            <li key={waiting.handoff} class="entry is-still">
              <span class="entry-head">
                <b class="entry-name">{words.person(waiting.name)}</b>
                <span class="entry-time figure">{stretch(at - Date.parse(waiting.since))}</span>
              </span>
              <span class="entry-line faint">
                <span class="entry-text">
                  {words.category(waiting.category)} · {words.named("reason", waiting.reason)}
                </span>
                <span class="unseen">{words.say("queue.position", { position: waiting.position })}</span>
                {waiting.state === "offered" ? (
                  <span>{words.say("queue.offered")}</span>
                ) : (
                  <button
                    type="button"
                    class="link"
                    aria-label={words.say("queue.take_name", { name: words.person(waiting.name) })}
                    onClick={() => void take(setting, waiting)}
                  >
                    {words.say("queue.take")}
                  </button>
                )}
              </span>
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}

/** Take somebody who waits without having been offered; the server knows whether it is their turn. */
async function take({ station, words, go, tell }: DeskSetting, waiting: Waiting): Promise<void> {
  const reply = await station.ask<{ conversation: string }>("accept", { handoff: waiting.handoff });
  if (reply.ok) go({ page: "chats", conversation: reply.result.conversation }, "reply");
  else tell({ text: words.refusal(reply), wrong: true });
}
