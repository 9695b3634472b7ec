// The open chat: heading, notes, thread, composer. It is no dialog box: the page stays usable.

import { useCallback, useRef } from "preact/hooks";
import type { Conversation } from "../conversation";
import { Composer } from "./composer";
import { useSetting } from "./context";
import { CloseIcon } from "./icons";
import { LineNote, SignInNote } from "./notes";
import { Thread } from "./thread";

interface Props {
  now: Conversation;
  prompt: { text: string; turn: number };
  close: () => void;
}

export function Panel({ now, prompt, close }: Props) {
  const { title, words } = useSetting();
  const box = useRef<HTMLTextAreaElement>(null);
  const toComposer = useCallback(() => box.current?.focus(), []);

  // Escape goes back one step: from anywhere to the composer, from the composer out.
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Escape" || event.isComposing) return;
    event.stopPropagation();
    if (event.target === box.current) close();
    else toComposer();
  };

  return (
    <section class="panel" aria-label={title} onKeyDown={onKeyDown}>
      <header class="heading">
        <div>
          <h2>{title}</h2>
          <SignInNote now={now} />
        </div>
        <button type="button" class="quiet round" aria-label={words.say("panel.close")} onClick={close}>
          <CloseIcon />
        </button>
      </header>
      <LineNote now={now} />
      <Thread now={now} toComposer={toComposer} />
      <Composer handle={box} prompt={prompt} />
    </section>
  );
}
