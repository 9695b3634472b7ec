import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Outgoing } from "../src/conversation";
import { Keep, PageShelf } from "../src/storage";

const item = (id: string, at: string, state: Outgoing["state"] = "waiting"): Outgoing => ({
  id,
  kind: "say",
  text: id,
  at,
  state,
});

describe("what is kept", () => {
  it("comes back in the order it was written, ready to be sent", () => {
    const shelf = new PageShelf();
    const kept = [
      item("b", "2026-01-02"),
      item("a", "2026-01-01", "sending"),
      item("c", "2026-01-03", "failed"),
    ];
    new Keep(shelf, "s").putOutbox("visitor", [], kept);
    const back = new Keep(shelf, "s").outbox("visitor");
    assert.deepEqual(
      back.map(({ id, state }) => [id, state]),
      [
        ["a", "waiting"],
        ["b", "waiting"],
        ["c", "failed"],
      ],
    );
  });

  it("is apart for every account and server", () => {
    const shelf = new PageShelf();
    new Keep(shelf, "s").putOutbox("account:a", [], [item("a", "2026-01-01")]);
    assert.deepEqual(new Keep(shelf, "s").outbox("account:b"), []);
    assert.deepEqual(new Keep(shelf, "t").outbox("account:a"), []);
  });

  it("goes when it is sent, and leaves another tab's items alone", () => {
    const shelf = new PageShelf();
    const one = new Keep(shelf, "s");
    const other = new Keep(shelf, "s");
    const a = item("a", "2026-01-01");
    one.putOutbox("visitor", [], [a]);
    other.putOutbox("visitor", [], [item("b", "2026-01-02")]);
    one.putOutbox("visitor", [a], []);
    assert.deepEqual(
      one.outbox("visitor").map(({ id }) => id),
      ["b"],
    );
  });

  it("is forgotten at sign-out", () => {
    const keep = new Keep(new PageShelf(), "s");
    keep.putOutbox("account:a", [], [item("a", "2026-01-01")]);
    keep.putDraft("account:a", "half a");
    keep.forget("account:a");
    assert.deepEqual(keep.outbox("account:a"), []);
    assert.equal(keep.draft("account:a"), "");
  });

  it("of what was seen counts for its own conversation only", () => {
    const keep = new Keep(new PageShelf(), "s");
    keep.putSeen("visitor", "c", 4);
    assert.equal(keep.seen("visitor", "c"), 4);
    assert.equal(keep.seen("visitor", "d"), 0);
  });

  it("survives a store that is full or holds rubbish", () => {
    class Full extends PageShelf {
      override setItem(): void {
        throw new Error("quota");
      }
    }
    new Keep(new Full(), "s").putDraft("visitor", "text");
    const shelf = new PageShelf();
    shelf.setItem("milepost:s:outbox:visitor:x", "{");
    assert.deepEqual(new Keep(shelf, "s").outbox("visitor"), []);
  });
});
