// Safety reports to read; appeals and profile requests to decide.

import { useEffect, useState } from "preact/hooks";
import { worded } from "../../words/figures";
import { hashOf } from "../places";
import { decides } from "../roles";
import type { Filed, Me } from "../wire";
import { useDesk } from "./context";
import { Decision } from "./decision";

/** Fields that have a place of their own on the card, or none at all. */
const PLACED: ReadonlySet<string> = new Set(["id", "reference", "conversation", "kind", "state", "sha256"]);
const MOMENT = /^\d{4}-\d{2}-\d{2}T/;

interface Props {
  page: "reports" | "requests";
  me: Me | null;
  online: boolean;
}

export function FiledPage({ page, me, online }: Props) {
  const { station, words } = useDesk();
  const [items, setItems] = useState<readonly Filed[] | null>(null);
  const [error, setError] = useState<string>();
  const read = async () => {
    const reply = await station.ask<Record<string, readonly Filed[]>>(page);
    if (reply.ok) setItems(reply.result[page] ?? []);
    setError(reply.ok ? undefined : words.refusal(reply));
  };
  useEffect(() => {
    if (online) void read();
  }, [page, online]);
  return (
    <div class="page">
      <header class="page-head">
        <h1>{words.say(`page.${page}`)}</h1>
        <button type="button" class="button" onClick={() => void read()}>
          {words.say("filed.again")}
        </button>
      </header>
      <p class="faint">{words.say(`${page}.explain`)}</p>
      {error !== undefined && (
        <p class="wrong" role="alert">
          {error}
        </p>
      )}
      {items === null && error === undefined && <p role="status">{words.say("filed.reading")}</p>}
      {items?.length === 0 && <p class="page-empty">{words.say(`${page}.empty`)}</p>}
      <ul class="cards">
        {(items ?? []).map((item, i) => (
          <li key={String(item.reference ?? item.id ?? i)}>
            <FiledCard item={item} />
            {page === "requests" && decides(me) && typeof item.reference === "string" && (
              <Decision reference={item.reference} decided={() => void read()} />
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}

function FiledCard({ item }: { item: Filed }) {
  const { words, figures } = useDesk();
  const { conversation } = item;
  const shown = (value: unknown): string => {
    if (typeof value === "string") return MOMENT.test(value) ? figures.moment(value) : value;
    if (typeof value === "number") return String(value);
    if (Array.isArray(value)) return value.map(shown).filter(Boolean).join(", ");
    return "";
  };
  const facts = Object.entries(item).filter(([name, value]) => !PLACED.has(name) && shown(value) !== "");
  return (
    <article class="card">
      <p class="follow-up-head">
        <b>{shown(item.reference) || shown(item.id)}</b>
        {typeof item.kind === "string" && <span class="pill">{worded(item.kind)}</span>}
        {typeof item.state === "string" && <span class="pill">{worded(item.state)}</span>}
      </p>
      <dl class="facts">
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{worded(name)}</dt>
            <dd dir="auto">{shown(value)}</dd>
          </div>
        ))}
      </dl>
      {typeof conversation === "string" && (
        <a class="button is-plain" href={hashOf({ page: "chats", conversation })}>
          {words.say("filed.open")}
        </a>
      )}
    </article>
  );
}
