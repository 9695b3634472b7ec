// Where a specialist writes: a reply or a private note, each in a box of its own with a draft of its own.

import { useLayoutEffect, useState } from "preact/hooks";
import type { Chat } from "../chats";
import type { Kind } from "../shelves";
import { Canned } from "./canned";
import { useDesk } from "./context";
import { Icon } from "./icons";

/** Characters at most, as the server counts them. */
export const LIMITS: Readonly<Record<Kind, number>> = { reply: 4000, note: 2000 };
/** The counter appears when no more than this is left. */
const COUNT_FROM = 200;
const TALLEST_PX = 200;

interface Props {
  chat: Chat;
  name: string;
  me: string;
}

export function Composer({ chat, name, me }: Props) {
  const { words, go, place } = useDesk();
  const [kind, setKind] = useState<Kind>("reply");
  const choose = (to: Kind) => {
    setKind(to);
    go(place, to);
  };
  return (
    <div class={`writer is-${kind}`}>
      <div class="modes" role="tablist" aria-label={words.say("composer.mode")}>
        {(["reply", "note"] as const).map((one) => (
          <button
            key={one}
            id={`mode-${one}`}
            type="button"
            role="tab"
            class={`mode is-${one}`}
            aria-selected={kind === one}
            aria-controls="write-panel"
            tabIndex={kind === one ? 0 : -1}
            onClick={() => choose(one)}
            onKeyDown={(event) => {
              if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
              event.preventDefault();
              const other = one === "reply" ? "note" : "reply";
              setKind(other);
              document.getElementById(`mode-${other}`)?.focus();
            }}
          >
            {one === "note" && <Icon name="lock" />}
            {words.say(`composer.${one}`)}
          </button>
        ))}
        <p class="mode-hint">{words.say(`composer.${kind}_hint`, { name })}</p>
      </div>
      <div id="write-panel" role="tabpanel" aria-labelledby={`mode-${kind}`}>
        <Box key={kind} kind={kind} chat={chat} name={name} me={me} />
      </div>
    </div>
  );
}

function Box({ kind, chat, name, me }: Props & { kind: Kind }) {
  const { station, words } = useDesk();
  const conversation = chat.view.conversation;
  const [text, setText] = useState(() => station.shelves.draft(kind, conversation));
  const [full, setFull] = useState(false);
  const [picking, setPicking] = useState(false);
  const id = `write-${kind}`;
  // As the server counts: characters, not the halves of an emoji.
  const left = LIMITS[kind] - [...text.trim()].length;
  const sendable = text.trim() !== "" && left >= 0;

  const write = (changed: string) => {
    setText(changed);
    setFull(false);
    station.shelves.putDraft(kind, conversation, changed);
    if (kind === "reply" && changed) station.tellTyping(conversation);
  };
  const send = () => {
    if (!sendable) return;
    if (station.write(kind, conversation, text.trim())) write("");
    else setFull(true);
    document.getElementById(id)?.focus();
  };
  const pick = () => kind === "reply" && setPicking(true);
  const leave = () => setPicking(false);
  const take = (chosen: string | undefined) => {
    leave();
    if (chosen !== undefined) write(text.trim() ? `${text.trimEnd()} ${chosen}` : chosen);
    // Before the next key is pressed, which is already meant for the box.
    document.getElementById(id)?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.isComposing) return;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      send();
    } else if (event.key === "/" && text === "" && kind === "reply") {
      event.preventDefault();
      pick();
    } else if (event.key === "Escape") {
      document.getElementById("thread")?.focus();
    }
  };
  useLayoutEffect(() => {
    const box = document.getElementById(id);
    if (!box) return;
    box.style.height = "auto";
    box.style.height = `${Math.min(box.scrollHeight + 2, TALLEST_PX)}px`;
  }, [text, id]);

  return (
    <form
      class="writing"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      {picking && (
        <Canned values={{ name, person: name, client: name, specialist: me }} take={take} leave={leave} />
      )}
      <textarea
        id={id}
        rows={2}
        dir="auto"
        aria-label={words.say(kind === "reply" ? "composer.reply_to" : "composer.note_on", { name })}
        aria-describedby={`${id}-hint ${id}-count`}
        aria-invalid={left < 0}
        placeholder={words.say(`composer.${kind}_placeholder`, { name })}
        value={text}
        onInput={(event) => write(event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
      <div class="writing-foot">
        {kind === "reply" && (
          <button type="button" class="tool" aria-expanded={picking} onClick={pick}>
            <Icon name="slash" />
            <span>{words.say("canned.open")}</span>
          </button>
        )}
        <p class={left < 0 ? "count is-over" : "count"} id={`${id}-count`}>
          {left <= COUNT_FROM &&
            (left < 0 ? words.count("composer.over", -left) : words.count("composer.left", left))}
        </p>
        <button type="submit" class={`button is-${kind}`} aria-disabled={!sendable}>
          {words.say(`composer.send_${kind}`)}
        </button>
      </div>
      <p class="unseen" id={`${id}-hint`}>
        {words.say(`composer.${kind}_hint`, { name })}. {words.say("composer.keys")}
      </p>
      {full && (
        <p class="wrong" role="alert">
          {words.say("send.full")}
        </p>
      )}
    </form>
  );
}
