// Promises something to the person of a chat: what, of which kind, and by when.

import { useState } from "preact/hooks";
import { type Desk, serverTime } from "../state";
import { useDesk } from "./context";
import { Area, Labelled, Options } from "./field";
import { Modal } from "./modal";
import { useSubmitting } from "./submitting";

const KINDS = ["check", "reply", "call_back"] as const;

export function PromiseDialog({
  now,
  conversation,
  name,
}: {
  now: Desk;
  conversation: string;
  name: string;
}) {
  const { words, tell } = useDesk();
  const [kind, setKind] = useState<string>(KINDS[0]);
  const [what, setWhat] = useState("");
  const [due, setDue] = useState("");
  const { busy, error, complain, send } = useSubmitting<{ reference?: string }>();
  const run = async () => {
    if (what.trim() === "") return complain(words.say("promise.what_missing")) as undefined;
    // The field has no zone: it is this browser's.
    const at = due === "" ? undefined : new Date(due);
    if (at && at.getTime() <= serverTime(now, Date.now()))
      return complain(words.say("promise.past")) as undefined;
    const given = at ? { due_at: at.toISOString() } : {};
    return send("promise", { conversation, kind, what: what.trim(), ...given }, ({ reference = "" }) =>
      tell({ text: words.say("promise.made", { reference }) }),
    );
  };
  return (
    <Modal
      title={words.say("promise.title", { name })}
      submit={{ label: words.say("promise.button"), run, busy }}
      error={error}
    >
      <p>{words.say("promise.explain", { name })}</p>
      <Area label={words.say("promise.what")} value={what} change={setWhat} rows={2} max={500} />
      <Options
        label={words.say("promise.kind")}
        value={kind}
        change={setKind}
        options={KINDS.map((one) => ({ id: one, label: words.say(`promise.kind.${one}`) }))}
      />
      <Labelled label={words.say("promise.due")} optional hint={words.say("promise.due_hint")}>
        {(wiring) => (
          <input
            {...wiring}
            type="datetime-local"
            value={due}
            onInput={(event) => setDue(event.currentTarget.value)}
          />
        )}
      </Labelled>
    </Modal>
  );
}
