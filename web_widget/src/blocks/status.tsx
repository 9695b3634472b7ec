// An incident of the platform.

import type { StatusBlock } from "../protocol";
import { useReading } from "../view/context";
import type { Words } from "../words/words";
import { WebLink } from "./links";

export function Status({ status }: { status: StatusBlock }) {
  const { words } = useReading();
  return (
    <div class="card status">
      <p class="card-title" dir="auto">
        {status.title}
      </p>
      {status.impact && <p>{impact(status.impact, words)}</p>}
      {status.url && <WebLink label={words.say("status.more")} url={status.url} />}
    </div>
  );
}

/** How bad it is, in words. */
export function impact(name: string, words: Words): string {
  return words.named("status", name);
}
