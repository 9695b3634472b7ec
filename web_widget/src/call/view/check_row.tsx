// One check: how it went, and where it did not pass, what to do and a button to make it again.

import type { ComponentChildren } from "preact";
import type { Row } from "../preflight";
import { useSetting } from "./context";

interface Props {
  row: Row;
  required: boolean;
  busy: boolean;
  again: () => void;
  children?: ComponentChildren;
}

const MARKS = {
  open: "",
  running: "",
  passed: "M5 12.500l4.500 4.500L19 7.500",
  failed: "M12 6v7 M12 17v.100",
  skipped: "M7 12h10",
};

export function CheckRow({ row, required, busy, again, children }: Props) {
  const { words, browser } = useSetting();
  const now = row.state === "done" ? row.outcome : row.state;
  const problem = row.state === "done" ? row.problem : undefined;
  const name = words.say(`check.${row.check}`);
  return (
    <li class={`check-row is-${now}${required ? " is-required" : ""}`}>
      <span class="mark" aria-hidden="true">
        <svg viewBox="0 0 24 24" class="icon" aria-hidden="true" focusable="false">
          <path d={MARKS[now]} />
        </svg>
      </span>
      <div class="check-body">
        <p class="check-head">
          <b>{name}</b>
          <span class="check-state">
            {words.say(`outcome.${now}`)}
            {now === "failed" && !required && ` (${words.say("preflight.optional")})`}
          </span>
        </p>
        {row.state === "done" && row.detail && <p class="faint">{row.detail}</p>}
        {problem && (
          <p class="problem">
            <b>{words.say(`problem.${problem}`)}</b> {words.fix(problem, browser)}
          </p>
        )}
        {children}
      </div>
      {now === "failed" && (
        <button
          type="button"
          class="button"
          aria-label={words.say("preflight.again_name", { check: name })}
          aria-disabled={busy}
          onClick={() => !busy && again()}
        >
          {words.say("preflight.again")}
        </button>
      )}
    </li>
  );
}
