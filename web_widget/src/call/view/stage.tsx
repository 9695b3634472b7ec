// The pictures of a call: the other side's large, one's own in a corner, and below them what one can switch.

import type { ComponentChildren } from "preact";
import type { Talk } from "../talk";
import type { CallWords } from "../words/words";
import { Video } from "./video";

interface Props {
  talk: Talk;
  words: CallWords;
  /** What the other side is called. */
  name: string;
  /** More to press beside mute and camera. */
  children?: ComponentChildren;
}

export function Stage({ talk, words, name, children }: Props) {
  const { own, theirs, link, away, muted, dark } = talk.now;
  const notice = away
    ? words.say("call.away", { name })
    : link === "connecting"
      ? words.say("call.connecting")
      : link === "broken"
        ? words.say("call.broken")
        : "";
  return (
    <div class="talk-stage">
      <div class="talk-pictures">
        <Video stream={theirs} label={words.say("call.theirs", { name })} />
        <div class="talk-own">
          <Video stream={own} label={words.say("call.own")} own />
          {(dark || !own) && <p class="talk-dark">{words.say("call.own_off")}</p>}
        </div>
        <p class="talk-name">
          {name} · {words.say("call.not_recorded")}
        </p>
      </div>
      <p class="talk-notice" role="status">
        {notice}
      </p>
      <div class="talk-switches">
        <button type="button" class="button" aria-pressed={muted} onClick={() => talk.mute(!muted)}>
          {words.say(muted ? "call.unmute" : "call.mute")}
        </button>
        <button type="button" class="button" aria-pressed={dark} onClick={() => talk.darken(!dark)}>
          {words.say(dark ? "call.camera_on" : "call.camera_off")}
        </button>
        {children}
      </div>
    </div>
  );
}
