// Hands a chat on to a colleague or a category, with a note for whoever takes it.

import { useState } from "preact/hooks";
import { type Desk, idOf } from "../state";
import { useDesk } from "./context";
import { Area, Options } from "./field";
import { Modal } from "./modal";
import { useSubmitting } from "./submitting";

export function Transfer({ now, conversation, name }: { now: Desk; conversation: string; name: string }) {
  const { words } = useDesk();
  const [to, setTo] = useState("");
  const [note, setNote] = useState("");
  const { busy, error, complain, send } = useSubmitting();
  const colleagues = now.team.filter((member) => member.id !== now.me?.id && member.status === "online");
  const options = [
    ...colleagues.map((member) => ({
      id: `specialist:${member.id}`,
      label: words.member(member),
    })),
    ...now.categories.map((category) => ({
      id: `category:${idOf(category)}`,
      label: `${words.say("transfer.category")}: ${words.label("category", category)}`,
    })),
  ];
  const run = async () => {
    const [kind, ...rest] = to.split(":");
    const target = rest.join(":");
    if (!target) return complain(words.say("transfer.nobody")) as undefined;
    if (note.trim() === "") return complain(words.say("transfer.note_missing")) as undefined;
    return send("transfer", { conversation, to: { [String(kind)]: target }, note: note.trim() });
  };
  return (
    <Modal
      title={words.say("transfer.title", { name })}
      submit={{ label: words.say("transfer.button"), run, busy }}
      error={error}
    >
      <Options
        label={words.say("transfer.to")}
        value={to}
        change={setTo}
        options={options}
        choose={words.say("transfer.choose")}
      />
      <Area
        label={words.say("transfer.note")}
        hint={words.say("transfer.note_hint", { name })}
        value={note}
        change={setNote}
        max={2000}
      />
    </Modal>
  );
}
