// Who is on: presence, chats of how many, what they take, and since when.

import type { Desk } from "../state";
import type { Presence } from "../wire";
import { useDesk } from "./context";

const ORDER: Readonly<Record<Presence, number>> = { online: 0, away: 1, offline: 2 };

export function Roster({ now, at }: { now: Desk; at: number }) {
  const { words, figures } = useDesk();
  const members = [...now.team].sort(
    (one, other) => ORDER[one.status] - ORDER[other.status] || (one.name < other.name ? -1 : 1),
  );
  return (
    <table class="figures">
      <thead>
        <tr>
          <th scope="col">{words.say("team.name")}</th>
          <th scope="col">{words.say("team.status")}</th>
          <th scope="col" class="figure">
            {words.say("team.chats")}
          </th>
          <th scope="col">{words.say("team.categories")}</th>
          <th scope="col">{words.say("team.since")}</th>
        </tr>
      </thead>
      <tbody>
        {members.map((member) => (
          <tr key={member.id}>
            <th scope="row">{member.name}</th>
            <td>
              <span class={`status-mark is-${member.status}`}>
                <span class="dot" aria-hidden="true" /> {words.say(`presence.${member.status}`)}
              </span>
            </td>
            <td class="figure">
              {words.say("capacity.used", { used: member.chats ?? 0, capacity: member.capacity ?? 0 })}
            </td>
            <td>{member.categories.map((category) => words.category(category)).join(", ")}</td>
            <td>
              {member.since && <time dateTime={member.since}>{figures.distance(member.since, at)}</time>}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
