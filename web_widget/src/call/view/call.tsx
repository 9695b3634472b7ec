// The call as the person has it.

import { useEffect, useState } from "preact/hooks";
import { openBoth } from "../checks/media";
import type { PersonState } from "../wire";
import { useSetting } from "./context";
import { Heading } from "./heading";
import { Stage } from "./stage";
import { Sure } from "./sure";
import { Texts } from "./texts";

export function Call({ state }: { state: PersonState }) {
  const { caller, words, figures, browser } = useSetting();
  const [leaving, setLeaving] = useState(false);
  const [error, setError] = useState<string>();
  const { talk } = caller;
  const name = state.verifier ?? words.say("call.specialist");

  const turnOn = async () => {
    const { stream, finding } = await openBoth();
    if (stream) talk.bring(stream);
    else if (finding.problem) {
      setError(`${words.say(`problem.${finding.problem}`)} ${words.fix(finding.problem, browser)}`);
    }
  };
  // The page was loaded again in the middle of the call: the browser remembers the permission.
  useEffect(() => {
    if (!talk.now.own) void turnOn();
  }, []);

  return (
    <>
      <Heading text={words.say("call.title", { name })} />
      {error !== undefined && !talk.now.own && (
        <div class="panel note" role="alert">
          <p>
            {words.say("call.no_media")} {error}
          </p>
          <button type="button" class="button" onClick={() => void turnOn()}>
            {words.say("call.turn_on")}
          </button>
        </div>
      )}
      <div class="talk">
        <Stage talk={talk} words={words} name={name}>
          <button type="button" class="button is-warn" onClick={() => setLeaving(true)}>
            {words.say("call.leave")}
          </button>
        </Stage>
        <Texts talk={talk} words={words} side="person" name={name} />
      </div>
      {leaving && (
        <Sure
          question={words.say("call.leave_sure")}
          yes={words.say("call.leave")}
          no={words.say("call.stay")}
          decide={(sure) => {
            setLeaving(false);
            if (sure) void caller.leave();
          }}
        />
      )}
      {state.ends_at && <p class="faint">{words.say("call.ends", { time: figures.time(state.ends_at) })}</p>}
    </>
  );
}
