// In line: the place, an honest estimate, and the ways out of it.

import { useState } from "preact/hooks";
import type { PersonState } from "../wire";
import { useSetting } from "./context";
import { Heading } from "./heading";
import { Slots } from "./slots";
import { Sure } from "./sure";

const SOON_S = 120;

export function Waiting({ state }: { state: PersonState }) {
  const { caller, words } = useSetting();
  const [choosing, setChoosing] = useState(false);
  const [leaving, setLeaving] = useState(false);
  if (choosing) return <Slots back={() => setChoosing(false)} />;
  const { position, wait_s, verifiers } = state;
  const estimate =
    wait_s === null || wait_s === undefined
      ? words.say("waiting.estimate_unknown")
      : wait_s < SOON_S
        ? words.say("waiting.estimate_soon")
        : words.say("waiting.estimate", { minutes: Math.ceil(wait_s / 60) });
  return (
    <>
      <Heading text={words.say("waiting.title")} />
      <dl class="figures">
        <div>
          <dt>{words.say("waiting.position")}</dt>
          <dd>{position ?? "–"}</dd>
        </div>
        <div>
          <dt>{words.say("waiting.estimate_label")}</dt>
          <dd>{estimate}</dd>
        </div>
      </dl>
      <p class="unseen" role="status">
        {words.say("waiting.position")}: {position ?? "–"}
      </p>
      {position === 1 && <p>{words.say("waiting.next")}.</p>}
      <p>{verifiers > 0 ? words.count("waiting.verifiers", verifiers) : words.say("waiting.no_verifiers")}</p>
      {verifiers > 0 && typeof wait_s !== "number" && (
        <p class="faint">{words.say("waiting.estimate_why")}</p>
      )}
      <p>{words.say("waiting.keep")}</p>
      <p class="faint">{words.say("waiting.closed_tab")}</p>
      {leaving ? (
        <Sure
          question={words.say("waiting.sure")}
          yes={words.say("waiting.leave")}
          no={words.say("waiting.stay")}
          decide={(sure) => {
            setLeaving(false);
            if (sure) void caller.leave();
          }}
        />
      ) : (
        <div class="ways">
          <button type="button" class="button" onClick={() => setChoosing(true)}>
            {words.say("waiting.slot")}
          </button>
          <button type="button" class="button is-plain" onClick={() => setLeaving(true)}>
            {words.say("waiting.leave")}
          </button>
        </div>
      )}
    </>
  );
}
