// The whole console: the way in, or the desk with its pages, its dialogs and what is announced.

import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import { ReadingContext } from "../../view/context";
import { Figures } from "../../words/figures";
import { Words } from "../../words/words";
import { hashOf, type Place, placeOf } from "../places";
import { Bell } from "../sound";
import { type Desk, mine, wanting } from "../state";
import type { Station } from "../station";
import { DeskWords } from "../words/words";
import { Announcer } from "./announcer";
import { Banners } from "./banners";
import { useCommands } from "./commands";
import { DeskContext, type DeskSetting, type Dialog, SPOTS, type Spot, type Word } from "./context";
import { Dialogs } from "./dialogs";
import { Pages } from "./pages";
import { Rail } from "./rail";
import { SignIn } from "./sign_in";
import { useSounds } from "./sounds";
import { Top } from "./top";

/** How long a short line stays. */
const WORD_STAYS_MS = 6_000;

export function Console({ station, locale }: { station: Station; locale: string }) {
  const [, redraw] = useState(0);
  const [place, setPlace] = useState(() => placeOf(location.hash));
  const [dialog, setDialog] = useState<Dialog | null>(null);
  const [word, setWord] = useState<Word | null>(null);
  const [bell] = useState(() => new Bell());
  const aim = useRef<Spot | null>(null);
  const now = station.now;

  const reading = useMemo(() => {
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
    return { words: new Words(locale), figures: new Figures(locale, zone), desk: new DeskWords(locale) };
  }, [locale]);
  const words = reading.desk;

  useLayoutEffect(() => station.watch(() => redraw((count) => count + 1)), [station]);
  useEffect(() => {
    const follow = () => setPlace(placeOf(location.hash));
    window.addEventListener("hashchange", follow);
    return () => window.removeEventListener("hashchange", follow);
  }, []);
  useEffect(() => {
    if (!word) return;
    const going = setTimeout(() => setWord(null), WORD_STAYS_MS);
    return () => clearTimeout(going);
  }, [word]);
  useEffect(() => {
    const title = words.say("desk.title");
    const count = wanting(now);
    document.title = count ? words.say("title.wanting", { count, title }) : title;
  });
  useLayoutEffect(() => {
    // The cursor goes where it is wanted once that place is there.
    const wanted = aim.current && document.getElementById(SPOTS[aim.current]);
    if (!wanted) return;
    wanted.focus();
    aim.current = null;
  });

  const go = useCallback((to: Place, spot?: Spot) => {
    aim.current = spot ?? null;
    if (hashOf(to) !== location.hash) location.hash = hashOf(to);
    setPlace(to);
    redraw((count) => count + 1);
  }, []);

  const setting: DeskSetting = {
    station,
    words,
    figures: reading.figures,
    place,
    go,
    dialog,
    show: setDialog,
    tell: setWord,
  };
  useCommands(setting);
  useSounds(station, bell, place);

  if (now.me === null && now.line !== "signed_out") return <Opening now={now} words={words} />;
  return (
    <DeskContext.Provider value={setting}>
      <ReadingContext.Provider value={reading}>
        {now.line === "signed_out" ? (
          <SignIn />
        ) : (
          <div class="console">
            <button type="button" class="skip" onClick={toContent}>
              {words.say("desk.skip")}
            </button>
            <Top now={now} />
            <Rail now={now} page={place.page} />
            <Banners now={now} word={word} page={place.page} />
            <main id="content" tabIndex={-1}>
              <Pages now={now} place={place} chats={mine(now)} />
            </main>
            <Dialogs now={now} dialog={dialog} />
            <Announcer station={station} place={place} />
          </div>
        )}
      </ReadingContext.Provider>
    </DeskContext.Provider>
  );
}

/** A link would change the address, which holds the place. */
function toContent(): void {
  document.getElementById("content")?.focus();
}

/** Before it is known who is here. */
function Opening({ now, words }: { now: Desk; words: DeskWords }) {
  return (
    <main class="opening">
      <h1>{words.say("desk.title")}</h1>
      <p role="status">{words.say(now.line === "offline" ? "line.unreachable" : "desk.loading")}</p>
    </main>
  );
}
