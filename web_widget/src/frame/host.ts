// The host page's side of the isolated mode: the chat lives in a frame of the server's origin, where no script of the page
// can reach it.

import type { AskToken } from "../identity";
import type { ChatScript, Host, MountedChat } from "../loader/contract";
import { onScheme, scheme } from "../loader/scheme";
import sheet from "./host.css";
import { hear, type ToFrame, type ToHost, VARIABLES } from "./messages";

async function mountFrame(host: Host): Promise<MountedChat> {
  const origin = new URL(host.server).origin;
  const root = host.root as ShadowRoot;
  const frame = document.createElement("iframe");
  const deaf: (() => void)[] = [];
  let askToken: AskToken | undefined;

  const say = (message: ToFrame) => frame.contentWindow?.postMessage(message, origin);
  const leave = () => {
    for (const stop of deaf.splice(0)) stop();
    frame.remove();
  };
  const look = () => {
    const style = getComputedStyle(root.host);
    const variables = Object.fromEntries(
      VARIABLES.map((name) => [name, style.getPropertyValue(name)]).filter(([, value]) => value),
    );
    say({ milepost: "look", scheme: scheme(root.host.getAttribute("theme")), variables });
  };
  const answer = async (id: number, fresh: boolean) => {
    let token: string | undefined;
    try {
      token = await askToken?.({ fresh });
    } catch {
      // Told as no token: the chat asks again by itself.
    }
    say({ milepost: "token", id, token });
  };
  const heard = (message: ToHost, ready: () => void, failed: () => void) => {
    switch (message.milepost) {
      case "ready":
        look();
        deaf.push(onScheme(look));
        ready();
        break;
      case "failed":
        leave();
        failed();
        break;
      case "show":
        if (frame.hidden && message.showing.open) {
          frame.hidden = false;
          // The person opened it just now: keys go where they look. Which field, the frame knows.
          frame.focus();
        }
        frame.hidden = !message.showing.open;
        host.launcher.show(message.showing);
        break;
      case "focus":
        host.launcher.focus();
        break;
      case "ask":
        void answer(message.id, message.fresh);
        break;
      case "tell":
        host.tell(message.name, message.detail);
    }
  };

  const asked = { origin: location.origin, lang: host.language, heading: host.heading ?? "" };
  frame.className = "frame";
  frame.hidden = true;
  frame.title = host.heading ?? "Milepost";
  frame.src = `${host.server}/embed?${new URLSearchParams(asked)}`;
  const rules = new CSSStyleSheet();
  rules.replaceSync(sheet);
  root.adoptedStyleSheets = [...root.adoptedStyleSheets, rules];
  await new Promise<void>((ready, failed) => {
    deaf.push(
      hear<ToHost>(
        () => frame.contentWindow,
        origin,
        (message) => heard(message, ready, failed),
      ),
    );
    host.place.append(frame);
  });

  return {
    open: (prompt) => say({ milepost: "open", prompt }),
    close: () => say({ milepost: "close" }),
    toggle: () => say({ milepost: "toggle" }),
    identify: (ask) => {
      askToken = ask;
      say({ milepost: "identify" });
    },
    logout: () => {
      askToken = undefined;
      say({ milepost: "logout" });
    },
    speak: (language) => say({ milepost: "speak", language }),
    leave,
  };
}

const script = document.currentScript as ChatScript | null;
if (script) script.mount = mountFrame;
