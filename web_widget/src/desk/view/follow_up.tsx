// One thing that is owed to somebody: when it is due, and how it is marked as done.

import type { FollowUp } from "../wire";
import { type DeskSetting, useDesk } from "./context";

/** States in which something is still owed. */
const OWED: ReadonlySet<string> = new Set(["owed", "open"]);

export const isOwed = (item: FollowUp) => OWED.has(item.state);

/** Whether it is late at the server's moment `at`, whatever the server last said. */
export function isOverdue(item: FollowUp, at: number): boolean {
  return isOwed(item) && (item.overdue === true || (item.due_at != null && Date.parse(item.due_at) < at));
}

export function DueMark({ item, at }: { item: FollowUp; at: number }) {
  const { words, figures } = useDesk();
  if (!isOwed(item)) return <span class="pill">{words.named("follow_ups.state", item.state)}</span>;
  if (!item.due_at) return <span class="faint">{words.say("follow_ups.no_due")}</span>;
  const late = isOverdue(item, at);
  return (
    <span class={late ? "pill is-late" : "pill"}>
      {late && `${words.say("follow_ups.overdue")} · `}
      <time dateTime={item.due_at} title={figures.moment(item.due_at)}>
        {words.say("follow_ups.due", { time: figures.distance(item.due_at, at) })}
      </time>
    </span>
  );
}

/** Say that a promise was kept. */
export async function keep({ station, words, tell }: DeskSetting, item: FollowUp): Promise<void> {
  const reply = await station.ask("keep_promise", { follow_up: item.id });
  if (reply.ok) tell({ text: words.say("kept.done", { reference: item.reference }) });
  else tell({ text: words.refusal(reply), wrong: true });
}
