// Said while nobody takes calls: when the line opens, and that a time can be chosen.

import type { PersonState } from "../wire";
import { useSetting } from "./context";

export function Closed({ state }: { state: PersonState }) {
  const { caller, words, figures } = useSetting();
  return (
    <p class="panel note">
      {state.opens_at
        ? words.say("closed.text", { time: figures.moment(state.opens_at, caller.time) })
        : words.say("closed.text_unknown")}{" "}
      {words.say("closed.slot")}
    </p>
  );
}
