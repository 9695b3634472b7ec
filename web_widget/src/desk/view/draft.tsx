// The job post beside the chat: as it stands with the client, or being edited on top of a version.

import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { worded } from "../../words/figures";
import type { Chat } from "../chats";
import { asText, editing, restored } from "../job_post";
import { DRAFT_FIELDS, type DraftField, type JobDraft } from "../wire";
import { useDesk } from "./context";
import { DraftForm } from "./draft_form";

interface Props {
  chat: Chat;
  name: string;
  own: boolean;
}

export function DraftSection({ chat, name, own }: Props) {
  const { station, words } = useDesk();
  const conversation = chat.view.conversation;
  const draft = chat.view.draft ?? null;
  const [edited, setEdited] = useState(() => restored(station.shelves.draft("job", conversation)));
  const change = (to: typeof edited) => {
    setEdited(to);
    station.shelves.putDraft("job", conversation, to ? JSON.stringify(to) : "");
  };
  const begun = useRef(false);
  const start = () => {
    change(editing(draft));
    begun.current = true;
  };
  // Before the next key is pressed, which is already meant for the title.
  useLayoutEffect(() => {
    if (begun.current) document.getElementById("draft-title")?.focus();
    begun.current = false;
  });
  if (edited && own) {
    return <DraftForm chat={chat} name={name} draft={draft} edited={edited} change={change} />;
  }
  const settled = draft?.state === "accepted";
  return (
    <>
      {draft ? <Stands draft={draft} /> : <p class="faint">{words.say("details.no_draft")}</p>}
      {own && !settled && (
        <button type="button" id="draft-edit" class="button" onClick={start}>
          {words.say(draft ? "draft.edit" : "draft.start")}{" "}
          <span class="key" aria-hidden="true">
            E
          </span>
        </button>
      )}
    </>
  );
}

function Stands({ draft }: { draft: JobDraft }) {
  const { words, figures } = useDesk();
  const earlier = (draft.versions ?? []).filter(({ version }) => version !== draft.version);
  return (
    <div class="draft-stands">
      <p class="draft-head">
        <b>{words.say("draft.version", { version: draft.version })}</b>
        {draft.state && (
          <span class={`pill is-${draft.state}`}>{words.named("draft.state", draft.state)}</span>
        )}
        {draft.by && <span class="faint">{words.say("draft.by", { name: draft.by })}</span>}
      </p>
      {draft.wish && (
        <p class="notice is-due" dir="auto">
          <b>{words.say("draft.wish")}</b> {draft.wish}
        </p>
      )}
      <dl class="facts">
        {DRAFT_FIELDS.map((field) => {
          const text = shownField(field, draft.fields[field], words);
          return text ? (
            <div key={field}>
              <dt>{words.say(`draft.field.${field}`)}</dt>
              <dd dir="auto">{text}</dd>
            </div>
          ) : null;
        })}
      </dl>
      {earlier.length > 0 && (
        <details>
          <summary>{words.say("draft.versions")}</summary>
          <ul class="plain">
            {earlier.map((version) => (
              <li key={version.version} class="faint">
                {words.say("draft.version", { version: version.version })}
                {version.by && ` ${words.say("draft.by", { name: version.by })}`} ·{" "}
                {figures.moment(version.at)}
              </li>
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}

function shownField(field: DraftField, value: unknown, words: ReturnType<typeof useDesk>["words"]): string {
  const text = asText(value);
  if (field === "budget_kind" && text) return words.named("draft.kind", text);
  if (field === "budget" && typeof value === "object" && text) {
    return `${text} ${(value as { currency?: string } | null)?.currency ?? ""}`.trim();
  }
  return field === "title" || text.includes("\n") ? text : text && !text.includes(" ") ? worded(text) : text;
}
