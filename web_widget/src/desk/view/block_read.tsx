// A block that is only read, as the person sees it.

import { Clock } from "../../blocks/clock";
import { Draft } from "../../blocks/draft";
import { Ledger } from "../../blocks/ledger";
import { Links } from "../../blocks/links";
import { Receipt } from "../../blocks/receipt";
import { Status } from "../../blocks/status";
import { Steps } from "../../blocks/steps";
import type { Block } from "../../protocol";
import { Original } from "./original";

export function BlockRead({ block }: { block: Block }) {
  switch (block.type) {
    case "clock":
      return <Clock clock={block} />;
    case "links":
      return <Links links={block.links} />;
    case "steps":
      return <Steps steps={block.steps} />;
    case "ledger":
      return <Ledger rows={block.rows} />;
    case "receipt":
      return <Receipt receipt={block} />;
    case "status":
      return <Status status={block} />;
    case "draft":
      return <Draft draft={block} />;
    case "mail":
      return <Original mail={block} />;
    default:
      return null;
  }
}
