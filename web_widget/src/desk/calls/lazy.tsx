// Fetches the page of the video calls when it is wanted: it brings the code of the calls with it.

import type { FunctionComponent } from "preact";
import { useEffect, useState } from "preact/hooks";
import { useDesk } from "../view/context";

export function Calls() {
  const { words } = useDesk();
  const [page, setPage] = useState<{ Page: FunctionComponent } | "failed">();
  useEffect(() => {
    import("./page").then(
      ({ CallsPage }) => setPage({ Page: CallsPage }),
      () => setPage("failed"),
    );
  }, []);
  if (page === "failed") return <p class="page-empty">{words.say("calls.failed")}</p>;
  if (page) return <page.Page />;
  return (
    <p class="page-empty" role="status">
      {words.say("desk.loading")}
    </p>
  );
}
