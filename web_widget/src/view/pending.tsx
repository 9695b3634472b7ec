// Something the user sent that the server's log does not show yet.

import type { Outgoing } from "../conversation";
import { useSetting } from "./context";
import { Text } from "./text";

export function Pending({ item, online }: { item: Outgoing; online: boolean }) {
  const { chat, words } = useSetting();
  const failed = item.state === "failed";
  return (
    <article class={`message is-user is-pending${failed ? " is-failed" : ""}`}>
      <p class="unseen">{words.say("author.user")}</p>
      <Text text={item.text} />
      {failed ? (
        <div class="fate" role="alert">
          <span>
            {words.say("send.failed")} {item.why}
          </span>{" "}
          <button type="button" class="link" onClick={() => chat.retry(item.id)}>
            {words.say("send.retry")}
          </button>{" "}
          <button type="button" class="link" onClick={() => chat.discard(item.id)}>
            {words.say("send.discard")}
          </button>
        </div>
      ) : (
        <p class="fate">{words.say(online ? "send.sending" : "send.waiting")}</p>
      )}
    </article>
  );
}
