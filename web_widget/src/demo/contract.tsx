// One contract as a card: its milestones, and a way to ask about each.

import { worded } from "../words/figures";
import { figures } from "./figures";
import type { Contract, Milestone } from "./records";

const TONES: Readonly<Record<string, string>> = {
  released: "good",
  auto_released: "good",
  part_released: "good",
  active: "good",
  submitted: "due",
  changes_requested: "due",
  refund_requested: "due",
  disputed: "bad",
  paused: "bad",
};

export function ContractCard({ contract }: { contract: Contract }) {
  const heading = `contract-${contract.id}`;
  return (
    <article class="contract" aria-labelledby={heading}>
      <header>
        <div>
          <p class="faint">
            {contract.id} · with {contract.counterpart}
          </p>
          <h2 id={heading}>{contract.title}</h2>
        </div>
        <Pill status={contract.status} />
      </header>
      <ol>
        {contract.milestones.map((milestone) => (
          <MilestoneRow key={milestone.number} contract={contract} milestone={milestone} />
        ))}
      </ol>
      <footer>
        <span class="faint">In escrow</span> <strong>{figures.amount(contract.escrow)}</strong>
      </footer>
    </article>
  );
}

function MilestoneRow({ contract, milestone }: { contract: Contract; milestone: Milestone }) {
  const ask = () => {
    window.Milepost ??= [];
    window.Milepost.push(["open", { text: `What about milestone ${milestone.number} of ${contract.id}?` }]);
  };
  return (
    <li data-status={milestone.status}>
      <div class="what">
        <p>
          {milestone.number}. {milestone.title}
        </p>
        <p class="faint">
          <Pill status={milestone.status} /> {milestone.due_at && <>due {figures.moment(milestone.due_at)}</>}
        </p>
      </div>
      <div class="side">
        <p class="sum">{figures.amount(milestone.amount)}</p>
        <button type="button" class="ask" onClick={ask} aria-label={`Ask about ${milestone.title}`}>
          Ask
        </button>
      </div>
    </li>
  );
}

function Pill({ status }: { status: string }) {
  return <span class={`pill ${TONES[status] ?? ""}`}>{worded(status)}</span>;
}
