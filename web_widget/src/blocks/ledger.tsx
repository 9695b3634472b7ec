// Lines of the transaction history.

import type { LedgerRow } from "../protocol";
import { useReading } from "../view/context";
import { worded } from "../words/figures";

export function Ledger({ rows }: { rows: readonly LedgerRow[] }) {
  const { words, figures } = useReading();
  return (
    <table class="ledger">
      <caption class="unseen">{words.say("ledger.label")}</caption>
      <thead>
        <tr>
          <th scope="col">{words.say("ledger.date")}</th>
          <th scope="col">{words.say("ledger.what")}</th>
          <th scope="col" class="figure">
            {words.say("ledger.amount")}
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row, i) => (
          <tr key={i}>
            <td>{row.at && <time dateTime={row.at}>{figures.date(row.at)}</time>}</td>
            <td>{row.label ?? (typeof row.kind === "string" ? worded(row.kind) : "")}</td>
            <td class="figure">{row.amount !== undefined && figures.money(row.amount)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
