// Lines above the page: how the line is, promises about to break, and what came of the last thing one did.

import type { Page } from "../places";
import { type Desk, left, serverTime } from "../state";
import type { Offer } from "../wire";
import { stretch } from "../words/words";
import { useDesk, useNow, type Word } from "./context";
import { answerOffer } from "./offers";

const TICK_MS = 15_000;
const OFFER_TICK_MS = 500;

export function Banners({ now, word, page }: { now: Desk; word: Word | null; page: Page }) {
  return (
    <div class="banners">
      <LineBanner now={now} />
      {page !== "chats" && now.offers[0] && <OfferBanner now={now} offer={now.offers[0]} />}
      <AlertBanner now={now} />
      <div class="word-place" role="status">
        {word && !word.wrong && <p class="notice is-good">{word.text}</p>}
      </div>
      <div class="word-place" role="alert">
        {word?.wrong && <p class="notice is-wrong">{word.text}</p>}
      </div>
    </div>
  );
}

function LineBanner({ now }: { now: Desk }) {
  const { station, words } = useDesk();
  // The first connecting is quick and needs no words; a returning line does.
  const returning = now.line === "connecting" && now.me !== null;
  return (
    <div role="status">
      {now.line === "offline" && (
        <p class="notice is-wrong">
          {words.say("line.offline")}{" "}
          <button type="button" class="link" onClick={() => station.wake()}>
            {words.say("line.retry")}
          </button>
        </p>
      )}
      {returning && <p class="notice">{words.say("line.connecting")}</p>}
    </div>
  );
}

/** An offer, where the list of them is not in sight. */
function OfferBanner({ now, offer }: { now: Desk; offer: Offer }) {
  const setting = useDesk();
  const { words } = setting;
  const remaining = left(now, offer.until, useNow(OFFER_TICK_MS));
  const name = words.person(offer.name);
  return (
    <section class="notice is-offer" aria-label={words.say("offers.title")}>
      <p>
        <b>{words.say("offer.label", { name, category: words.category(offer.category) })}</b>{" "}
        <span role="timer">{words.say("offer.left", { time: stretch(remaining + 999) })}</span>
      </p>
      <button type="button" class="button is-main" onClick={() => void answerOffer(setting, offer, "accept")}>
        {words.say("offer.accept")}
      </button>
      <button type="button" class="button" onClick={() => void answerOffer(setting, offer, "decline")}>
        {words.say("offer.decline")}
      </button>
    </section>
  );
}

function AlertBanner({ now }: { now: Desk }) {
  const { words, figures, go } = useDesk();
  const at = serverTime(now, useNow(TICK_MS));
  const first = now.alerts[0];
  return (
    <div role="status">
      {first && (
        <p class="notice is-due">
          <b>{words.count("alerts.title", now.alerts.length)}.</b>{" "}
          {words.say("alerts.item", {
            what: first.what,
            name: words.person(first.name),
            time: figures.distance(first.due_at, at),
          })}{" "}
          <button type="button" class="link" onClick={() => go({ page: "follow_ups" })}>
            {words.say("alerts.show")}
          </button>
        </p>
      )}
    </div>
  );
}
