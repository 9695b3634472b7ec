// Buttons that answer for the user; once one is pressed they only tell which.

import { type Conversation, chosen } from "../conversation";
import type { Choice, Message } from "../protocol";
import { useSetting } from "../view/context";

interface Props {
  now: Conversation;
  message: Message;
  choices: readonly Choice[];
  past: boolean;
  toComposer: () => void;
}

export function Choices({ now, message, choices, past, toComposer }: Props) {
  const { chat, words } = useSetting();
  const pressed = chosen(now, message);
  const spent = past || pressed !== undefined;
  const choose = (choice: Choice) => {
    if (spent || !chat.choose(message.seq, choice.id, choice.label)) return;
    // The button is about to leave the tab order; the user's next word goes into the composer.
    toComposer();
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for fields; these are buttons
    <div class="choices" role="group" aria-label={words.say("choices.label")}>
      {choices.map((choice) => (
        <button
          key={choice.id}
          type="button"
          class={choice.label === pressed ? "choice is-chosen" : "choice"}
          aria-disabled={spent}
          tabIndex={spent ? -1 : 0}
          onClick={() => choose(choice)}
        >
          {choice.label}
        </button>
      ))}
      {pressed !== undefined && <p class="unseen">{words.say("choices.chosen", { label: pressed })}</p>}
    </div>
  );
}
