// Who waits for a call, in order, with the button that calls the next.

import { useState } from "preact/hooks";
import { browserOf } from "../../call/checks/browser";
import { openBoth } from "../../call/checks/media";
import type { InLine } from "../../call/wire";
import { useNow } from "../view/context";
import { stretch } from "../words/words";
import { useCalls } from "./context";

const TICK_MS = 1_000;

export function WaitingLine() {
  const { verifier, words, shared } = useCalls();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string>();
  useNow(TICK_MS);
  const waiting = verifier.now.waiting?.waiting ?? [];
  const last = verifier.now.state?.last;

  const next = async () => {
    if (busy || waiting.length === 0) return;
    setBusy(true);
    setError(undefined);
    // The own camera first: nobody is called to a verifier whom they could not see.
    const { stream, finding } = await openBoth();
    if (stream) {
      verifier.talk.bring(stream);
      const reply = await verifier.next();
      if (!reply.ok) {
        verifier.talk.end();
        setError(words.refusal(reply));
      }
    } else if (finding.problem) {
      const problem = `${shared.say(`problem.${finding.problem}`)} ${shared.fix(finding.problem, browserOf(navigator.userAgent))}`;
      setError(words.say("next.no_media", { problem }));
    }
    setBusy(false);
  };
  return (
    <>
      {last && (
        <p class="faint" role="status">
          {words.say("last.title", { state: words.named("last", last.state) })}
        </p>
      )}
      <div class="calls-next">
        <button
          type="button"
          class="button is-main"
          aria-disabled={busy || waiting.length === 0}
          onClick={() => void next()}
        >
          {words.say("next.call")}
        </button>
        <p class="faint">{words.say("next.hint")}</p>
      </div>
      {error !== undefined && (
        <p class="wrong" role="alert">
          {error}
        </p>
      )}
      <section>
        <h2>{words.say("line.title")}</h2>
        {waiting.length === 0 && (
          <p class="page-empty">
            {words.say(verifier.now.waiting?.open === false ? "line.closed" : "line.empty")}
          </p>
        )}
        <ol class="cards">
          {waiting.map((one) => (
            <Waiter key={one.visit} one={one} />
          ))}
        </ol>
      </section>
    </>
  );
}

function Waiter({ one }: { one: InLine }) {
  const { verifier, words, shared } = useCalls();
  const failed = Object.entries(one.checks).filter(([, outcome]) => outcome === "failed");
  return (
    <li class="card calls-waiter">
      <p class="calls-head">
        <b>
          {one.position}. <span dir="auto">{one.name}</span>
        </b>
        <span class="figure">
          {words.say("line.waits", { time: stretch(verifier.time - Date.parse(one.since)) })}
        </span>
      </p>
      <p class="faint">
        {failed.length === 0
          ? words.say("line.checks_passed")
          : words.say("line.checks_failed", {
              checks: failed.map(([check]) => shared.named("check", check)).join(", "),
            })}
      </p>
    </li>
  );
}
