// Gives a chat back to the assistant.

import { useState } from "preact/hooks";
import { useDesk } from "./context";
import { Area } from "./field";
import { Modal } from "./modal";
import { useSubmitting } from "./submitting";

export function GiveBack({ conversation, name }: { conversation: string; name: string }) {
  const { words } = useDesk();
  const [note, setNote] = useState("");
  const { busy, error, send } = useSubmitting();
  const given = note.trim() === "" ? {} : { note: note.trim() };
  const run = () => send("return_to_assistant", { conversation, ...given });
  return (
    <Modal
      title={words.say("return.title", { name })}
      submit={{ label: words.say("return.button"), run, busy }}
      error={error}
      ready
    >
      <p>{words.say("return.explain")}</p>
      <Area label={words.say("return.note")} optional value={note} change={setNote} max={2000} />
    </Modal>
  );
}
