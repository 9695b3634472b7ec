// The texts beside a call, and where one writes them.

import { useEffect, useRef, useState } from "preact/hooks";
import type { Talk } from "../talk";
import { SAID_LIMIT } from "../wire";
import type { CallWords } from "../words/words";

interface Props {
  talk: Talk;
  words: CallWords;
  side: "person" | "verifier";
  name: string;
}

export function Texts({ talk, words, side, name }: Props) {
  const [text, setText] = useState("");
  const end = useRef<HTMLOListElement>(null);
  const { said } = talk.now;
  useEffect(() => {
    end.current?.scrollTo(0, end.current.scrollHeight);
  }, [said]);
  const send = () => {
    const wanted = text.trim();
    if (!wanted) return;
    setText("");
    talk.say(wanted);
  };
  return (
    <section class="talk-texts" aria-label={words.say("texts.title")}>
      <ol ref={end} aria-live="polite">
        {said.map(({ id, from, text: written, way }) => (
          <li key={id} class={from === side ? "is-own" : ""}>
            <span class="talk-who">
              {from === side ? words.say("texts.you") : name}
              {way && <span class={`talk-way is-${way}`}> · {words.say(`texts.${way}`)}</span>}
            </span>
            <span dir="auto">{written}</span>
          </li>
        ))}
      </ol>
      {said.length === 0 && <p class="faint">{words.say("texts.empty")}</p>}
      <form
        onSubmit={(event) => {
          event.preventDefault();
          send();
        }}
      >
        <input
          aria-label={words.say("texts.label")}
          placeholder={words.say("texts.label")}
          value={text}
          maxLength={SAID_LIMIT}
          autocomplete="off"
          onInput={(event) => setText(event.currentTarget.value)}
        />
        <button type="submit" class="button is-main">
          {words.say("texts.send")}
        </button>
      </form>
      <p class="faint talk-keep">{words.say("texts.keep")}</p>
    </section>
  );
}
