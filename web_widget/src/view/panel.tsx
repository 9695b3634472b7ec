// The open chat: heading, notes, thread, composer. It is no dialog box: the page stays usable.

import { useCallback, useRef, useState } from "preact/hooks";
import type { Conversation } from "../conversation";
import { Composer } from "./composer";
import { useSetting } from "./context";
import { DeskNote } from "./desk";
import { Face } from "./face";
import { CloseIcon, MoreIcon } from "./icons";
import { Incident } from "./incident";
import { LineNote, WhoNote } from "./notes";
import { Options } from "./options";
import { Rating } from "./rating";
import { Thread } from "./thread";

interface Props {
  now: Conversation;
  prompt: { text: string; turn: number };
  close: () => void;
}

export function Panel({ now, prompt, close }: Props) {
  const { title, words } = useSetting();
  const [beside, setBeside] = useState<"options" | "rating" | null>(null);
  const box = useRef<HTMLTextAreaElement>(null);
  const more = useRef<HTMLButtonElement>(null);
  const toComposer = useCallback(() => box.current?.focus(), []);
  const specialist = now.state?.owner === "specialist" ? now.state.specialist : undefined;

  // Escape goes back one step: out of the options, from anywhere to the composer, from the composer out.
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Escape" || event.isComposing) return;
    event.stopPropagation();
    if (beside) {
      setBeside(null);
      more.current?.focus();
    } else if (event.target === box.current) close();
    else toComposer();
  };

  return (
    <section class="panel" aria-label={title} onKeyDown={onKeyDown}>
      <header class="heading">
        <Face kind={specialist ? "specialist" : "assistant"} name={specialist?.name} />
        <div class="heading-words">
          <h2>{title}</h2>
          <WhoNote now={now} />
        </div>
        <button
          ref={more}
          type="button"
          class="quiet round"
          aria-label={words.say("panel.options")}
          aria-expanded={beside === "options"}
          onClick={() => setBeside(beside ? null : "options")}
        >
          <MoreIcon />
        </button>
        <button type="button" class="quiet round" aria-label={words.say("panel.close")} onClick={close}>
          <CloseIcon />
        </button>
      </header>
      {beside === "options" && (
        <Options
          now={now}
          rate={() => setBeside("rating")}
          done={() => {
            setBeside(null);
            toComposer();
          }}
        />
      )}
      <LineNote now={now} />
      <Incident now={now} />
      <DeskNote now={now} />
      <Thread now={now} toComposer={toComposer} />
      {(beside === "rating" || now.parted) && (
        <Rating
          asked={beside === "rating"}
          done={() => {
            setBeside(null);
            toComposer();
          }}
        />
      )}
      <Composer handle={box} prompt={prompt} />
    </section>
  );
}
