// The appointment that was made, above whatever else is shown.

import type { PersonState } from "../wire";
import { useSetting } from "./context";

export function Booked({ state }: { state: PersonState }) {
  const { caller, words, figures } = useSetting();
  const at = state.call_back_at;
  if (!at || Date.parse(at) < caller.time) return null;
  return (
    <section class="panel note" role="status">
      <h2>{words.say("booked.title")}</h2>
      <p>
        {words.say("booked.text", { time: figures.moment(at, caller.time) })} {words.say("booked.mail")}
      </p>
    </section>
  );
}
