// How it was, from one to five, with a word about it.

import { useId, useLayoutEffect, useRef, useState } from "preact/hooks";
import { useSetting } from "./context";

const SCORES = [1, 2, 3, 4, 5] as const;
const COMMENT_LIMIT = 1000;

interface Props {
  /** Whether the user asked for it; else a specialist has just gone, and nobody's focus is moved. */
  asked: boolean;
  done: () => void;
}

export function Rating({ asked, done }: Props) {
  const { chat, words } = useSetting();
  const [score, setScore] = useState<number>();
  const [comment, setComment] = useState("");
  const [wrong, setWrong] = useState("");
  const name = useId();
  const first = useRef<HTMLInputElement>(null);

  useLayoutEffect(() => {
    if (asked) first.current?.focus();
  }, [asked]);

  const send = async () => {
    if (score === undefined) return;
    const reply = await chat.rate(score, comment.trim());
    if (reply?.ok) done();
    else setWrong(reply?.message ?? words.say("option.unreachable"));
  };
  const leave = () => {
    chat.leaveUnrated();
    done();
  };

  return (
    <form
      class="rating"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <fieldset>
        <legend>{words.say("rate.ask")}</legend>
        <div class="scores">
          {SCORES.map((each) => (
            <label key={each} class={score !== undefined && each <= score ? "score is-given" : "score"}>
              <input
                type="radio"
                class="unseen"
                name={name}
                checked={score === each}
                ref={each === 1 ? first : null}
                onChange={() => setScore(each)}
              />
              <span class="unseen">{words.say(`rate.score.${each}`)}</span>
              <svg class="star" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
                <path d="M12 3.500l2.6 5.4 5.9.8-4.3 4.1 1.1 5.9-5.3-2.9-5.3 2.9 1.1-5.9-4.3-4.1 5.9-.8z" />
              </svg>
            </label>
          ))}
        </div>
      </fieldset>
      {score !== undefined && (
        <textarea
          rows={2}
          dir="auto"
          maxLength={COMMENT_LIMIT}
          aria-label={words.say("rate.comment")}
          placeholder={words.say("rate.comment")}
          value={comment}
          onInput={(event) => setComment(event.currentTarget.value)}
        />
      )}
      {wrong && (
        <p class="wrong" role="alert">
          {wrong}
        </p>
      )}
      <div class="keys">
        <button type="submit" class="action" aria-disabled={score === undefined}>
          {words.say("rate.send")}
        </button>
        <button type="button" class="link" onClick={leave}>
          {words.say("rate.later")}
        </button>
      </div>
    </form>
  );
}
