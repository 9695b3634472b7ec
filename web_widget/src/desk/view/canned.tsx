// The picker of ready replies: letters narrow it down, arrows choose, and gaps are filled in before it is used.

import { useEffect, useState } from "preact/hooks";
import { worded } from "../../words/figures";
import { filled, gaps, matching } from "../canned";
import type { CannedReply } from "../wire";
import { useDesk } from "./context";

/** The cursor goes into the picker, before the next key is pressed, which is already meant for it. */
const entered = (box: HTMLInputElement | null): void => box?.focus();

/** Keep the row that the arrows are on in view. */
const shown = (row: HTMLDivElement | null): void => row?.scrollIntoView({ block: "nearest" });

interface Props {
  /** What is known for the gaps. */
  values: Readonly<Record<string, string>>;
  /** The text that was chosen, or undefined when nothing was. */
  take: (text: string | undefined) => void;
  /** Somebody went on elsewhere. */
  leave: () => void;
}

export function Canned({ values, take, leave }: Props) {
  const { station, words } = useDesk();
  const [replies, setReplies] = useState<readonly CannedReply[] | null>(null);
  const [typed, setTyped] = useState("");
  const [at, setAt] = useState(0);
  /** Enter was pressed before the replies had come: the first that fits is meant, whenever they come. */
  const [ahead, setAhead] = useState(false);
  const [chosen, setChosen] = useState<CannedReply | null>(null);
  const found = matching(replies ?? [], typed);
  const current = found[Math.min(at, found.length - 1)];

  useEffect(() => {
    void station
      .ask<{ replies: CannedReply[] }>("canned")
      .then((reply) => setReplies(reply.ok ? reply.result.replies : []));
  }, [station]);

  useEffect(() => {
    const went = (event: Event) => {
      if (event.target instanceof Element && !event.target.closest(".picker")) leave();
    };
    document.addEventListener("pointerdown", went);
    document.addEventListener("focusin", went);
    return () => {
      document.removeEventListener("pointerdown", went);
      document.removeEventListener("focusin", went);
    };
  }, []);

  const choose = (reply: CannedReply | undefined) => {
    if (!reply) return;
    const open = gaps(reply.text).filter((gap) => !values[gap]);
    if (open.length === 0) take(filled(reply.text, values));
    else setChosen(reply);
  };
  useEffect(() => {
    if (ahead) choose(current);
  }, [replies]);
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "Escape") take(undefined);
    else if (event.key === "Enter" && replies === null) setAhead(true);
    else if (event.key === "Enter") choose(current);
    else if (step && found.length)
      setAt((Math.min(at, found.length - 1) + step + found.length) % found.length);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  if (chosen) return <Gaps reply={chosen} values={values} take={take} />;
  return (
    <div class="picker">
      <input
        type="text"
        ref={entered}
        role="combobox"
        aria-label={words.say("canned.title")}
        aria-expanded="true"
        aria-controls="canned-list"
        aria-activedescendant={current && `canned-${current.id}`}
        placeholder={words.say("canned.title")}
        value={typed}
        onInput={(event) => {
          setTyped(event.currentTarget.value);
          setAt(0);
          setAhead(false);
        }}
        onKeyDown={onKeyDown}
      />
      <div id="canned-list" role="listbox" aria-label={words.say("canned.title")}>
        {found.map((reply) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the combobox's
          <div
            key={reply.id}
            id={`canned-${reply.id}`}
            role="option"
            tabIndex={-1}
            aria-selected={reply === current}
            ref={reply === current ? shown : null}
            // The press would take the focus away before the click is there.
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => choose(reply)}
          >
            <b>{reply.title}</b>
            <span class="faint">{filled(reply.text, values)}</span>
          </div>
        ))}
      </div>
      {found.length === 0 && (
        <p class="faint" role="status">
          {words.say(replies === null ? "canned.loading" : "canned.none")}
        </p>
      )}
    </div>
  );
}

function Gaps({ reply, values, take }: Omit<Props, "leave"> & { reply: CannedReply }) {
  const { words } = useDesk();
  const open = gaps(reply.text).filter((gap) => !values[gap]);
  const [given, setGiven] = useState<Readonly<Record<string, string>>>({});
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Escape") take(undefined);
    else if (event.key === "Enter") take(filled(reply.text, { ...values, ...given }));
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: it stands inside the form of the reply
    <div class="picker" role="group" aria-label={words.say("canned.fill")}>
      <b>{reply.title}</b>
      {open.map((gap, i) => (
        <label key={gap} class="gap">
          {worded(gap)}
          <input
            ref={i === 0 ? entered : null}
            type="text"
            value={given[gap] ?? ""}
            onInput={(event) => {
              const { value } = event.currentTarget;
              setGiven((before) => ({ ...before, [gap]: value }));
            }}
            onKeyDown={onKeyDown}
          />
        </label>
      ))}
      <p class="faint">{filled(reply.text, { ...values, ...given })}</p>
      <div class="picker-keys">
        <button type="button" class="button" onClick={() => take(undefined)}>
          {words.say("dialog.cancel")}
        </button>
        <button
          type="button"
          class="button is-main"
          onClick={() => take(filled(reply.text, { ...values, ...given }))}
        >
          {words.say("canned.use")}
        </button>
      </div>
    </div>
  );
}
