// Sends what a dialog asks for: one try at a time, what was wrong in words, and the dialog closed when it is done.

import { useState } from "preact/hooks";
import { useDesk } from "./context";

export interface Submitting<Result> {
  busy: boolean;
  error: string | undefined;
  /** Complain before anything is sent. */
  complain: (sentence: string | undefined) => void;
  /** Ask the server; `done` is told what came of it. */
  send: (event: string, data: object, done?: (result: Result) => void) => Promise<undefined>;
}

export function useSubmitting<Result = object>(): Submitting<Result> {
  const { station, words, show } = useDesk();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string>();
  const send = async (event: string, data: object, done?: (result: Result) => void): Promise<undefined> => {
    if (busy) return;
    setBusy(true);
    setError(undefined);
    const reply = await station.ask<Result>(event, data);
    setBusy(false);
    if (!reply.ok) return setError(words.refusal(reply)) as undefined;
    show(null);
    done?.(reply.result);
  };
  return { busy, error, complain: setError, send };
}
