// An incident of the platform.

import type { StatusBlock } from "../protocol";
import { useReading } from "../view/context";
import { worded } from "../words/figures";
import { WebLink } from "./links";

export function Status({ status }: { status: StatusBlock }) {
  const { words } = useReading();
  return (
    <div class="card status">
      <p class="card-title">{status.title}</p>
      {status.impact && <p>{worded(status.impact)}</p>}
      {status.url && <WebLink label={words.say("status.more")} url={status.url} />}
    </div>
  );
}
