// The page before the line: the checks, the document, and the ways on.

import { useEffect, useMemo, useState } from "preact/hooks";
import { Preflight } from "../preflight";
import { CHECKS, type PersonState } from "../wire";
import { CheckRow } from "./check_row";
import { Closed } from "./closed";
import { useSetting } from "./context";
import { Heading } from "./heading";
import { Phone } from "./phone";
import { Slots } from "./slots";
import { Video } from "./video";

export function Checks({ state }: { state: PersonState }) {
  const { caller, words, figures } = useSetting();
  const [, redraw] = useState(0);
  const [error, setError] = useState<string>();
  const [choosing, setChoosing] = useState(false);
  const preflight = useMemo(
    () =>
      new Preflight({
        servers: () => caller.now.servers,
        changed: () => redraw((count) => count + 1),
        report: (results) => void caller.report(results),
      }),
    [caller],
  );
  useEffect(() => {
    preflight.look();
    return () => preflight.close();
  }, [preflight]);

  const required = caller.now.welcome?.required ?? CHECKS;
  const { rows, results, busy } = preflight;
  if (rows.some((row) => row.state === "done" && row.problem === "phone")) return <Phone />;
  if (choosing) return <Slots back={() => setChoosing(false)} />;

  const made = CHECKS.filter((check) => check !== "document");
  const done = made.filter((check) => results[check] !== undefined).length;
  const missing = preflight.missing(required);
  const failing = missing.filter((check) => results[check] === "failed").length;
  const begun = busy || done > 3 || rows.some((row) => row.state === "done" && row.problem);
  const join = async () => {
    setError(undefined);
    const told = await caller.report(preflight.results);
    const reply = told.ok ? await caller.join() : told;
    if (!reply.ok) setError(words.refusal(reply));
  };
  return (
    <>
      <Heading text={words.say("preflight.title")} />
      <p>{words.say("preflight.lead")}</p>
      {state.due_at && (
        <p>{words.say("preflight.due", { time: figures.moment(state.due_at, caller.time) })}</p>
      )}
      <p class="faint">{words.say("preflight.private")}</p>
      {!state.open && <Closed state={state} />}
      {!begun && (
        <div class="panel">
          <p>{words.say("preflight.asks")}</p>
          <button type="button" class="button is-main" onClick={() => void preflight.run()}>
            {words.say("preflight.start")}
          </button>
        </div>
      )}
      {begun && preflight.camera && (
        <Video stream={preflight.camera} label={words.say("preflight.preview")} own />
      )}
      <p class="progress" role="status">
        {begun && <Told busy={busy} done={done} all={made.length} missing={missing} failing={failing} />}
      </p>
      <ol class="checks">
        {rows.map((row) => (
          <CheckRow
            key={row.check}
            row={row}
            required={required.includes(row.check)}
            busy={busy}
            again={() => void preflight.again(row.check)}
          >
            {row.check === "sound" && row.state === "running" && (
              <p>
                {words.say("preflight.speak")}{" "}
                <meter aria-label={words.say("preflight.level")} min={0} max={1} value={preflight.level} />
              </p>
            )}
            {row.check === "document" && (
              <label class="tick">
                <input
                  type="checkbox"
                  checked={results.document === "passed"}
                  onChange={(event) => preflight.documentAtHand(event.currentTarget.checked)}
                />
                <span>{words.say("preflight.document_label")}</span>
              </label>
            )}
          </CheckRow>
        ))}
      </ol>
      {error !== undefined && (
        <p class="wrong" role="alert">
          {error}
        </p>
      )}
      <div class="ways">
        {state.open && (
          <button
            type="button"
            class="button is-main"
            aria-disabled={busy || missing.length > 0}
            onClick={() => !busy && missing.length === 0 && void join()}
          >
            {words.say("preflight.join")}
          </button>
        )}
        <button type="button" class="button" onClick={() => setChoosing(true)}>
          {words.say("preflight.or_slot")}
        </button>
        {begun && !busy && (
          <button type="button" class="button is-plain" onClick={() => void preflight.run()}>
            {words.say("preflight.restart")}
          </button>
        )}
      </div>
    </>
  );
}

interface Told {
  busy: boolean;
  done: number;
  all: number;
  missing: readonly string[];
  /** How many of those were made, and did not pass. */
  failing: number;
}

function Told({ busy, done, all, missing, failing }: Told) {
  const { words } = useSetting();
  if (busy) return <>{words.say("preflight.progress", { done, all })}</>;
  if (missing.length === 0) {
    return <>{words.say(done === all ? "preflight.ready" : "preflight.nearly_ready")}</>;
  }
  if (missing.length === 1 && missing[0] === "document") return <>{words.say("preflight.nearly")}</>;
  if (failing === 0) return null;
  return <>{words.count("preflight.missing", failing)}</>;
}
