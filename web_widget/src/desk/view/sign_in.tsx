// The way in: a desk name and a password, or the organisation's own sign-in where there is one.

import { useRef, useState } from "preact/hooks";
import type { NoSession } from "../account";
import type { DeskKey } from "../words/en";
import { useDesk } from "./context";
import { Labelled } from "./field";

type Wrong = { handle?: string; password?: string; all?: string };

export function SignIn() {
  const { station, words } = useDesk();
  const [handle, setHandle] = useState("");
  const [password, setPassword] = useState("");
  const [shown, setShown] = useState(false);
  const [wrong, setWrong] = useState<Wrong>({});
  const [busy, setBusy] = useState(false);
  const form = useRef<HTMLFormElement>(null);

  const toField = (name: string) => form.current?.querySelector<HTMLInputElement>(`[name=${name}]`)?.focus();
  const enter = async () => {
    if (busy) return;
    const found: Wrong = {};
    if (handle.trim() === "") found.handle = words.say("sign_in.handle_missing");
    if (password === "") found.password = words.say("sign_in.password_missing");
    setWrong(found);
    if (found.handle || found.password) return toField(found.handle ? "handle" : "password");
    setBusy(true);
    const refusal = await station.signIn(handle.trim(), password);
    setBusy(false);
    if (!refusal) return;
    setWrong({ all: why(refusal, words) });
    toField("password");
  };

  return (
    <main class="sign-in" id="content">
      <form
        ref={form}
        class="sign-in-card"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void enter();
        }}
      >
        <img src="/static/icon.svg" alt="" width="40" height="40" />
        <h1>{words.say("sign_in.title")}</h1>
        {wrong.all && (
          <p class="notice is-wrong" role="alert">
            {wrong.all}
          </p>
        )}
        <Labelled label={words.say("sign_in.handle")} error={wrong.handle}>
          {(wiring) => (
            <input
              {...wiring}
              name="handle"
              type="text"
              autoComplete="username"
              autoCapitalize="none"
              spellcheck={false}
              value={handle}
              onInput={(event) => setHandle(event.currentTarget.value)}
            />
          )}
        </Labelled>
        <Labelled label={words.say("sign_in.password")} error={wrong.password}>
          {(wiring) => (
            <input
              {...wiring}
              name="password"
              type={shown ? "text" : "password"}
              autoComplete="current-password"
              value={password}
              onInput={(event) => setPassword(event.currentTarget.value)}
            />
          )}
        </Labelled>
        <label class="check">
          <input
            type="checkbox"
            checked={shown}
            onChange={(event) => setShown(event.currentTarget.checked)}
          />
          {words.say("sign_in.show")}
        </label>
        <button type="submit" class="button is-main" aria-disabled={busy}>
          {words.say(busy ? "sign_in.busy" : "sign_in.button")}
        </button>
        {station.hasOtherSignIn && (
          <a class="button" href="/desk/oidc/start">
            {words.say("sign_in.other")}
          </a>
        )}
      </form>
    </main>
  );
}

const SENTENCES: Readonly<Record<string, DeskKey>> = {
  sign_in_failed: "sign_in.error.sign_in_failed",
  rate_limited: "sign_in.error.rate_limited",
  unreachable: "sign_in.error.unreachable",
};

function why({ code, message }: NoSession, words: ReturnType<typeof useDesk>["words"]): string {
  const own = SENTENCES[code];
  return own ? words.say(own) : message || words.say("sign_in.error.other");
}
