// What came of it: the verdict with its reason and the next step, or why the call did not come about.

import type { PersonState } from "../wire";
import { useSetting } from "./context";
import { Heading } from "./heading";

type Ended = "passed" | "failed" | "retry" | "abandoned" | "no_show";

export function isEnded(state: string): state is Ended {
  return ["passed", "failed", "retry", "abandoned", "no_show"].includes(state);
}

export function Outcome({ state, ended, begin }: { state: PersonState; ended: Ended; begin: () => void }) {
  const { words, browser } = useSetting();
  const isVerdict = ended === "passed" || ended === "failed" || ended === "retry";
  return (
    <>
      <Heading text={words.say(`${ended}.title`)} />
      <p role="status">{words.say(`${ended}.text`)}</p>
      {isVerdict && ended !== "passed" && state.reason && (
        <figure class="panel reason">
          <figcaption>{words.say("outcome.reason")}</figcaption>
          <blockquote dir="auto">{state.reason}</blockquote>
        </figure>
      )}
      {ended === "failed" && <p>{words.say("failed.next")}</p>}
      {ended === "retry" && <p>{words.say("retry.next")}</p>}
      {ended !== "passed" && ended !== "failed" && (
        <div class="ways">
          <button type="button" class="button is-main" onClick={begin}>
            {words.say(ended === "retry" ? "outcome.to_checks" : "outcome.begin")}
          </button>
        </div>
      )}
      <section class="panel">
        <h2>{words.say("withdraw.title")}</h2>
        <p>{words.withdrawal(browser)}</p>
      </section>
      {(ended === "passed" || ended === "failed") && <p class="faint">{words.say("close.hint")}</p>}
    </>
  );
}
