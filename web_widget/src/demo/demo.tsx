// The demo marketplace's page "My contracts", with a switch between its accounts.

import { render } from "preact";
import { useEffect, useState } from "preact/hooks";
import type {} from "../widget";
import { ACCOUNTS, remember, remembered } from "./accounts";
import { DemoClock } from "./clock";
import { ContractCard } from "./contract";
import { figures } from "./figures";
import { contractsOf, held, type Records, tokenOf } from "./records";

/** The records change by themselves when a clock runs out, so that they are read again now and then. */
const REREAD_MS = 5_000;

function speakFor(account: string): void {
  window.Milepost ??= [];
  if (account) window.Milepost.push(["identify", () => tokenOf(account)]);
  else window.Milepost.push(["logout"]);
}

function Page() {
  const [account, setAccount] = useState(remembered);
  const [records, setRecords] = useState<Records | "loading" | "failed">("loading");

  useEffect(() => {
    let current = true;
    remember(account);
    speakFor(account);
    setRecords("loading");
    if (account) {
      contractsOf(account).then(
        (found) => current && setRecords(found),
        () => current && setRecords("failed"),
      );
    }
    return () => {
      current = false;
    };
  }, [account]);

  const reread = () => {
    if (account && document.visibilityState === "visible") {
      contractsOf(account).then(setRecords, () => setRecords("failed"));
    }
  };
  // Something was confirmed in the chat: the page shows it too.
  useEffect(() => {
    const again = setInterval(reread, REREAD_MS);
    document.addEventListener("milepost-receipt", reread);
    return () => {
      clearInterval(again);
      document.removeEventListener("milepost-receipt", reread);
    };
  }, [account]);

  const player = ACCOUNTS.find((each) => each.id === account);
  return (
    <>
      <header class="top">
        <p class="brand">
          <span class="mark" aria-hidden="true" /> Milepost Market <span class="demo">Demo</span>
        </p>
        <nav aria-label="The demo">
          <a href="/mail">Mailbox</a>
          <a href="/desk">Desk</a>
          <a href="/help">Help articles</a>
        </nav>
        <label class="switch">
          <span>Signed in as</span>
          <select value={account} onChange={(event) => setAccount(event.currentTarget.value)}>
            {ACCOUNTS.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
        </label>
      </header>
      <DemoClock moved={reread} />
      <main id="contracts" aria-busy={records === "loading" && account !== ""}>
        <div class="lead">
          <div>
            <h1>My contracts</h1>
            <p class="faint">{player?.about}. Everything here is made up; no real money moves.</p>
          </div>
          {typeof records === "object" && account && <Totals records={records} />}
        </div>
        {account ? <Contracts records={records} /> : <Stranger signIn={() => setAccount("client-demo")} />}
      </main>
    </>
  );
}

function Totals({ records }: { records: Records }) {
  return (
    <dl class="totals">
      <div>
        <dt>In escrow</dt>
        <dd>{held(records.contracts).map(figures.amount).join(" + ") || "–"}</dd>
      </div>
      <div>
        <dt>Contracts</dt>
        <dd>{records.contracts.length}</dd>
      </div>
    </dl>
  );
}

function Contracts({ records }: { records: Records | "loading" | "failed" }) {
  if (records === "loading")
    return (
      <p class="faint" role="status">
        Loading the contracts…
      </p>
    );
  if (records === "failed") {
    return (
      <p class="notice" role="alert">
        The contracts could not be read just now. The help chat may still answer.
      </p>
    );
  }
  if (records.contracts.length === 0) {
    return <p class="notice">This account has no contracts. Ask the help chat how to start one.</p>;
  }
  return (
    <div class="contracts">
      {records.contracts.map((contract) => (
        <ContractCard key={contract.id} contract={contract} />
      ))}
    </div>
  );
}

function Stranger({ signIn }: { signIn: () => void }) {
  return (
    <div class="notice">
      <p>
        You are not signed in, so there are no contracts to show. The help chat tells you how things work in
        general.
      </p>
      <button type="button" onClick={signIn}>
        Sign in as Client Demo
      </button>
    </div>
  );
}

const page = document.getElementById("page");
if (page) {
  page.replaceChildren();
  render(<Page />, page);
}
