// Chats that are offered, with the time that is left to take them.

import type { Desk } from "../state";
import { left } from "../state";
import type { Offer } from "../wire";
import { stretch } from "../words/words";
import { type DeskSetting, useDesk, useNow } from "./context";
import { SummaryLines } from "./summary";

const TICK_MS = 500;

export function Offers({ now }: { now: Desk }) {
  const { words } = useDesk();
  if (now.offers.length === 0) return null;
  return (
    <section class="offers">
      <h2>{words.say("offers.title")}</h2>
      <ul>
        {now.offers.map((offer) => (
          <li key={offer.handoff}>
            <OfferCard now={now} offer={offer} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function OfferCard({ now, offer }: { now: Desk; offer: Offer }) {
  const setting = useDesk();
  const { words } = setting;
  const remaining = left(now, offer.until, useNow(TICK_MS));
  const name = words.person(offer.name);
  const category = words.category(offer.category);
  return (
    <article class="offer" aria-label={words.say("offer.label", { name, category })}>
      <div class="offer-head">
        <p class="offer-name">{name}</p>
        <span class={remaining < 10_000 ? "offer-left is-short" : "offer-left"} role="timer">
          {words.say("offer.left", { time: stretch(remaining + 999) })}
        </span>
      </div>
      <p class="faint">
        {category} · {words.named("reason", offer.reason)}
      </p>
      {offer.summary && <SummaryLines summary={offer.summary} most={3} />}
      <div class="offer-keys">
        <button
          type="button"
          class="button is-main"
          onClick={() => void answerOffer(setting, offer, "accept")}
        >
          {words.say("offer.accept")}{" "}
          <span class="key" aria-hidden="true">
            A
          </span>
        </button>
        <button type="button" class="button" onClick={() => void answerOffer(setting, offer, "decline")}>
          {words.say("offer.decline")}{" "}
          <span class="key" aria-hidden="true">
            D
          </span>
        </button>
      </div>
    </article>
  );
}

/** Accept an offer and go to its chat, or decline it. */
export async function answerOffer(
  { station, words, go, tell }: DeskSetting,
  offer: Offer,
  answer: "accept" | "decline",
): Promise<void> {
  const reply = await station[answer](offer.handoff);
  if (!reply.ok) tell({ text: words.refusal(reply), wrong: true });
  else if (answer === "accept") go({ page: "chats", conversation: offer.conversation }, "reply");
}
