// What is offered to whoever has not said anything yet: what others like them ask first.

import type { Conversation } from "./conversation";

/** Acts that every account in good standing may do, by its role: whoever may do neither is locked out of new work. */
const NEW_WORK = ["send_offer", "send_proposal"];
const FREELANCERS_ONLY = "submit_work";

const STARTERS = {
  visitor: ["starter.escrow", "starter.job", "starter.person"],
  client: ["starter.attention", "starter.paid", "starter.held"],
  freelancer: ["starter.attention", "starter.payday", "starter.held"],
  locked_out: ["starter.why", "starter.meanwhile", "starter.back"],
} as const;

export type Starter = (typeof STARTERS)[keyof typeof STARTERS][number];

/** The catalogue's names of the questions for whoever this is; of an account that tells nothing, a client's. */
export function starters(now: Pick<Conversation, "me" | "state">): readonly Starter[] {
  if (!now.me?.signed_in) return STARTERS.visitor;
  const can = now.state?.can ?? [];
  if (can.length > 0 && !NEW_WORK.some((act) => can.includes(act))) return STARTERS.locked_out;
  return can.includes(FREELANCERS_ONLY) ? STARTERS.freelancer : STARTERS.client;
}
