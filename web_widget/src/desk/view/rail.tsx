// The pages of the console, as links with what wants a look on each.

import { hashOf, type Page } from "../places";
import { pagesOf } from "../roles";
import { type Desk, wanting } from "../state";
import { useDesk } from "./context";
import { Icon } from "./icons";

export function Rail({ now, page }: { now: Desk; page: Page }) {
  const { words } = useDesk();
  const overdue = now.followUps.filter((item) => item.overdue).length;
  const counts: Partial<Record<Page, [number, string]>> = {
    chats: [wanting(now), words.count("nav.wanting", wanting(now))],
    follow_ups: [overdue, words.count("nav.overdue", overdue)],
  };
  return (
    <nav class="rail" aria-label={words.say("nav.label")}>
      <ul>
        {pagesOf(now.me).map((one) => {
          const [count, sentence] = counts[one] ?? [0, ""];
          return (
            <li key={one}>
              <a href={hashOf({ page: one })} aria-current={one === page ? "page" : undefined}>
                <span class="rail-icon">
                  <Icon name={one} />
                  {count > 0 && (
                    <span
                      class={one === "follow_ups" ? "count-badge is-warn" : "count-badge"}
                      aria-hidden="true"
                    >
                      {count}
                    </span>
                  )}
                </span>
                {words.say(`page.${one}`)}
                {count > 0 && <span class="unseen"> ({sentence})</span>}
              </a>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}
