// What the demo page reads from the gateway: an account's contracts, and its token.

import type { Money } from "../protocol";

export interface Milestone {
  number: number;
  title: string;
  amount: Money;
  status: string;
  due_at: string | null;
}

export interface Contract {
  id: string;
  title: string;
  role: "client" | "freelancer";
  counterpart: string;
  status: string;
  escrow: Money;
  milestones: readonly Milestone[];
}

export interface Records {
  account: string;
  standing: string;
  contracts: readonly Contract[];
}

export async function contractsOf(account: string): Promise<Records> {
  return read<Records>(`/demo/contracts?account=${encodeURIComponent(account)}`);
}

export async function tokenOf(account: string): Promise<string> {
  return (await read<{ token: string }>(`/demo/token?account=${encodeURIComponent(account)}`)).token;
}

/** What time it is to the application. */
export async function readClock(): Promise<string> {
  return (await read<{ now: string }>("/demo/clock")).now;
}

/** Move the application's clock on; only in the demo, and only from this page. */
export async function movedClock(hours: number): Promise<string> {
  const response = await fetch("/demo/clock", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ hours }),
  });
  if (!response.ok) throw new Error(`/demo/clock answered ${response.status}`);
  return ((await response.json()) as { now: string }).now;
}

async function read<Body>(address: string): Promise<Body> {
  const response = await fetch(address, { cache: "no-store" });
  if (!response.ok) throw new Error(`${address} answered ${response.status}`);
  return (await response.json()) as Body;
}

/** What is held in escrow over all contracts, whoever's money it is; one sum for each currency. */
export function held(contracts: readonly Contract[]): Money[] {
  const sums = new Map<string, number>();
  for (const { escrow } of contracts)
    sums.set(escrow.currency, (sums.get(escrow.currency) ?? 0) + escrow.minor);
  return [...sums].map(([currency, minor]) => ({ currency, minor }));
}
