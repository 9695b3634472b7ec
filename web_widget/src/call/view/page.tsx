// The verification page: shows the step that the person is at.

import { useEffect, useLayoutEffect, useMemo, useState } from "preact/hooks";
import { Bell } from "../../desk/sound";
import { Figures } from "../../words/figures";
import type { Caller } from "../caller";
import { browserOf } from "../checks/browser";
import type { VisitState } from "../wire";
import { CallWords } from "../words/words";
import { Booked } from "./booked";
import { Call } from "./call";
import { Checks } from "./checks";
import { SettingContext, useSetting } from "./context";
import { Heading } from "./heading";
import { isEnded, Outcome } from "./outcome";
import { Ringing } from "./ringing";
import { Waiting } from "./waiting";

/** States that stay on the page when the line has ended with them. */
const FINAL: readonly VisitState[] = ["passed", "failed", "lifted", "elsewhere"];
const GESTURES = ["pointerdown", "keydown"] as const;

interface Props {
  caller: Caller;
  locale: string;
  /** The words of a language that is not English. */
  catalogue?: Readonly<Record<string, string>> | undefined;
}

export function Page({ caller, locale, catalogue }: Props) {
  const [, redraw] = useState(0);
  const [bell] = useState(() => new Bell());
  const setting = useMemo(() => {
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
    const browser = browserOf(navigator.userAgent);
    return { caller, words: new CallWords(locale, catalogue), figures: new Figures(locale, zone), browser };
  }, [caller, locale, catalogue]);
  const { words } = setting;
  const { line, state } = caller.now;
  useLayoutEffect(() => caller.watch(() => redraw((count) => count + 1)), [caller]);
  useEffect(() => {
    const arm = () => bell.arm();
    for (const gesture of GESTURES) window.addEventListener(gesture, arm);
    return () => {
      for (const gesture of GESTURES) window.removeEventListener(gesture, arm);
    };
  }, [bell]);
  useEffect(() => {
    const name = words.say("page.name");
    if (state?.state === "ringing") document.title = words.say("title.ringing");
    else if (state?.state === "waiting") {
      document.title = `${words.say("title.waiting", { position: state.position ?? "–" })} · ${name}`;
    } else if (state?.state === "in_call") document.title = `${words.say("title.call")} · ${name}`;
    else document.title = name;
  });
  const inCall = state?.state === "in_call";
  return (
    <SettingContext.Provider value={setting}>
      <header class={inCall ? "page-top is-call" : "page-top"}>
        <span class="page-mark" aria-hidden="true" />
        <span>{words.say("page.name")}</span>
      </header>
      {line === "offline" && (
        <p class="banner" role="status">
          {words.say(inCall ? "line.offline_call" : "line.offline")}
        </p>
      )}
      <main class={inCall ? "is-call" : ""}>
        <Step ring={() => bell.ring("offer")} />
      </main>
    </SettingContext.Provider>
  );
}

function Step({ ring }: { ring: () => void }) {
  const { caller, words } = useSetting();
  const { line, state } = caller.now;
  const [begun, setBegun] = useState<VisitState>();
  useEffect(() => {
    // What ends next is told again, even if it ends the same way.
    if (state && !isEnded(state.state)) setBegun(undefined);
  }, [state?.state]);
  if (line === "over" && !(state && FINAL.includes(state.state))) return <Told what="over" />;
  if (!state) return <p role="status">{words.say("line.connecting")}</p>;
  const now = state.state;
  if (now === "lifted" || now === "elsewhere") return <Told what={now} />;
  if (now === "waiting") return <Waiting state={state} />;
  if (now === "ringing") return <Ringing state={state} ring={ring} />;
  if (now === "in_call") return <Call state={state} />;
  if (isEnded(now) && begun !== now) {
    return <Outcome state={state} ended={now} begin={() => setBegun(now)} />;
  }
  return (
    <>
      <Booked state={state} />
      <Checks state={state} />
    </>
  );
}

function Told({ what }: { what: "over" | "elsewhere" | "lifted" }) {
  const { words } = useSetting();
  return (
    <>
      <Heading text={words.say(`${what}.title`)} />
      <p>{words.say(`${what}.text`)}</p>
    </>
  );
}
