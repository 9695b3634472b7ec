// The job post being edited. A newer version of somebody else's is pointed out; what was typed stays.

import { useState } from "preact/hooks";
import type { Chat } from "../chats";
import { amountOf, BUDGET_KINDS, type Editing, editing, REQUIRED, wireFields } from "../job_post";
import type { DraftField, JobDraft } from "../wire";
import type { DeskWords } from "../words/words";
import { useDesk } from "./context";
import { Area, Labelled, Options } from "./field";

interface Props {
  chat: Chat;
  name: string;
  draft: JobDraft | null;
  edited: Editing;
  change: (to: Editing | undefined) => void;
}

const LONG: readonly DraftField[] = ["goal", "deliverables", "skills"];

export function DraftForm({ chat, name, draft, edited, change }: Props) {
  const { station, words } = useDesk();
  const [error, setError] = useState<string>();
  const [wrong, setWrong] = useState<Readonly<Record<string, string>>>({});
  const [busy, setBusy] = useState(false);
  const newer = draft !== null && draft.version > edited.base ? draft : undefined;
  const put = (field: DraftField) => (value: string) => {
    setError(undefined);
    change({ ...edited, fields: { ...edited.fields, [field]: value } });
  };
  const save = async () => {
    if (busy) return;
    const found = faults(edited.fields, words);
    setWrong(found);
    if (Object.keys(found).length > 0) return setError(words.say("draft.wrong"));
    setBusy(true);
    const reply = await station.ask("draft", {
      conversation: chat.view.conversation,
      base: edited.base,
      fields: wireFields(edited.fields),
    });
    setBusy(false);
    if (reply.ok) change(undefined);
    else {
      setWrong(reply.fields ?? {});
      setError(words.refusal(reply));
    }
  };
  const text = (field: DraftField) => ({
    label: words.say(`draft.field.${field}`),
    optional: !REQUIRED.has(field),
    error: wrong[field],
  });
  return (
    <form
      class="draft-form"
      noValidate
      aria-label={words.say("draft.title", { name })}
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
      onKeyDown={(event) => event.key === "Escape" && document.getElementById("thread")?.focus()}
    >
      {newer && (
        <p class="notice is-due" role="status">
          {words.say("draft.newer")}{" "}
          <button type="button" class="link" onClick={() => change(editing(newer))}>
            {words.say("draft.take_newer", { version: newer.version })}
          </button>
        </p>
      )}
      <Line {...text("title")} id="draft-title" value={edited.fields.title} change={put("title")} />
      {LONG.map((field) => (
        <Area key={field} {...text(field)} rows={2} value={edited.fields[field]} change={put(field)} />
      ))}
      <Options
        {...text("budget_kind")}
        value={edited.fields.budget_kind}
        change={put("budget_kind")}
        choose={words.say("draft.kind.none")}
        options={BUDGET_KINDS.map((kind) => ({ id: kind, label: words.say(`draft.kind.${kind}`) }))}
      />
      <Line {...text("budget")} value={edited.fields.budget} change={put("budget")} numeric />
      <Line {...text("timeline")} value={edited.fields.timeline} change={put("timeline")} />
      <p class="hint">{words.say("draft.explain", { name })}</p>
      {error !== undefined && (
        <p class="wrong" role="alert">
          {error}
        </p>
      )}
      <div class="picker-keys">
        <button type="button" class="button" onClick={() => change(undefined)}>
          {words.say("dialog.cancel")}
        </button>
        <button type="submit" class="button is-main" aria-disabled={busy}>
          {words.say("draft.save", { name })}
        </button>
      </div>
    </form>
  );
}

/** What can be told before sending; the server's own check decides. */
function faults(fields: Editing["fields"], words: DeskWords): Record<string, string> {
  const found: Record<string, string> = {};
  for (const field of REQUIRED) {
    if (fields[field].trim() === "") found[field] = words.say("draft.missing");
  }
  if (fields.budget.trim() !== "" && !amountOf(fields.budget)) found.budget = words.say("draft.budget_wrong");
  return found;
}

interface LineProps {
  label: string;
  optional: boolean;
  error?: string | undefined;
  id?: string;
  value: string;
  change: (value: string) => void;
  numeric?: boolean;
}

function Line({ label, optional, error, id, value, change, numeric }: LineProps) {
  return (
    <Labelled label={label} optional={optional} error={error} {...(id ? { id } : {})}>
      {(wiring) => (
        <input
          {...wiring}
          type="text"
          inputMode={numeric ? "decimal" : "text"}
          dir="auto"
          value={value}
          onInput={(event) => change(event.currentTarget.value)}
        />
      )}
    </Labelled>
  );
}
