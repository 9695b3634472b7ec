// What a phone or a tablet shows: why the call is not held there, and what to do instead.

import { useState } from "preact/hooks";
import { useSetting } from "./context";
import { Heading } from "./heading";
import { Slots } from "./slots";

export function Phone() {
  const { words } = useSetting();
  const [choosing, setChoosing] = useState(false);
  if (choosing) return <Slots back={() => setChoosing(false)} />;
  return (
    <>
      <Heading text={words.say("phone.title")} />
      <p>{words.say("phone.why")}</p>
      <section class="panel">
        <h2>{words.say("phone.how")}</h2>
        <ol class="steps">
          <li>{words.say("phone.step_1")}</li>
          <li>{words.say("phone.step_2")}</li>
          <li>{words.say("phone.step_3")}</li>
        </ol>
      </section>
      <p>{words.say("phone.not_failed")}</p>
      <p>{words.say("phone.slot")}</p>
      <div class="ways">
        <button type="button" class="button" onClick={() => setChoosing(true)}>
          {words.say("slots.title")}
        </button>
      </div>
    </>
  );
}
