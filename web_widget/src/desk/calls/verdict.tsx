// The checklist of a call and the verdict, with the reason that the person reads.

import { useState } from "preact/hooks";
import type { Verdict } from "../../call/wire";
import { useCalls } from "./context";

const LIST = ["face", "name", "valid", "marks", "profile"] as const;
const VERDICTS: readonly Verdict[] = ["passed", "retry", "failed"];
const REASON_LIMIT = 1000;

export function VerdictForm({ visit }: { visit: string }) {
  const { verifier, words } = useCalls();
  const [ticked, setTicked] = useState<readonly string[]>([]);
  const [verdict, setVerdict] = useState<Verdict>();
  const [reason, setReason] = useState("");
  const [error, setError] = useState<string>();
  const [busy, setBusy] = useState(false);

  const pick = (picked: Verdict) => {
    const usual = words.say("verdict.reason_passed");
    setVerdict(picked);
    if (picked === "passed" && reason === "") setReason(usual);
    if (picked !== "passed" && reason === usual) setReason("");
  };
  const wrong = () => {
    if (verdict === undefined) return words.say("verdict.pick");
    if (verdict === "passed" && ticked.length < LIST.length) return words.say("verdict.unlisted");
    return reason.trim() ? undefined : words.say("verdict.reason_missing");
  };
  const give = async () => {
    const found = wrong();
    setError(found);
    if (busy || found !== undefined || verdict === undefined) return;
    setBusy(true);
    const reply = await verifier.decide(visit, verdict, reason.trim());
    setBusy(false);
    if (!reply.ok) setError(words.refusal(reply));
  };
  const putBack = async () => {
    const reply = await verifier.putBack(visit);
    if (!reply.ok) setError(words.refusal(reply));
  };
  return (
    <form
      class="calls-part"
      onSubmit={(event) => {
        event.preventDefault();
        void give();
      }}
    >
      <fieldset class="radios">
        <legend>{words.say("list.title")}</legend>
        {LIST.map((item) => (
          <label key={item} class="check">
            <input
              type="checkbox"
              checked={ticked.includes(item)}
              onChange={(event) =>
                setTicked(
                  event.currentTarget.checked ? [...ticked, item] : ticked.filter((each) => each !== item),
                )
              }
            />
            {words.say(`list.${item}`)}
          </label>
        ))}
      </fieldset>
      <fieldset class="radios">
        <legend>{words.say("verdict.title")}</legend>
        {VERDICTS.map((each) => (
          <label key={each} class="radio">
            <input type="radio" name="verdict" checked={each === verdict} onChange={() => pick(each)} />
            {words.say(`verdict.${each}`)}
          </label>
        ))}
      </fieldset>
      <label class="field">
        <span>{words.say("verdict.reason")}</span>
        <textarea
          rows={3}
          maxLength={REASON_LIMIT}
          value={reason}
          onInput={(event) => setReason(event.currentTarget.value)}
        />
      </label>
      {error !== undefined && (
        <p class="wrong" role="alert">
          {error}
        </p>
      )}
      <p class="calls-ways">
        <button type="submit" class="button is-main" aria-disabled={busy}>
          {words.say("verdict.give")}
        </button>
        <button type="button" class="button" onClick={() => void putBack()}>
          {words.say("verdict.back")}
        </button>
      </p>
    </form>
  );
}
