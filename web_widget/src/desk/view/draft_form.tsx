// The job post being edited. A newer version of somebody else's is pointed out; what was typed stays.

import { useState } from "preact/hooks";
import type { Chat } from "../chats";
import { BUDGET_KINDS, type Editing, editing, wireFields } from "../job_post";
import type { DraftField, JobDraft } from "../wire";
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
  const [busy, setBusy] = useState(false);
  const newer = draft !== null && draft.version > edited.base ? draft : undefined;
  const put = (field: DraftField) => (value: string) => {
    setError(undefined);
    change({ ...edited, fields: { ...edited.fields, [field]: value } });
  };
  const save = async () => {
    if (busy) return;
    if (edited.fields.title.trim() === "") return setError(words.say("draft.empty"));
    const fields = wireFields(edited.fields);
    if (!fields) return setError(words.say("draft.budget_wrong"));
    setBusy(true);
    const reply = await station.ask("draft", {
      conversation: chat.view.conversation,
      base: edited.base,
      fields,
    });
    setBusy(false);
    if (reply.ok) change(undefined);
    else setError(words.refusal(reply));
  };
  const text = (field: DraftField) => ({
    label: words.say(`draft.field.${field}`),
    optional: field !== "title",
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

interface LineProps {
  label: string;
  optional: boolean;
  id?: string;
  value: string;
  change: (value: string) => void;
  numeric?: boolean;
}

function Line({ label, optional, id, value, change, numeric }: LineProps) {
  return (
    <Labelled label={label} optional={optional} {...(id ? { id } : {})}>
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
