// The appointment that was made, above whatever else is shown.

import { useState } from "preact/hooks";
import type { PersonState } from "../wire";
import { useSetting } from "./context";

export function Booked({ state }: { state: PersonState }) {
  const { caller, words, figures } = useSetting();
  const [error, setError] = useState<string>();
  const at = state.call_back_at;
  if (!at || Date.parse(at) < caller.time) return null;
  const giveBack = async () => {
    const reply = await caller.unbook();
    if (!reply.ok) return setError(words.refusal(reply));
    // The button goes with the appointment.
    document.querySelector("h1")?.focus();
  };
  return (
    <section class="panel note">
      <div role="status">
        <h2>{words.say("booked.title")}</h2>
        <p>
          {words.say("booked.text", { time: figures.moment(at, caller.time) })} {words.say("booked.mail")}
        </p>
      </div>
      {error !== undefined && (
        <p class="wrong" role="alert">
          {error}
        </p>
      )}
      <div class="ways">
        <button type="button" class="button" onClick={() => void giveBack()}>
          {words.say("booked.cancel")}
        </button>
      </div>
    </section>
  );
}
