// What is owed in this conversation, with what is left of the time.

import { type Desk, serverTime } from "../state";
import type { FollowUp } from "../wire";
import { useDesk, useNow } from "./context";
import { DueMark, keep } from "./follow_up";

const TICK_MS = 30_000;

export function Promises({ now, items }: { now: Desk; items: readonly FollowUp[] }) {
  const setting = useDesk();
  const { words } = setting;
  const at = serverTime(now, useNow(TICK_MS));
  if (items.length === 0) return <p class="faint">{words.say("details.no_promises")}</p>;
  return (
    <ul class="plain promises">
      {items.map((item) => (
        <li key={item.id}>
          <p dir="auto">{item.what}</p>
          <p class="promise-foot">
            <DueMark item={item} at={at} />
            <span class="faint">{item.reference}</span>
            <button type="button" class="link" onClick={() => void keep(setting, item)}>
              {words.say("follow_ups.keep")}
            </button>
          </p>
        </li>
      ))}
    </ul>
  );
}
