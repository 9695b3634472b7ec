// Ends a chat and says how it went.

import { useState } from "preact/hooks";
import { type Desk, idOf } from "../state";
import { useDesk } from "./context";
import { Area } from "./field";
import { Modal } from "./modal";
import { useSubmitting } from "./submitting";

export function WrapUp({ now, conversation, name }: { now: Desk; conversation: string; name: string }) {
  const { words } = useDesk();
  const [reason, setReason] = useState("");
  const [note, setNote] = useState("");
  const { busy, error, complain, send } = useSubmitting();
  const run = async () => {
    if (reason === "") return complain(words.say("wrap_up.reason_missing")) as undefined;
    const given = note.trim() === "" ? {} : { note: note.trim() };
    return send("wrap_up", { conversation, reason, ...given });
  };
  return (
    <Modal
      title={words.say("wrap_up.title", { name })}
      submit={{ label: words.say("wrap_up.button"), run, busy }}
      error={error}
    >
      <fieldset class="radios">
        <legend>{words.say("wrap_up.reason")}</legend>
        {now.reasons.map((named) => (
          <label key={idOf(named)} class="radio">
            <input
              type="radio"
              name="reason"
              value={idOf(named)}
              checked={reason === idOf(named)}
              onChange={() => setReason(idOf(named))}
            />
            {words.label("wrap", named)}
          </label>
        ))}
      </fieldset>
      <Area label={words.say("wrap_up.note")} optional value={note} change={setNote} max={2000} />
    </Modal>
  );
}
