// An invitation to the video check: until when, and the way to the page where it is held.

import { useState } from "preact/hooks";
import type { CallBlock } from "../protocol";
import { useReading, useSetting } from "../view/context";
import { safeAddress } from "../words/figures";

export function Call({ call, past }: { call: CallBlock; past: boolean }) {
  const { words, figures } = useReading();
  return (
    <div class="card call">
      <p class="card-title" dir="auto">
        {call.title ?? words.say("call.title")}
      </p>
      {call.text && <p dir="auto">{call.text}</p>}
      {call.due_at && <p class="faint">{words.say("call.until", { time: figures.moment(call.due_at) })}</p>}
      {!past && <Door />}
    </div>
  );
}

/** Asks for the way in, and opens it; where the browser opens no tab by itself, there is a link to press. */
function Door() {
  const { chat, words, server = location.origin } = useSetting();
  const [address, setAddress] = useState<string>();
  const [wrong, setWrong] = useState(false);
  const ask = async () => {
    const reply = await chat.call();
    const found = reply?.ok && safeAddress(server + reply.result.url);
    setWrong(!found);
    // The page that opens is cut off from this one by its own headers (Cross-Origin-Opener-Policy).
    if (found && !window.open(found)) setAddress(found);
  };
  if (address) {
    return (
      <a class="action" href={address} target="_blank" rel="noopener noreferrer">
        {words.say("call.open")}
      </a>
    );
  }
  return (
    <>
      <button type="button" class="action" onClick={ask}>
        {words.say("call.open")}
      </button>
      {wrong && <p role="alert">{words.say("call.refused")}</p>}
    </>
  );
}
