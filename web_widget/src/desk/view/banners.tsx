// Lines above the page: how the line is, promises about to break, and what came of the last thing one did.

import { type Desk, serverTime } from "../state";
import { useDesk, useNow, type Word } from "./context";

const TICK_MS = 15_000;

export function Banners({ now, word }: { now: Desk; word: Word | null }) {
  return (
    <div class="banners">
      <LineBanner now={now} />
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
