// What is known beside a chat: the summary, the person, their contracts, promises, the job post, what came before.

import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import type { Chat } from "../chats";
import { hashOf } from "../places";
import type { Desk } from "../state";
import { useDesk } from "./context";
import { Contracts } from "./contracts";
import { DraftSection } from "./draft";
import { PersonFacts } from "./person";
import { Promises } from "./promises";
import { factsOf, SummaryLines } from "./summary";

interface Props {
  now: Desk;
  chat: Chat;
  name: string;
  own: boolean;
}

/** So many are shown before one asks for the rest. */
const FIRST_SHOWN = 5;

export function Details({ now, chat, name, own }: Props) {
  const { words } = useDesk();
  const { summary, contracts = [], understood = [], earlier = [], conversation } = chat.view;
  const promises = now.followUps.filter((item) => item.conversation === conversation);
  return (
    <aside class="details" aria-label={words.say("details.label")}>
      {summary && factsOf(summary).length > 0 && (
        <Section title={words.say("details.summary")}>
          <SummaryLines summary={summary} />
        </Section>
      )}
      <Section title={words.say("details.person")}>
        <PersonFacts person={chat.view.person} now={now} />
      </Section>
      <Section title={words.say("details.contracts")} count={contracts.length}>
        <Contracts now={now} contracts={contracts} />
      </Section>
      <Section title={words.say("details.draft")}>
        <DraftSection chat={chat} name={name} own={own} />
      </Section>
      <Section title={words.say("details.promises")} count={promises.length}>
        <Promises now={now} items={promises} />
      </Section>
      <Section title={words.say("details.understood")}>
        <Understood items={understood} />
      </Section>
      <Section title={words.say("details.earlier")}>
        {earlier.length === 0 && <p class="faint">{words.say("details.no_earlier")}</p>}
        <ul class="plain">
          {earlier.map((one) => (
            <li key={one.conversation}>
              <Earlier conversation={one.conversation} at={one.closed_at} last={one.last} />
            </li>
          ))}
        </ul>
      </Section>
    </aside>
  );
}

export function Section({
  title,
  count = 0,
  children,
}: {
  title: string;
  count?: number;
  children: ComponentChildren;
}) {
  return (
    <section class="fact-group">
      <h2>
        {title}
        {count > 0 && <span class="heading-count">{count}</span>}
      </h2>
      {children}
    </section>
  );
}

function Understood({ items }: { items: readonly { seq: number; topic: string; text: string }[] }) {
  const { words } = useDesk();
  const [all, setAll] = useState(false);
  if (items.length === 0) return <p class="faint">{words.say("details.no_understood")}</p>;
  const newest = [...items].reverse();
  const shown = all ? newest : newest.slice(0, FIRST_SHOWN);
  return (
    <>
      <ul class="plain understood">
        {shown.map((item) => (
          <li key={item.seq}>
            <span dir="auto">{item.text}</span>
            <span class="pill">{words.topic(item.topic)}</span>
          </li>
        ))}
      </ul>
      {shown.length < newest.length && (
        <button type="button" class="link" onClick={() => setAll(true)}>
          {words.say("details.more", { count: newest.length - shown.length })}
        </button>
      )}
    </>
  );
}

interface EarlierProps {
  conversation: string;
  at: string | null | undefined;
  last: string | null | undefined;
}

function Earlier({ conversation, at, last }: EarlierProps) {
  const { figures } = useDesk();
  return (
    <a class="earlier" href={hashOf({ page: "chats", conversation })}>
      {at && <time dateTime={at}>{figures.date(at)}</time>} <span dir="auto">{last}</span>
    </a>
  );
}
