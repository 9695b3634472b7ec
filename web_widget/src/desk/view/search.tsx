// The page on which conversations are looked for.

import { useState } from "preact/hooks";
import { hashOf } from "../places";
import type { Found } from "../wire";
import { useDesk } from "./context";

type State = { query: string; results: readonly Found[] };

export function SearchPage() {
  const { station, words } = useDesk();
  const [query, setQuery] = useState("");
  const [found, setFound] = useState<State | null>(null);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string>();
  const search = async () => {
    const wanted = query.trim();
    if (wanted === "" || busy) return;
    setBusy(true);
    setError(undefined);
    const reply = await station.ask<{ results: Found[] }>("search", { query: wanted });
    setBusy(false);
    if (reply.ok) setFound({ query: wanted, results: reply.result.results });
    else setError(words.refusal(reply));
  };
  return (
    <div class="page">
      <header class="page-head">
        <h1>{words.say("page.search")}</h1>
      </header>
      <form
        class="search"
        onSubmit={(event) => {
          event.preventDefault();
          void search();
        }}
      >
        <label class="unseen" for="search-box">
          {words.say("search.label")}
        </label>
        <input
          id="search-box"
          type="search"
          maxLength={200}
          placeholder={words.say("search.hint")}
          value={query}
          onInput={(event) => setQuery(event.currentTarget.value)}
        />
        <button type="submit" class="button is-main" aria-disabled={busy}>
          {words.say(busy ? "search.busy" : "search.button")}
        </button>
      </form>
      {error !== undefined && (
        <p class="wrong" role="alert">
          {error}
        </p>
      )}
      <p class="faint" role="status">
        {found &&
          (found.results.length === 0
            ? words.say("search.none", { query: found.query })
            : words.count("search.found", found.results.length))}
      </p>
      <ul class="cards">
        {(found?.results ?? []).map((result) => (
          <li key={result.conversation}>
            <Result result={result} />
          </li>
        ))}
      </ul>
    </div>
  );
}

function Result({ result }: { result: Found }) {
  const { words, figures } = useDesk();
  return (
    <a class="card result" href={hashOf({ page: "chats", conversation: result.conversation })}>
      <span class="follow-up-head">
        <b>{words.person(result.name || result.account)}</b>
        {result.account && result.account !== result.name && <span class="faint">{result.account}</span>}
        {result.at && (
          <time class="faint" dateTime={result.at}>
            {figures.moment(result.at)}
          </time>
        )}
      </span>
      {result.snippet && <span dir="auto">{result.snippet}</span>}
    </a>
  );
}
