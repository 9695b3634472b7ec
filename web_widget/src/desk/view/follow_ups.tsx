// The page of what is owed: messages to answer and promises, the next one due first.

import { useState } from "preact/hooks";
import { hashOf } from "../places";
import { type Desk, memberName, serverTime } from "../state";
import type { FollowUp } from "../wire";
import { useDesk, useNow } from "./context";
import { DueMark, isOverdue, isOwed, keep } from "./follow_up";

const TICK_MS = 15_000;

export function FollowUps({ now }: { now: Desk }) {
  const { words } = useDesk();
  const at = serverTime(now, useNow(TICK_MS));
  const [mineOnly, setMineOnly] = useState(false);
  const owed = byDue(now.followUps.filter(isOwed));
  const shown = mineOnly ? owed.filter((item) => item.made_by === now.me?.id) : owed;
  return (
    <div class="page">
      <header class="page-head">
        <h1>{words.say("page.follow_ups")}</h1>
        {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is for fields; these are buttons */}
        <div class="segments" role="group" aria-label={words.say("follow_ups.filter")}>
          {([false, true] as const).map((only) => (
            <button
              key={String(only)}
              type="button"
              aria-pressed={mineOnly === only}
              onClick={() => setMineOnly(only)}
            >
              {words.say(only ? "follow_ups.mine" : "follow_ups.all")}
            </button>
          ))}
        </div>
      </header>
      {shown.length === 0 && <p class="page-empty">{words.say("follow_ups.empty")}</p>}
      <ul class="cards">
        {shown.map((item) => (
          <li key={item.id}>
            <Card now={now} item={item} at={at} />
          </li>
        ))}
      </ul>
    </div>
  );
}

function Card({ now, item, at }: { now: Desk; item: FollowUp; at: number }) {
  const setting = useDesk();
  const { words, show } = setting;
  const { conversation } = item;
  return (
    <article class={isOverdue(item, at) ? "card follow-up is-late" : "card follow-up"}>
      <p class="follow-up-head">
        <b>{words.say("follow_ups.for", { name: words.person(item.name) })}</b>
        <span class="pill">{words.named("promise.kind", item.kind)}</span>
        {item.category && <span class="faint">{words.category(item.category)}</span>}
        <span class="faint">{item.reference}</span>
        <DueMark item={item} at={at} />
      </p>
      <p class="follow-up-what" dir="auto">
        {item.what}
      </p>
      {item.made_by && (
        <p class="faint">{words.say("follow_ups.made_by", { name: memberName(now, item.made_by) })}</p>
      )}
      <div class="follow-up-keys">
        <button
          type="button"
          class={item.kind === "message" ? "button is-main" : "button"}
          onClick={() => show({ kind: "mail", followUp: item })}
        >
          {words.say("follow_ups.reply")}
        </button>
        <button type="button" class="button" onClick={() => void keep(setting, item)}>
          {words.say("follow_ups.keep")}
        </button>
        {conversation && (
          <a class="button is-plain" href={hashOf({ page: "chats", conversation })}>
            {words.say("follow_ups.open")}
          </a>
        )}
      </div>
    </article>
  );
}

/** What is due first comes first; what has no time comes last. */
export function byDue(items: readonly FollowUp[]): FollowUp[] {
  const due = (item: FollowUp) => (item.due_at ? Date.parse(item.due_at) : Number.POSITIVE_INFINITY);
  return [...items].sort((one, other) => due(one) - due(other) || (one.reference < other.reference ? -1 : 1));
}
