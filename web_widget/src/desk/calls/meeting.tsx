// The call that a verifier has: it rings, or the person is there, with their record and the verdict beside them.

import { useEffect } from "preact/hooks";
import { openBoth } from "../../call/checks/media";
import { Stage } from "../../call/view/stage";
import { Texts } from "../../call/view/texts";
import type { VerifierState } from "../../call/wire";
import { useNow } from "../view/context";
import { stretch } from "../words/words";
import { useCalls } from "./context";
import { Record } from "./record";
import { VerdictForm } from "./verdict";

const TICK_MS = 1_000;

export function Meeting({ state }: { state: VerifierState }) {
  const { verifier, words, shared } = useCalls();
  const { talk } = verifier;
  useNow(TICK_MS);
  // The console was loaded again in the middle of the call: the browser remembers the permission.
  useEffect(() => {
    if (talk.now.own) return;
    void openBoth().then(({ stream }) => stream && talk.bring(stream));
  }, []);
  const { person, visit } = state;
  const until = state.state === "ringing" ? state.ring_until : state.ends_at;
  const time = until ? stretch(Date.parse(until) - verifier.time) : "";
  if (!person || !visit) return null;
  return (
    <div class="calls-meeting">
      <div>
        {state.state === "ringing" ? (
          <div class="calls-ringing" role="status">
            <p>
              <b>{words.say("ringing.title", { name: person.name })}</b>
            </p>
            <p class="figure">{words.say("ringing.left", { time })}</p>
            <button type="button" class="button" onClick={() => void verifier.putBack(visit)}>
              {words.say("ringing.back")}
            </button>
          </div>
        ) : (
          <>
            <Stage talk={talk} words={shared} name={person.name}>
              <p class="faint figure">{words.say("call.left", { time })}</p>
            </Stage>
            <Texts talk={talk} words={shared} side="verifier" name={person.name} />
          </>
        )}
      </div>
      <div class="calls-beside">
        <Record person={person} />
        {state.state === "in_call" && <VerdictForm key={visit} visit={visit} />}
      </div>
    </div>
  );
}
