// Decides an appeal or a request: a reason that its asker reads, and one of two buttons.

import { useState } from "preact/hooks";
import { useDesk } from "./context";
import { Area } from "./field";

const REASON_MAX = 1000;

export function Decision({ reference, decided }: { reference: string; decided: () => void }) {
  const { station, words } = useDesk();
  const [reason, setReason] = useState("");
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string>();
  const decide = async (decision: "granted" | "declined") => {
    if (busy) return;
    if (reason.trim() === "") return setError(words.say("decision.reason_missing"));
    setBusy(true);
    setError(undefined);
    const reply = await station.ask("decide", { reference, decision, reason: reason.trim() });
    setBusy(false);
    if (reply.ok) decided();
    else setError(words.refusal(reply));
  };
  return (
    <fieldset class="decision" aria-label={words.say("decision.title", { reference })}>
      <Area
        label={words.say("decision.reason")}
        hint={words.say("decision.hint")}
        error={error}
        value={reason}
        change={setReason}
        max={REASON_MAX}
      />
      <p>
        <button
          type="button"
          class="button is-main"
          aria-disabled={busy}
          onClick={() => void decide("granted")}
        >
          {words.say("decision.grant")}
        </button>
        <button type="button" class="button" aria-disabled={busy} onClick={() => void decide("declined")}>
          {words.say("decision.decline")}
        </button>
      </p>
    </fieldset>
  );
}
