// One-line notes: how the line is, and who speaks with whom.

import type { Conversation } from "../conversation";
import { useSetting } from "./context";

export function LineNote({ now }: { now: Conversation }) {
  const { chat, words } = useSetting();
  const wrong = now.line === "offline" || now.line === "refused";
  // The first connecting is quick and needs no words; a returning line does.
  const returning = now.line === "connecting" && now.id !== null;
  return (
    <div role="status">
      {wrong && (
        <p class="note is-wrong">
          {words.say(now.line === "refused" ? "line.refused" : "line.offline")}{" "}
          <button type="button" class="link" onClick={() => chat.retryConnection()}>
            {words.say("line.retry")}
          </button>
        </p>
      )}
      {returning && <p class="note">{words.say("line.connecting")}</p>}
    </div>
  );
}

export function WhoNote({ now }: { now: Conversation }) {
  const { words } = useSetting();
  if (!now.me) return null;
  const specialist = now.state?.owner === "specialist" ? now.state.specialist : undefined;
  if (specialist) {
    const { name, category } = specialist;
    const key = category ? "panel.with_category" : "panel.with";
    return <p class="who">{words.say(key, { name, category })}</p>;
  }
  return (
    <p class="who">
      {now.me.signed_in
        ? words.say("panel.signed_in", { name: now.me.name || now.me.account || "" })
        : words.say("panel.anonymous")}
    </p>
  );
}
