// What a person may wish of the chat: sounds, notifications, a copy by mail, another beginning.

import { useState } from "preact/hooks";
import { chime, mayNotify } from "../attention";
import { type Conversation, visible } from "../conversation";
import type { Reply } from "../protocol";
import type { Wish } from "../storage";
import { useSetting } from "./context";

interface Props {
  now: Conversation;
  rate: () => void;
  done: () => void;
}

export function Options({ now, rate, done }: Props) {
  const { chat, words } = useSetting();
  const [said, setSaid] = useState("");
  const [, redraw] = useState(0);
  const begun = visible(now).length > 0;

  const wish = (name: Wish, on: boolean) => {
    chat.keep.putWish(name, on);
    redraw((count) => count + 1);
  };
  const wishNotification = async (on: boolean) => {
    if (!on) wish("notification", false);
    else if (await mayNotify()) wish("notification", true);
    else setSaid(words.say("option.denied"));
  };
  const told = (reply: Reply<object> | undefined, done = "") => {
    setSaid(reply?.ok ? done : (reply?.message ?? words.say("option.unreachable")));
    return reply?.ok === true;
  };
  const mail = async () => {
    const reply = await chat.transcript();
    const address = (reply?.ok && reply.result.address) || "";
    told(reply, words.say("option.transcript_sent", { address }));
  };

  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for fields; here are buttons too
    <div class="options" role="group" aria-label={words.say("panel.options")}>
      <Switch
        name="option.sound"
        on={chat.keep.wish("sound")}
        turn={(on) => {
          wish("sound", on);
          if (on) chime();
        }}
      />
      <Switch
        name="option.notification"
        on={chat.keep.wish("notification")}
        turn={(on) => void wishNotification(on)}
      />
      {begun && (
        <button type="button" class="option" onClick={rate}>
          {words.say("option.rate")}
        </button>
      )}
      {begun && now.me?.signed_in && (
        <button type="button" class="option" onClick={() => void mail()}>
          {words.say("option.transcript")}
        </button>
      )}
      {begun && now.state?.owner === "assistant" && (
        <button
          type="button"
          class="option"
          onClick={async () => {
            if (told(await chat.restart())) done();
          }}
        >
          {words.say("option.restart")}
        </button>
      )}
      <p class="option-said" role="status">
        {said}
      </p>
    </div>
  );
}

interface SwitchProps {
  name: "option.sound" | "option.notification";
  on: boolean;
  turn: (on: boolean) => void;
}

function Switch({ name, on, turn }: SwitchProps) {
  const { words } = useSetting();
  return (
    <label class="option">
      {words.say(name)}
      <input type="checkbox" checked={on} onChange={(event) => turn(event.currentTarget.checked)} />
    </label>
  );
}
