// What was done, and the lines of the ledger that came of it.

import type { ReceiptBlock } from "../protocol";
import { useReading } from "../view/context";
import { Ledger } from "./ledger";

export function Receipt({ receipt }: { receipt: ReceiptBlock }) {
  const { words, figures } = useReading();
  return (
    <div class="card receipt">
      <p class="over-title">
        {words.say("receipt.title")} · <time dateTime={receipt.at}>{figures.moment(receipt.at)}</time>
      </p>
      <p class="card-title">{receipt.summary}</p>
      {receipt.lines.length > 0 && <Ledger rows={receipt.lines} />}
    </div>
  );
}
