// Times to come back instead of waiting, by day; one of them can be booked.

import { useEffect, useState } from "preact/hooks";
import { useSetting } from "./context";
import { Heading } from "./heading";

export function Slots({ back }: { back: () => void }) {
  const { caller, words, figures } = useSetting();
  const [slots, setSlots] = useState<readonly string[]>();
  const [chosen, setChosen] = useState<string>();
  const [error, setError] = useState<string>();
  const look = async () => {
    const reply = await caller.slots();
    if (reply.ok) setSlots(reply.result.slots);
    else setError(words.refusal(reply));
  };
  useEffect(() => void look(), []);

  const book = async () => {
    if (chosen === undefined) return setError(words.say("slots.pick"));
    const reply = await caller.book(chosen);
    if (reply.ok) return back();
    setError(words.refusal(reply));
    setChosen(undefined);
    await look();
  };
  const days = new Map<string, string[]>();
  for (const at of slots ?? []) {
    const day = figures.dayKey(at);
    days.set(day, [...(days.get(day) ?? []), at]);
  }
  return (
    <>
      <Heading text={words.say("slots.title")} />
      <p>{words.say("slots.lead")}</p>
      {slots === undefined && error === undefined && <p role="status">{words.say("slots.loading")}</p>}
      {slots?.length === 0 && <p role="status">{words.say("slots.none")}</p>}
      {[...days].map(([day, times]) => (
        <fieldset key={day} class="day">
          <legend>{figures.day(times[0] ?? day, caller.time)}</legend>
          <div class="times">
            {times.map((at) => (
              <label key={at} class="time">
                <input type="radio" name="slot" checked={at === chosen} onChange={() => setChosen(at)} />
                <span>{figures.time(at)}</span>
              </label>
            ))}
          </div>
        </fieldset>
      ))}
      {error !== undefined && (
        <p class="wrong" role="alert">
          {error}
        </p>
      )}
      <div class="ways">
        {slots !== undefined && slots.length > 0 && (
          <button type="button" class="button is-main" onClick={() => void book()}>
            {words.say("slots.book")}
          </button>
        )}
        <button type="button" class="button" onClick={back}>
          {words.say("slots.back")}
        </button>
      </div>
    </>
  );
}
