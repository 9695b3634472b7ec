// Who one talks with: account, standing, address (masked), language and what time it is there.

import { worded } from "../../words/figures";
import { type Desk, serverTime } from "../state";
import type { Person } from "../wire";
import { useDesk, useNow } from "./context";

const TICK_MS = 30_000;

export function PersonFacts({ person, now }: { person: Person; now: Desk }) {
  const { words } = useDesk();
  const at = serverTime(now, useNow(TICK_MS));
  const { account, standing, email_masked: email, language, zone } = person;
  return (
    <dl class="facts">
      <Fact name={words.say("details.account")}>{account ?? words.say("details.anonymous")}</Fact>
      {standing && (
        <Fact name={words.say("details.standing")}>
          <span class={`pill is-${standing}`}>{worded(standing)}</span>
        </Fact>
      )}
      {email && <Fact name={words.say("details.email")}>{email}</Fact>}
      {language && <Fact name={words.say("details.language")}>{language}</Fact>}
      {(zone || person.local_time) && (
        <Fact name={words.say("details.local_time")}>
          {zone ? `${clockIn(zone, at) ?? person.local_time ?? ""} · ${zone}` : person.local_time}
        </Fact>
      )}
    </dl>
  );
}

function Fact({ name, children }: { name: string; children: preact.ComponentChildren }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd dir="auto">{children}</dd>
    </div>
  );
}

/** What a clock shows in a zone; undefined where the browser does not know the zone. */
function clockIn(zone: string, at: number): string | undefined {
  try {
    const parts = { weekday: "short", hour: "numeric", minute: "2-digit", timeZone: zone } as const;
    return new Intl.DateTimeFormat(undefined, parts).format(at);
  } catch {
    return undefined;
  }
}
