// Shows a block by its type. What this version does not know is not shown: the text stands on its own.

import type { Conversation } from "../conversation";
import type { Block, Message } from "../protocol";
import { Call } from "./call";
import { Choices } from "./choices";
import { Clock } from "./clock";
import { Draft } from "./draft";
import { FormBlock } from "./form";
import { Ledger } from "./ledger";
import { Links } from "./links";
import { Quote } from "./quote";
import { Receipt } from "./receipt";
import { Status } from "./status";
import { Steps } from "./steps";

interface Props {
  now: Conversation;
  message: Message;
  block: Block;
  /** Of a conversation that has ended: it can be read, and nothing in it be pressed. */
  past: boolean;
  toComposer: () => void;
}

export function BlockView({ now, message, block, past, toComposer }: Props) {
  switch (block.type) {
    case "choices":
      return (
        <Choices now={now} message={message} choices={block.choices} past={past} toComposer={toComposer} />
      );
    case "clock":
      return <Clock clock={block} />;
    case "links":
      return <Links links={block.links} />;
    case "steps":
      return <Steps steps={block.steps} />;
    case "form":
      return (
        <FormBlock
          now={now}
          message={message}
          form={block.form}
          fields={block.fields}
          past={past}
          toComposer={toComposer}
        />
      );
    case "ledger":
      return <Ledger rows={block.rows} />;
    case "quote":
      return <Quote now={now} quote={block} />;
    case "receipt":
      return <Receipt receipt={block} />;
    case "status":
      return <Status status={block} />;
    case "call":
      return <Call call={block} past={past} />;
    case "draft":
      return <Draft draft={block} />;
    default:
      return null;
  }
}
