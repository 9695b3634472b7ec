// The page of the video calls: who waits, or the call that one has. It is fetched when it is opened for the first time.

import { useEffect, useLayoutEffect, useMemo, useState } from "preact/hooks";
import { CallWords } from "../../call/words/words";
import { Figures } from "../../words/figures";
import { CallsContext } from "./context";
import { WaitingLine } from "./line";
import { Meeting } from "./meeting";
import { Verifier } from "./verifier";
import { CallsWords } from "./words";

/** One for each load of the console: a call goes on while one looks at another page. */
const verifier = new Verifier(location.origin);

export function CallsPage() {
  const [, redraw] = useState(0);
  const calls = useMemo(() => {
    const locale = navigator.language;
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
    return {
      verifier,
      words: new CallsWords(locale),
      shared: new CallWords(locale),
      figures: new Figures(locale, zone),
    };
  }, []);
  useLayoutEffect(() => verifier.watch(() => redraw((count) => count + 1)), []);
  useEffect(() => {
    verifier.open();
    return () => verifier.close();
  }, []);
  const { words } = calls;
  const { line, state } = verifier.now;
  return (
    <CallsContext.Provider value={calls}>
      <div class="page is-wide">
        <header class="page-head">
          <h1>{words.say("calls.title")}</h1>
        </header>
        {line === "offline" && (
          <p class="wrong" role="alert">
            {words.say("calls.offline")}
          </p>
        )}
        {line === "refused" ? (
          <p>{words.say("calls.refused")}</p>
        ) : state === null ? (
          <p role="status">{words.say("calls.opening")}</p>
        ) : state.state === "elsewhere" ? (
          <p>
            {words.say("calls.elsewhere")}{" "}
            <button type="button" class="button" onClick={() => verifier.takeHere()}>
              {words.say("calls.here")}
            </button>
          </p>
        ) : state.state === "idle" ? (
          <>
            <p class="faint">{words.say("calls.explain")}</p>
            <WaitingLine />
          </>
        ) : (
          <Meeting state={state} />
        )}
      </div>
    </CallsContext.Provider>
  );
}
