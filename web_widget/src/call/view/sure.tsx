// A question in place before something that cannot be taken back.

import { useLayoutEffect, useRef } from "preact/hooks";

interface Props {
  question: string;
  yes: string;
  no: string;
  decide: (sure: boolean) => void;
}

export function Sure({ question, yes, no, decide }: Props) {
  const stay = useRef<HTMLButtonElement>(null);
  useLayoutEffect(() => stay.current?.focus(), []);
  return (
    <div class="panel sure" role="alertdialog" aria-label={question}>
      <p>{question}</p>
      <div class="ways">
        <button type="button" class="button is-warn" onClick={() => decide(true)}>
          {yes}
        </button>
        <button type="button" class="button" ref={stay} onClick={() => decide(false)}>
          {no}
        </button>
      </div>
    </div>
  );
}
