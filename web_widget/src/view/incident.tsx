// The banner about something that does not work on the marketplace just now.

import { WebLink } from "../blocks/links";
import { impact } from "../blocks/status";
import type { Conversation } from "../conversation";
import { useSetting } from "./context";

export function Incident({ now }: { now: Conversation }) {
  const { words } = useSetting();
  const incident = now.state?.incident;
  return (
    <div role="status">
      {incident && (
        <p class="note is-wrong">
          <strong>{incident.title}</strong> · {impact(incident.impact, words)}{" "}
          {incident.url && <WebLink label={words.say("status.more")} url={incident.url} />}
        </p>
      )}
    </div>
  );
}
