// What is known of the person on the line: their record, and how the checks of their machine went.

import { CHECKS, type Person } from "../../call/wire";
import { worded } from "../../words/figures";
import { useCalls } from "./context";

export function Record({ person }: { person: Person }) {
  const { words, shared, figures } = useCalls();
  const facts: readonly (readonly [string, string | null])[] = [
    [words.say("person.account"), person.account],
    [words.say("person.standing"), worded(person.standing)],
    [words.say("person.reason"), person.reason ? worded(person.reason) : null],
    [words.say("person.since"), person.since ? figures.moment(person.since) : null],
    [words.say("person.due"), person.due_at ? figures.moment(person.due_at) : null],
    [words.say("person.no_shows"), person.no_shows > 0 ? String(person.no_shows) : null],
  ];
  const made = CHECKS.filter((check) => person.checks[check] !== undefined);
  return (
    <section class="calls-part" aria-label={words.say("person.title")}>
      <h2 dir="auto">{person.name}</h2>
      <dl class="facts">
        {facts.map(
          ([name, value]) =>
            value !== null && (
              <div key={name}>
                <dt>{name}</dt>
                <dd dir="auto">{value}</dd>
              </div>
            ),
        )}
      </dl>
      <details>
        <summary>{words.say("checks.title")}</summary>
        <ul class="calls-checks">
          {made.map((check) => (
            <li key={check} class={`is-${person.checks[check]}`}>
              {shared.say(`check.${check}`)}: {words.named("check", person.checks[check] ?? "")}
            </li>
          ))}
        </ul>
      </details>
    </section>
  );
}
