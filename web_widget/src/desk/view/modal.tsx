// A dialog over the console. The browser keeps the focus in it, and gives it back afterwards.

import type { ComponentChildren } from "preact";
import { useId, useLayoutEffect, useRef } from "preact/hooks";
import { useDesk } from "./context";
import { Icon } from "./icons";

interface Props {
  title: string;
  /** Of a form: what its button says, and what it does; it tells what was wrong, or nothing. */
  submit?: { label: string; run: () => Promise<string | undefined>; busy: boolean };
  error?: string | undefined;
  wide?: boolean;
  /** A question that one mostly just says yes to: the cursor starts on the button. */
  ready?: boolean;
  children: ComponentChildren;
}

export function Modal({ title, submit, error, wide, ready, children }: Props) {
  const { words, show } = useDesk();
  const box = useRef<HTMLDialogElement>(null);
  const heading = useId();

  // Before the next key is pressed, which is already meant for the dialog; or for the desk, once it is closed.
  useLayoutEffect(() => {
    const dialog = box.current;
    dialog?.showModal();
    // The first thing to fill in is a better start than the button that closes.
    const first = ready ? ".is-main" : ".modal-body :is(input, select, textarea), .is-main";
    dialog?.querySelector<HTMLElement>(first)?.focus();
    return () => dialog?.close();
  }, []);
  const leave = () => show(null);

  return (
    <dialog
      ref={box}
      class={wide ? "modal is-wide" : "modal"}
      aria-labelledby={heading}
      // The browser tells it late: of a dialog that has gone by then it tells nothing new.
      onClose={() => box.current && leave()}
      onKeyDown={(event) => {
        if (event.key !== "Escape" || event.isComposing) return;
        event.preventDefault();
        leave();
      }}
    >
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (submit && !submit.busy) void submit.run();
        }}
        onKeyDown={(event) => {
          // Enter starts a new line in a text of several; with Control it is sent from there too.
          if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) event.currentTarget.requestSubmit();
        }}
      >
        <header class="modal-head">
          <h2 id={heading}>{title}</h2>
          <button type="button" class="quiet round" aria-label={words.say("dialog.close")} onClick={leave}>
            <Icon name="close" />
          </button>
        </header>
        <div class="modal-body">{children}</div>
        {error !== undefined && (
          <p class="wrong" role="alert">
            {error}
          </p>
        )}
        {submit && (
          <footer class="modal-foot">
            <button type="button" class="button" onClick={leave}>
              {words.say("dialog.cancel")}
            </button>
            <button type="submit" class="button is-main" aria-disabled={submit.busy}>
              {submit.label}
            </button>
          </footer>
        )}
      </form>
    </dialog>
  );
}
