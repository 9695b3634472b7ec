import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { type Conversation, EMPTY, KEPT_MOST, next, reached } from "../src/conversation";
import { DRAWN_MOST, drawn, earlier, later, lines } from "../src/lines";
import type { Message } from "../src/protocol";

function message(seq: number, kind: "assistant" | "user" = "assistant"): Message {
  return { seq, id: `m${seq}`, at: "2026-11-23T09:00:00.000Z", from: { kind }, text: `${seq}`, blocks: [] };
}

function holding(count: number): Conversation {
  const messages = Array.from({ length: count }, (_, i) => message(i + 1));
  return { ...EMPTY, id: "c", messages, through: count, known: count };
}

describe("the drawn part of a thread", () => {
  const all = lines(holding(200));

  it("is its end at first, and never more than its limit", () => {
    assert.deepEqual(drawn(all, null), { start: 200 - DRAWN_MOST, end: 200 });
    assert.deepEqual(drawn(lines(holding(3)), null), { start: 0, end: 3 });
  });

  it("moves up to the beginning and down to the end", () => {
    let from = earlier(all, null);
    assert.equal(drawn(all, from).end, 190);
    for (let i = 0; i < 12; i++) from = earlier(all, from);
    assert.deepEqual(drawn(all, from), { start: 0, end: DRAWN_MOST });
    for (let i = 0; i < 12; i++) from = later(all, from);
    assert.equal(from, null);
  });

  it("stays where it is when older messages are put before it", () => {
    const from = all[10]?.key ?? null;
    const more = lines({
      ...holding(200),
      earlier: { id: "b", closed_at: "", end: 6, messages: [message(5)], more: false },
    });
    assert.equal(more[drawn(more, from).start]?.message.seq, 11);
    assert.ok(more[0]?.past);
  });
});

describe("what is kept", () => {
  it("is little once the reader is at the end", () => {
    const kept = next(holding(KEPT_MOST + 1), { type: "trimmed" });
    assert.ok(kept.messages.length < KEPT_MOST);
    assert.equal(kept.messages.at(-1)?.seq, KEPT_MOST + 1);
    assert.ok(kept.more);
    const small = holding(10);
    assert.equal(next(small, { type: "trimmed" }), small);
  });
});

describe("one's own last message", () => {
  const said = next(holding(1), { type: "message", message: message(2, "user") });

  it("is sent, and seen once somebody has read it, writes or has answered", () => {
    assert.deepEqual(reached(said), { seq: 2, state: "sent" });
    for (const event of [
      { type: "read", seq: 2 },
      { type: "typing", typing: { from: "assistant", on: true } },
      { type: "message", message: message(3) },
    ] as const) {
      assert.equal(reached(next(said, event))?.state, "seen", event.type);
    }
  });
});

describe("a specialist's part", () => {
  it("has just ended when the assistant has the conversation again, until it was rated", () => {
    const state = (owner: "assistant" | "specialist" | "queue") =>
      ({ type: "state", state: { owner } }) as const;
    const parted = [state("specialist"), state("assistant")].reduce(next, EMPTY);
    assert.ok(parted.parted);
    assert.ok(!next(parted, { type: "rated" }).parted);
    assert.ok(![state("specialist"), state("queue")].reduce(next, EMPTY).parted);
    assert.ok(![state("assistant"), state("assistant")].reduce(next, EMPTY).parted);
  });
});
