// The bar at the top: who one is, whether one takes chats and how many, sound, help, and the way out.

import { useState } from "preact/hooks";
import { type Desk, mine } from "../state";
import { useDesk } from "./context";
import { Icon } from "./icons";

const CAPACITY_MIN = 1;
const CAPACITY_MAX = 10;

export function Top({ now }: { now: Desk }) {
  const { station, words, show, tell } = useDesk();
  const [sound, setSound] = useState(() => station.shelves.habit("sound"));
  const turnSound = () => {
    station.shelves.putHabit("sound", !sound);
    setSound(!sound);
    tell({ text: words.say(sound ? "sound.off" : "sound.on") });
  };
  return (
    <header class="top">
      <p class="brand">
        <img src="/static/icon.svg" alt="" width="24" height="24" />
        {words.say("desk.title")}
      </p>
      <PresenceSwitch now={now} />
      <Capacity now={now} />
      <div class="top-end">
        <button
          type="button"
          id="sound-toggle"
          class="quiet round"
          aria-pressed={sound}
          aria-label={words.say(sound ? "sound.on" : "sound.off")}
          title={words.say(sound ? "sound.on" : "sound.off")}
          onClick={turnSound}
        >
          <Icon name={sound ? "bell" : "bell_off"} />
        </button>
        <button
          type="button"
          class="quiet round"
          aria-label={words.say("help.open")}
          title={words.say("help.open")}
          onClick={() => show({ kind: "help" })}
        >
          <Icon name="keyboard" />
        </button>
        <p class="who-am-i">
          <b>{now.me?.name}</b>
          <span class="faint">{now.me?.roles.map((role) => words.named("role", role)).join(", ")}</span>
        </p>
        <button
          type="button"
          class="quiet round"
          aria-label={words.say("account.sign_out")}
          title={words.say("account.sign_out")}
          onClick={() => void station.signOut()}
        >
          <Icon name="out" />
        </button>
      </div>
    </header>
  );
}

function PresenceSwitch({ now }: { now: Desk }) {
  const { station, words, tell } = useDesk();
  const online = now.presence === "online";
  const turn = async () => {
    const reply = await station.setPresence(online ? "away" : "online");
    if (!reply.ok) tell({ text: words.refusal(reply), wrong: true });
  };
  return (
    <button
      type="button"
      class={online ? "presence is-online" : "presence"}
      role="switch"
      aria-checked={online}
      aria-label={words.say("presence.label")}
      title={words.say(online ? "presence.online_hint" : "presence.away_hint")}
      onClick={() => void turn()}
    >
      <span class="dot" aria-hidden="true" />
      {words.say(`presence.${now.presence}`)}
    </button>
  );
}

function Capacity({ now }: { now: Desk }) {
  const { station, words, tell } = useDesk();
  const capacity = now.me?.capacity ?? CAPACITY_MIN;
  const used = mine(now).length;
  const change = async (by: 1 | -1) => {
    const wanted = Math.min(CAPACITY_MAX, Math.max(CAPACITY_MIN, capacity + by));
    if (wanted === capacity) return;
    const reply = await station.setCapacity(wanted);
    if (!reply.ok) tell({ text: words.refusal(reply), wrong: true });
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for fields; these are buttons
    <div class="capacity" role="group" aria-label={words.say("capacity.label")}>
      <span class="capacity-label" aria-hidden="true">
        {words.say("capacity.label")}
      </span>
      <button
        type="button"
        class="step"
        aria-label={words.say("capacity.fewer")}
        aria-disabled={capacity <= CAPACITY_MIN}
        onClick={() => void change(-1)}
      >
        −
      </button>
      <span class="figure">{words.say("capacity.used", { used, capacity })}</span>
      <button
        type="button"
        class="step"
        aria-label={words.say("capacity.more")}
        aria-disabled={capacity >= CAPACITY_MAX}
        onClick={() => void change(1)}
      >
        +
      </button>
    </div>
  );
}
