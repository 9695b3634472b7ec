// Buttons that answer for the user; once one is pressed they only tell which.

import { type Conversation, chosen } from "../conversation";
import type { Choice, Message } from "../protocol";
import { useSetting } from "../view/context";

interface Props {
  now: Conversation;
  message: Message;
  choices: readonly Choice[];
  toComposer: () => void;
}

export function Choices({ now, message, choices, toComposer }: Props) {
  const { chat, words } = useSetting();
  const pressed = chosen(now, message);
  const choose = (choice: Choice) => {
    if (pressed !== undefined || !chat.choose(message.seq, choice.id, choice.label)) return;
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
          aria-disabled={pressed !== undefined}
          tabIndex={pressed === undefined ? 0 : -1}
          onClick={() => choose(choice)}
        >
          {choice.label}
        </button>
      ))}
      {pressed !== undefined && <p class="unseen">{words.say("choices.chosen", { label: pressed })}</p>}
    </div>
  );
}
