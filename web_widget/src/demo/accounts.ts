// The demo marketplace's accounts, and which one this browser plays.

export interface Account {
  id: string;
  name: string;
  about: string;
}

/** The empty id: nobody is signed in. */
export const ACCOUNTS: readonly Account[] = [
  { id: "client-demo", name: "Client Demo", about: "Client with four contracts" },
  { id: "freelancer-demo", name: "Freelancer Demo", about: "Freelancer with four contracts" },
  { id: "pastdue-demo", name: "Past Due Demo", about: "Client with a balance that could not be charged" },
  { id: "newclient-demo", name: "New Client Demo", about: "Client before the first project" },
  { id: "suspended-demo", name: "Suspended Demo", about: "Freelancer on hold for an identity check" },
  { id: "private-demo", name: "Private Demo", about: "Freelancer with a private profile" },
  { id: "inactive-demo", name: "Inactive Demo", about: "Freelancer without activity for two years" },
  { id: "blocked-demo", name: "Blocked Demo", about: "Freelancer whose account is blocked" },
  { id: "", name: "Not signed in", about: "A visitor" },
];

const KEY = "milepost-market:account";
const FIRST = "client-demo";

export function remembered(): string {
  const kept = localStorage.getItem(KEY);
  return ACCOUNTS.some((account) => account.id === kept) ? (kept ?? FIRST) : FIRST;
}

export function remember(id: string): void {
  localStorage.setItem(KEY, id);
}
