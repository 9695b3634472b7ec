import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { EMPTY } from "../src/conversation";
import type { DeskState } from "../src/protocol";
import { type Starter, starters } from "../src/starters";

const SIGNED_IN = { account: "somebody", signed_in: true };

function can(...acts: string[]): DeskState {
  return { owner: "assistant", can: acts };
}

describe("what is offered to begin with", () => {
  const table: [string, Parameters<typeof starters>[0], Starter][] = [
    ["a visitor", { ...EMPTY, me: { signed_in: false }, state: can() }, "starter.escrow"],
    ["nobody yet", EMPTY, "starter.escrow"],
    ["a client", { ...EMPTY, me: SIGNED_IN, state: can("read_records", "send_offer") }, "starter.paid"],
    [
      "a freelancer",
      { ...EMPTY, me: SIGNED_IN, state: can("send_proposal", "submit_work") },
      "starter.payday",
    ],
    ["a client on hold", { ...EMPTY, me: SIGNED_IN, state: can("fund_milestone", "appeal") }, "starter.why"],
    ["a freelancer on hold", { ...EMPTY, me: SIGNED_IN, state: can("submit_work", "verify") }, "starter.why"],
    ["somebody blocked", { ...EMPTY, me: SIGNED_IN, state: can("ask_support") }, "starter.why"],
    ["an account that tells nothing", { ...EMPTY, me: SIGNED_IN, state: can() }, "starter.paid"],
  ];
  for (const [who, now, wanted] of table) {
    it(`suits ${who}`, () => assert.ok(starters(now).includes(wanted)));
  }
});
