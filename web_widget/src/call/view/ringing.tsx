// It is the person's turn: a big button, the time that is left, and a sound.

import { useEffect, useState } from "preact/hooks";
import { openBoth } from "../checks/media";
import type { PersonState } from "../wire";
import { stretch } from "../words/words";
import { useSetting, useTick } from "./context";
import { Heading } from "./heading";

const TICK_MS = 500;
const RINGS_EVERY_MS = 3_000;

export function Ringing({ state, ring }: { state: PersonState; ring: () => void }) {
  const { caller, words, browser } = useSetting();
  const [opening, setOpening] = useState(false);
  const [error, setError] = useState<string>();
  useTick(TICK_MS);
  useEffect(() => {
    ring();
    const ringing = setInterval(ring, RINGS_EVERY_MS);
    return () => clearInterval(ringing);
  }, []);

  const join = async () => {
    if (opening) return;
    setOpening(true);
    setError(undefined);
    const { stream, finding } = await openBoth();
    if (stream) {
      const reply = await caller.answer(stream);
      if (!reply.ok) setError(words.refusal(reply));
    } else if (finding.problem) {
      setError(`${words.say(`problem.${finding.problem}`)} ${words.fix(finding.problem, browser)}`);
    }
    setOpening(false);
  };
  const left = state.ring_until ? Date.parse(state.ring_until) - caller.time : undefined;
  return (
    <div class="ringing">
      <Heading text={words.say("ringing.title")} />
      <p>
        {state.verifier
          ? words.say("ringing.text", { name: state.verifier })
          : words.say("ringing.text_unnamed")}
      </p>
      <button type="button" class="button is-main is-big" aria-disabled={opening} onClick={() => void join()}>
        {words.say(opening ? "ringing.opening" : "ringing.join")}
      </button>
      {left !== undefined && (
        <p class="countdown" role="timer">
          {words.say("ringing.left", { time: stretch(left) })}
        </p>
      )}
      {error !== undefined && (
        <p class="wrong" role="alert">
          {error}
        </p>
      )}
      <p class="faint">{words.say("ringing.missed")}</p>
    </div>
  );
}
