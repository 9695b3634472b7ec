// A supervisor gives a chat to a certain specialist, whoever has it or waits for it now.

import { useState } from "preact/hooks";
import type { Desk } from "../state";
import { useDesk } from "./context";
import { Options } from "./field";
import { Modal } from "./modal";
import { useSubmitting } from "./submitting";

interface Props {
  now: Desk;
  handoff: string;
  name: string;
}

export function Reassign({ now, handoff, name }: Props) {
  const { words, tell } = useDesk();
  const [to, setTo] = useState("");
  const { busy, error, complain, send } = useSubmitting();
  const there = now.team.filter((member) => member.status === "online");
  const run = async () => {
    const chosen = there.find((member) => member.id === to);
    if (!chosen) return complain(words.say("team.choose")) as undefined;
    return send("reassign", { handoff, to }, () =>
      tell({ text: words.say("team.reassigned", { name, to: chosen.name }) }),
    );
  };
  return (
    <Modal
      title={words.say("reassign.title", { name })}
      submit={{ label: words.say("team.reassign"), run, busy }}
      error={error}
    >
      <p>{words.say("reassign.explain")}</p>
      <Options
        label={words.say("transfer.to")}
        value={to}
        change={setTo}
        options={there.map((member) => ({ id: member.id, label: words.member(member) }))}
        choose={words.say("transfer.choose")}
      />
    </Modal>
  );
}
