// What would be done, fixed by the server, and the one button that does it.

import { useEffect, useState } from "preact/hooks";
import { type Conversation, fate, left } from "../conversation";
import type { QuoteBlock } from "../protocol";
import { useSetting } from "../view/context";
import { minutesAndSeconds } from "../words/span";

const TICK_MS = 1_000;

export function Quote({ now, quote }: { now: Conversation; quote: QuoteBlock }) {
  const { chat, words, figures } = useSetting();
  const [at, setAt] = useState(Date.now);
  const state = fate(now, quote, at);
  const running = state === "open" || state === "confirming";
  useEffect(() => {
    if (!running) return;
    const ticking = setInterval(() => setAt(Date.now()), TICK_MS);
    return () => clearInterval(ticking);
  }, [running]);
  const why = now.unconfirmed[quote.quote]?.why;
  return (
    <div class={`card quote is-${state}`}>
      <p class="card-title">{quote.summary}</p>
      <dl>
        {quote.lines.map((line) => (
          <div key={line.label}>
            <dt>{line.label}</dt>
            <dd class="figure">{figures.money(line.amount)}</dd>
          </div>
        ))}
      </dl>
      <div class="quote-key">
        <button
          type="button"
          class="action"
          aria-disabled={state !== "open"}
          onClick={() => state === "open" && chat.confirm(quote.quote, quote.summary)}
        >
          {words.say(`quote.${state}`)}
        </button>
        {running && (
          <span class="faint" role="timer">
            {words.say("quote.left", { time: minutesAndSeconds(left(now, quote, at)) })}
          </span>
        )}
      </div>
      {why && state !== "done" && state !== "confirming" && (
        <p class="wrong" role="alert">
          {why}
        </p>
      )}
    </div>
  );
}
