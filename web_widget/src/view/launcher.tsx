// The round button in the corner, with the number of unread messages.

import type { RefObject } from "preact";
import { useSetting } from "./context";
import { ChatIcon, CloseIcon } from "./icons";

interface Props {
  handle: RefObject<HTMLButtonElement>;
  open: boolean;
  unread: number;
  toggle: () => void;
}

const MOST_SHOWN = 99;

export function Launcher({ handle, open, unread, toggle }: Props) {
  const { words } = useSetting();
  const news = !open && unread > 0 ? unread : 0;
  const name = words.say(open ? "launcher.close" : "launcher.open");
  return (
    <button
      ref={handle}
      type="button"
      class={open ? "launcher is-open" : "launcher"}
      aria-expanded={open}
      aria-label={news ? `${name}. ${words.count("launcher.unread", news)}` : name}
      onClick={toggle}
    >
      {open ? <CloseIcon /> : <ChatIcon />}
      {news > 0 && (
        <span class="badge" aria-hidden="true">
          {news > MOST_SHOWN ? `${MOST_SHOWN}+` : news}
        </span>
      )}
    </button>
  );
}
