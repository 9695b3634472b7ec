import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  behind,
  type ChatEvent,
  type Conversation,
  chosen,
  EMPTY,
  fate,
  next,
  type Outgoing,
  sendable,
  submitted,
  unread,
  visible,
} from "../src/conversation";
import type { Message, QuoteBlock, Welcome } from "../src/protocol";

const AT = "2026-11-23T09:00:00.000Z";

function message(seq: number, more: Partial<Message> = {}): Message {
  const from = { kind: "assistant", name: "Assistant" } as const;
  return { seq, id: `m${seq}`, at: AT, from, text: `text ${seq}`, blocks: [], ...more };
}

function welcome(more: Partial<Welcome> = {}): ChatEvent {
  return {
    type: "welcome",
    welcome: {
      me: { signed_in: false },
      conversation: "c",
      last_seq: 0,
      state: { owner: "assistant" },
      messages: [],
      more: false,
      ...more,
    },
  };
}

function outgoing(id: string, more: Partial<Outgoing> = {}): Outgoing {
  return { id, kind: "say", text: id, at: AT, state: "waiting", ...more };
}

function after(...events: ChatEvent[]): Conversation {
  return events.reduce(next, EMPTY);
}

const seqs = (now: Conversation) => visible(now).map(({ seq }) => seq);
const heard = (...numbers: number[]): ChatEvent[] =>
  numbers.map((seq) => ({ type: "message", message: message(seq) }));

describe("messages", () => {
  it("are shown in the order of their numbers, each once", () => {
    const now = after(welcome(), ...heard(1, 3, 2, 2, 1));
    assert.deepEqual(seqs(now), [1, 2, 3]);
  });

  it("that arrive too early wait for the ones before them", () => {
    const now = after(welcome(), ...heard(1, 3));
    assert.deepEqual(seqs(now), [1]);
    assert.ok(behind(now));
    assert.deepEqual(seqs(after(welcome(), ...heard(1, 3, 2))), [1, 2, 3]);
  });

  it("start wherever the first welcome starts", () => {
    const now = after(welcome({ last_seq: 42, messages: [message(41), message(42)], more: true }));
    assert.deepEqual(seqs(now), [41, 42]);
    assert.ok(now.more);
    assert.ok(!behind(now));
  });

  it("are joined by a replay without doubling what is there", () => {
    const now = after(
      welcome({ last_seq: 2, messages: [message(1), message(2)] }),
      welcome({ last_seq: 4, messages: [message(2), message(3), message(4)] }),
    );
    assert.deepEqual(seqs(now), [1, 2, 3, 4]);
  });

  it("that were withheld are replaced when they come in full", () => {
    const now = after(
      welcome({ last_seq: 1, messages: [message(1, { text: "withheld" })] }),
      welcome({ last_seq: 1, messages: [message(1, { text: "in full" })] }),
    );
    assert.deepEqual(
      visible(now).map(({ text }) => text),
      ["in full"],
    );
  });

  it("of another conversation replace the ones here, and keep what is unsent", () => {
    const now = after(
      welcome({ last_seq: 1, messages: [message(1)] }),
      { type: "queued", item: outgoing("a") },
      welcome({ conversation: "d", last_seq: 7, messages: [message(7)], more: true }),
    );
    assert.deepEqual(seqs(now), [7]);
    assert.deepEqual(
      now.outbox.map(({ id }) => id),
      ["a"],
    );
  });

  it("of earlier pages are put in front", () => {
    const now = after(welcome({ last_seq: 3, messages: [message(3)], more: true }), {
      type: "history",
      messages: [message(1), message(2)],
      more: false,
    });
    assert.deepEqual(seqs(now), [1, 2, 3]);
    assert.ok(!now.more);
  });

  it("are missing when a beat speaks of later ones", () => {
    assert.ok(behind(after(welcome(), { type: "beat", last_seq: 1 })));
  });

  it("are shown past a gap that the server keeps back", () => {
    const now = after(welcome(), ...heard(1, 3), { type: "gave_up", seq: 2 });
    assert.deepEqual(seqs(now), [1, 3]);
    assert.ok(!behind(now));
  });

  it("fill such a gap when they come after all", () => {
    const now = after(welcome(), ...heard(1, 3), { type: "gave_up", seq: 2 }, ...heard(2));
    assert.deepEqual(seqs(now), [1, 2, 3]);
  });
});

describe("the outbox", () => {
  const own = (seq: number, id: string): ChatEvent => ({
    type: "message",
    message: message(seq, { id, from: { kind: "user", name: "You" } }),
  });

  it("gives one item at a time, the oldest first", () => {
    const now = after({ type: "queued", item: outgoing("a") }, { type: "queued", item: outgoing("b") });
    assert.equal(sendable(now)?.id, "a");
    assert.equal(sendable(next(now, { type: "sending", id: "a" })), undefined);
  });

  it("loses an item when the log shows it, whether the receipt came before or after", () => {
    const queued: ChatEvent = { type: "queued", item: outgoing("a") };
    const receipt: ChatEvent = { type: "accepted", id: "a", result: { seq: 1, at: AT } };
    assert.deepEqual(after(welcome(), queued, receipt, own(1, "a")).outbox, []);
    assert.deepEqual(after(welcome(), queued, own(1, "a"), receipt).outbox, []);
  });

  it("keeps an accepted item on screen until the log shows it", () => {
    const now = after(
      welcome(),
      { type: "queued", item: outgoing("a") },
      { type: "accepted", id: "a", result: { seq: 1, at: AT } },
    );
    assert.equal(now.outbox[0]?.state, "accepted");
    assert.ok(behind(now));
    assert.equal(sendable(now), undefined);
  });

  it("sends again what was in flight when the line broke", () => {
    const now = after(
      welcome(),
      { type: "queued", item: outgoing("a") },
      { type: "sending", id: "a" },
      welcome(),
    );
    assert.equal(sendable(now)?.id, "a");
  });

  it("lets nothing wait behind a failed item", () => {
    const now = after(
      welcome(),
      { type: "queued", item: outgoing("a") },
      { type: "queued", item: outgoing("b") },
      { type: "failed", id: "a", code: "too_long" },
    );
    assert.equal(sendable(now)?.id, "b");
    assert.equal(sendable(next(now, { type: "postponed", id: "a" }))?.id, "a");
  });

  it("is restored in front of what was written meanwhile", () => {
    const now = after(
      { type: "queued", item: outgoing("b") },
      { type: "restored", outbox: [outgoing("a"), outgoing("b")] },
    );
    assert.deepEqual(
      now.outbox.map(({ id }) => id),
      ["a", "b"],
    );
  });
});

describe("a form", () => {
  it("that was turned back says why and can be sent again", () => {
    const form = message(1, { blocks: [{ type: "form", form: "f", fields: [] }] });
    const item = outgoing("a", { kind: "submit", message: 1, form: "f", values: {} });
    const now = after(
      welcome({ last_seq: 1, messages: [form] }),
      { type: "queued", item },
      { type: "invalid", id: "a", fields: { email: "No." } },
    );
    assert.deepEqual(now.invalid[1], { email: "No." });
    assert.deepEqual(now.outbox, []);
    assert.ok(!submitted(now, form));
  });

  it("is spent once an answer to it is in the log", () => {
    const form = message(1, { blocks: [{ type: "form", form: "f", fields: [] }] });
    const answer = message(2, { from: { kind: "user" }, reply_to: 1 });
    assert.ok(submitted(after(welcome({ last_seq: 2, messages: [form, answer] })), form));
  });
});

describe("a choice", () => {
  const asking = message(1, { blocks: [{ type: "choices", choices: [{ id: "1", label: "The logo" }] }] });

  it("is open until a button is pressed", () => {
    assert.equal(chosen(after(welcome({ last_seq: 1, messages: [asking] })), asking), undefined);
  });

  it("is taken while it is under way, and when the log shows it", () => {
    const item = outgoing("a", { kind: "choose", text: "The logo", message: 1, choice: "1" });
    const start = welcome({ last_seq: 1, messages: [asking] });
    assert.equal(chosen(after(start, { type: "queued", item }), asking), "The logo");
    const pressed = message(2, { from: { kind: "user" }, text: "The logo", reply_to: 1 });
    assert.equal(chosen(after(start, { type: "message", message: pressed }), asking), "The logo");
  });

  it("is open again when it could not be sent", () => {
    const item = outgoing("a", { kind: "choose", text: "The logo", message: 1, state: "failed" });
    const now = after(welcome({ last_seq: 1, messages: [asking] }), { type: "queued", item });
    assert.equal(chosen(now, asking), undefined);
  });
});

describe("what is unread", () => {
  it("counts others' messages after the last one seen", () => {
    const own = message(2, { from: { kind: "user" } });
    const now = after(welcome({ last_seq: 3, messages: [message(1), own, message(3)] }));
    assert.equal(unread(now), 2);
    assert.equal(unread(next(now, { type: "seen", seq: 1 })), 1);
    assert.equal(unread(next(now, { type: "seen", seq: 3 })), 0);
  });
});

describe("typing", () => {
  it("ends with the message that was typed, and with the line", () => {
    const typing: ChatEvent = { type: "typing", typing: { from: "assistant", on: true } };
    assert.equal(after(welcome(), typing).typing, "assistant");
    assert.equal(after(welcome(), typing, ...heard(1)).typing, null);
    assert.equal(after(welcome(), typing, { type: "line", line: "offline" }).typing, null);
  });
});

describe("a quote", () => {
  const quote: QuoteBlock = {
    type: "quote",
    quote: "q",
    action: "approve",
    summary: "Approve",
    lines: [],
    expires_at: "2026-11-23T09:05:00.000Z",
  };
  const at = Date.parse(AT);
  const receipt = message(3, {
    blocks: [{ type: "receipt", quote: "q", action: "approve", summary: "Approve", at: AT, lines: [] }],
  });
  const press = outgoing("a", { kind: "confirm", quote: "q" });

  it("is open until it runs out, by the server's clock", () => {
    assert.equal(fate(EMPTY, quote, at + 299_999), "open");
    assert.equal(fate(EMPTY, quote, at + 300_000), "expired");
    const late = next(EMPTY, { ...welcome({ at: AT }), heard: at - 60_000 } as ChatEvent);
    assert.equal(late.ahead, 60_000);
    assert.equal(fate(late, quote, at + 240_000), "expired");
  });

  it("is under way from the press to the receipt", () => {
    const pressed = next(EMPTY, { type: "queued", item: press });
    assert.equal(fate(pressed, quote, at), "confirming");
    const done = next(next(EMPTY, welcome({ last_seq: 2 })), { type: "message", message: receipt });
    assert.equal(fate(done, quote, at + 900_000), "done");
  });

  it("says why it was refused, and keeps no failed message of the press", () => {
    const pressed = next(EMPTY, { type: "queued", item: press });
    const refused = next(pressed, {
      type: "unconfirmed",
      id: "a",
      quote: "q",
      code: "quote_void",
      why: "Changed.",
    });
    assert.equal(fate(refused, quote, at), "refused");
    assert.equal(refused.unconfirmed.q?.why, "Changed.");
    assert.equal(refused.outbox.length, 0);
  });

  for (const code of ["reauth_required", "outcome_unknown"]) {
    it(`may be tried again after ${code}`, () => {
      const refused = next(EMPTY, { type: "unconfirmed", id: "a", quote: "q", code });
      assert.equal(fate(refused, quote, at), "open");
    });
  }
});
