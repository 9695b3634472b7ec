// The person's contracts with the clocks that run on them.

import { worded } from "../../words/figures";
import { type Desk, serverTime } from "../state";
import type { ContractClock, ContractLine } from "../wire";
import { useDesk, useNow } from "./context";

const TICK_MS = 30_000;
/** A clock that runs out sooner than this is shown in the colour of what is due. */
const SOON_MS = 48 * 60 * 60 * 1000;

export function Contracts({ now, contracts }: { now: Desk; contracts: readonly ContractLine[] }) {
  const { words } = useDesk();
  const at = serverTime(now, useNow(TICK_MS));
  if (contracts.length === 0) return <p class="faint">{words.say("details.no_contracts")}</p>;
  return (
    <ul class="plain contracts">
      {contracts.map((contract) => (
        <li key={contract.id} class="contract">
          <p class="contract-head">
            <b dir="auto">{contract.title}</b>
            <span class="pill">{worded(contract.status)}</span>
          </p>
          <p class="faint">
            {contract.id}
            {contract.counterpart && ` · ${words.say("details.counterpart", { name: contract.counterpart })}`}
          </p>
          {contract.clocks.map((clock, i) => (
            <RunningClock key={i} clock={clock} at={at} />
          ))}
        </li>
      ))}
    </ul>
  );
}

function RunningClock({ clock, at }: { clock: ContractClock; at: number }) {
  const { words, figures } = useDesk();
  const due = clock.due_at ?? undefined;
  const soon = due !== undefined && Date.parse(due) - at < SOON_MS;
  const facts = [
    clock.amount !== undefined && figures.money(clock.amount),
    clock.status && worded(clock.status),
    clock.who_acts && words.say("clock.acts", { who: words.named("acts", clock.who_acts) }),
  ].filter(Boolean);
  return (
    <div class={soon ? "running is-soon" : "running"}>
      <p>
        <span dir="auto">{clock.title}</span>
        {due && (
          <time dateTime={due} title={figures.moment(due)}>
            {words.say("clock.due", { time: figures.distance(due, at) })}
          </time>
        )}
      </p>
      {facts.length > 0 && <p class="faint">{facts.join(" · ")}</p>}
      {due && clock.if_silent && (
        <p class="faint">{words.say("clock.silent", { what: words.named("silent", clock.if_silent) })}</p>
      )}
    </div>
  );
}
