// The whole widget: the launcher, the panel when it is open, and the announcer.

import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { unread } from "../conversation";
import { Announcer } from "./announcer";
import { useSetting } from "./context";
import { Launcher } from "./launcher";
import { Panel } from "./panel";

interface Props {
  open: boolean;
  setOpen: (open: boolean) => void;
  /** A text to start the composer with, and a number that grows with every such wish. */
  prompt: { text: string; turn: number };
}

export function Widget({ open, setOpen, prompt }: Props) {
  const { chat } = useSetting();
  const [, redraw] = useState(0);
  const launcher = useRef<HTMLButtonElement>(null);
  const wasOpen = useRef(open);

  useLayoutEffect(() => chat.listen(() => redraw((count) => count + 1)), [chat]);
  useEffect(() => {
    if (wasOpen.current && !open) launcher.current?.focus();
    wasOpen.current = open;
  }, [open]);

  return (
    <div class="widget">
      {open && <Panel now={chat.now} prompt={prompt} close={() => setOpen(false)} />}
      <Launcher handle={launcher} open={open} unread={unread(chat.now)} toggle={() => setOpen(!open)} />
      <Announcer now={chat.now} />
    </div>
  );
}
