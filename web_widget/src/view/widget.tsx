// The chat as it is drawn: the panel when it is open, and the announcer, which listens always.

import { useLayoutEffect, useState } from "preact/hooks";
import { Announcer } from "./announcer";
import { useSetting } from "./context";
import { Panel } from "./panel";

interface Props {
  open: boolean;
  close: () => void;
  /** A text to start the composer with, and a number that grows with every such wish. */
  prompt: { text: string; turn: number };
}

export function Widget({ open, close, prompt }: Props) {
  const { chat } = useSetting();
  const [, redraw] = useState(0);
  useLayoutEffect(() => chat.listen(() => redraw((count) => count + 1)), [chat]);
  return (
    <div class="chat">
      {open && <Panel now={chat.now} prompt={prompt} close={close} />}
      <Announcer now={chat.now} />
    </div>
  );
}
