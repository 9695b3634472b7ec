// Answers a message that was left: by mail, and in the conversation.

import { useState } from "preact/hooks";
import { identifier } from "../../identifier";
import type { FollowUp } from "../wire";
import { LIMITS } from "./composer";
import { useDesk } from "./context";
import { Area } from "./field";
import { Modal } from "./modal";
import { useSubmitting } from "./submitting";

export function Mail({ item }: { item: FollowUp }) {
  const { words, tell } = useDesk();
  // Pressed twice, or again after no answer came, it is the same answer.
  const [id] = useState(identifier);
  const [text, setText] = useState("");
  const { busy, error, complain, send } = useSubmitting<{ letter?: boolean }>();
  const run = async () => {
    if (text.trim() === "") return complain(words.say("mail.missing")) as undefined;
    return send("reply_by_mail", { follow_up: item.id, id, text: text.trim() }, ({ letter }) =>
      tell({
        text: words.say(letter === false ? "mail.sent_here" : "mail.sent", { reference: item.reference }),
      }),
    );
  };
  return (
    <Modal
      title={words.say("mail.title", { reference: item.reference })}
      submit={{ label: words.say("mail.send"), run, busy }}
      error={error}
      wide
    >
      <blockquote dir="auto">
        <p class="faint">
          {words.say(item.kind === "message" ? "mail.asked" : "mail.promised", {
            name: words.person(item.name),
          })}
        </p>
        {item.what}
      </blockquote>
      <Area
        label={words.say("mail.text")}
        hint={words.say("mail.hint", { name: words.person(item.name) })}
        rows={7}
        value={text}
        change={setText}
        max={LIMITS.reply}
      />
    </Modal>
  );
}
