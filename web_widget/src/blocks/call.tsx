// An invitation to a video call: when, and the way to the page where it is held.

import type { CallBlock } from "../protocol";
import { useReading } from "../view/context";
import { safeAddress } from "../words/figures";

export function Call({ call }: { call: CallBlock }) {
  const { words, figures, server = location.origin } = useReading();
  const address = safeAddress(call.url.startsWith("/") ? `${server}${call.url}` : call.url);
  return (
    <div class="card call">
      <p class="card-title" dir="auto">
        {call.title ?? words.say("call.title")}
      </p>
      {call.text && <p dir="auto">{call.text}</p>}
      {call.at && <p class="faint">{words.say("call.at", { time: figures.moment(call.at) })}</p>}
      {call.due_at && <p class="faint">{words.say("call.until", { time: figures.moment(call.due_at) })}</p>}
      {address && (
        <a class="action" href={address} target="_blank" rel="noopener noreferrer">
          {words.say("call.join")}
          <span class="unseen"> ({words.say("links.new_tab")})</span>
        </a>
      )}
    </div>
  );
}
