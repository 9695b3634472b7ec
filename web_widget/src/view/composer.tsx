// Where the user writes. What is written is never lost: it stays until it is queued.

import type { RefObject } from "preact";
import { useEffect, useId, useLayoutEffect, useState } from "preact/hooks";
import { TEXT_LIMIT } from "../protocol";
import { useSetting } from "./context";
import { SendIcon } from "./icons";

/** The counter appears when no more than this is left. */
const COUNT_FROM = 200;
const TALLEST_PX = 160;
/** Whether the browser makes the box as high as its text by itself (look/composer.css). */
const GROWS = CSS.supports("field-sizing", "content");

interface Props {
  handle: RefObject<HTMLTextAreaElement>;
  prompt: { text: string; turn: number };
}

export function Composer({ handle, prompt }: Props) {
  const { chat, words } = useSetting();
  const [text, setText] = useState(() => chat.draft);
  const [full, setFull] = useState(false);
  const hint = useId();
  const count = useId();
  // As the server counts: characters, not the halves of an emoji.
  const left = TEXT_LIMIT - [...text.trim()].length;
  const sendable = text.trim() !== "" && left >= 0;

  const write = (changed: string) => {
    setText(changed);
    setFull(false);
    chat.draft = changed;
  };
  const send = () => {
    if (!sendable) return;
    if (chat.say(text.trim())) write("");
    else setFull(true);
    handle.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    // Enter also ends a composition, as of Japanese; that one is not ours.
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    send();
  };

  useEffect(() => {
    const box = handle.current;
    box?.focus();
    // A frame that is not shown yet takes no focus (the isolated mode); once it is shown, its window is given it.
    if (box && (box.getRootNode() as Document).activeElement !== box)
      addEventListener("focus", () => box.focus(), { once: true });
  }, [handle]);
  useEffect(() => {
    if (prompt.turn === 0) return;
    write(prompt.text);
    handle.current?.focus();
  }, [prompt.turn]);
  useEffect(
    // A draft of an earlier visit is known only once it is known who writes.
    () =>
      chat.listen(() => {
        const kept = chat.draft;
        // Another tab of this browser may have written on; the one in use has the say.
        setText((typed) => (typed && document.hasFocus() ? typed : kept));
      }),
    [chat],
  );
  useLayoutEffect(() => {
    const box = handle.current;
    if (!box || GROWS) return;
    box.style.height = "auto";
    box.style.height = `${Math.min(box.scrollHeight, TALLEST_PX)}px`;
  }, [text, handle]);

  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <div class="writing">
        <textarea
          ref={handle}
          rows={1}
          dir="auto"
          aria-label={words.say("composer.label")}
          aria-describedby={`${hint} ${count}`}
          aria-invalid={left < 0}
          placeholder={words.say("composer.placeholder")}
          value={text}
          onInput={(event) => write(event.currentTarget.value)}
          onKeyDown={onKeyDown}
        />
        <button
          type="submit"
          class="send round"
          aria-label={words.say("composer.send")}
          aria-disabled={!sendable}
        >
          <SendIcon />
        </button>
      </div>
      <p class="unseen" id={hint}>
        {words.say("composer.hint")}
      </p>
      {full && (
        <p class="count is-over" role="alert">
          {words.say("send.full")}
        </p>
      )}
      <p class={left < 0 ? "count is-over" : "count"} id={count}>
        {left <= COUNT_FROM &&
          (left < 0 ? words.count("composer.over", -left) : words.count("composer.left", left))}
      </p>
    </form>
  );
}
