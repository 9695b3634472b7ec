// The supervisor's page: who is on, how the queues are, who waits longest, which promises are about to break.

import { reassigns } from "../roles";
import { type Desk, idOf, memberName, serverTime } from "../state";
import type { Waiting } from "../wire";
import { stretch } from "../words/words";
import { useDesk, useNow } from "./context";
import { Section } from "./details";
import { Roster } from "./roster";

const TICK_MS = 1_000;

export function Team({ now }: { now: Desk }) {
  const { words } = useDesk();
  const at = serverTime(now, useNow(TICK_MS));
  const longest = [...now.queue].sort((one, other) => (one.since < other.since ? -1 : 1));
  return (
    <div class="page is-wide">
      <header class="page-head">
        <h1>{words.say("page.team")}</h1>
      </header>
      <div class="team">
        <Section title={words.say("team.queues")}>
          <Queues now={now} at={at} />
        </Section>
        <Section title={words.say("team.longest")} count={longest.length}>
          {longest.length === 0 && <p class="faint">{words.say("team.nobody")}</p>}
          <ol class="plain">
            {longest.map((waiting) => (
              <li key={waiting.handoff}>
                <Waits now={now} waiting={waiting} at={at} />
              </li>
            ))}
          </ol>
        </Section>
        <Section
          title={words.say("team.on")}
          count={now.team.filter((one) => one.status === "online").length}
        >
          <Roster now={now} at={at} />
        </Section>
        <Section title={words.say("team.promises")} count={now.alerts.length}>
          <Breaking now={now} at={at} />
        </Section>
      </div>
    </div>
  );
}

function Queues({ now, at }: { now: Desk; at: number }) {
  const { words } = useDesk();
  const known = now.categories.map(idOf);
  const named = [...new Set([...known, ...now.queue.map((waiting) => waiting.category ?? "")])];
  return (
    <table class="figures">
      <thead>
        <tr>
          <th scope="col">{words.say("team.category")}</th>
          <th scope="col" class="figure">
            {words.say("team.waiting")}
          </th>
          <th scope="col" class="figure">
            {words.say("team.longest_wait")}
          </th>
          <th scope="col" class="figure">
            {words.say("team.online")}
          </th>
          <th scope="col" class="figure">
            {words.say("team.free")}
          </th>
        </tr>
      </thead>
      <tbody>
        {named.map((category) => {
          const waiting = now.queue.filter((one) => (one.category ?? "") === category);
          const oldest = waiting.map((one) => one.since).sort()[0];
          const serving = now.team.filter(
            (one) => one.status === "online" && (category === "" || one.categories.includes(category)),
          );
          const free = serving.reduce(
            (sum, one) => sum + Math.max(0, (one.capacity ?? 0) - (one.chats ?? 0)),
            0,
          );
          return (
            <tr key={category} class={waiting.length > 0 && serving.length === 0 ? "is-late" : ""}>
              <th scope="row">{words.category(category)}</th>
              <td class="figure">{waiting.length}</td>
              <td class="figure">{oldest ? stretch(at - Date.parse(oldest)) : "–"}</td>
              <td class="figure">{serving.length || words.say("team.unstaffed")}</td>
              <td class="figure">{free}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

function Waits({ now, waiting, at }: { now: Desk; waiting: Waiting; at: number }) {
  const { station, words, tell } = useDesk();
  const able = now.team.filter((one) => one.status === "online");
  const reassign = async (to: string) => {
    if (to === "") return;
    const reply = await station.ask("reassign", { handoff: waiting.handoff, to });
    const name = now.team.find((one) => one.id === to)?.name ?? to;
    if (reply.ok)
      tell({ text: words.say("team.reassigned", { name: words.person(waiting.name), to: name }) });
    else tell({ text: words.refusal(reply), wrong: true });
  };
  return (
    <div class="waits">
      <b>{words.person(waiting.name)}</b>
      <span class="faint">{words.category(waiting.category)}</span>
      <span class="figure">{stretch(at - Date.parse(waiting.since))}</span>
      {reassigns(now.me) && (
        <select
          aria-label={words.say("team.reassign_to", { name: words.person(waiting.name) })}
          value=""
          onChange={(event) => {
            const to = event.currentTarget.value;
            event.currentTarget.value = "";
            void reassign(to);
          }}
        >
          <option value="">{words.say("team.reassign")}…</option>
          {able.map((member) => (
            <option key={member.id} value={member.id}>
              {words.member(member)}
            </option>
          ))}
        </select>
      )}
    </div>
  );
}

function Breaking({ now, at }: { now: Desk; at: number }) {
  const { words, figures } = useDesk();
  if (now.alerts.length === 0) return <p class="faint">{words.say("team.no_promises")}</p>;
  return (
    <ul class="plain promises">
      {now.alerts.map((alert) => (
        <li key={alert.follow_up}>
          <p dir="auto">{alert.what}</p>
          <p class="promise-foot">
            <span class="pill is-late">{figures.distance(alert.due_at, at)}</span>
            <span class="faint">
              {words.say("follow_ups.for", { name: words.person(alert.name) })} · {alert.reference}
              {alert.made_by &&
                ` · ${words.say("follow_ups.made_by", { name: memberName(now, alert.made_by) })}`}
            </span>
          </p>
        </li>
      ))}
    </ul>
  );
}
