import assert from "node:assert/strict";
import { describe, it, mock } from "node:test";
import type { Outgoing } from "../src/conversation";
import { type Post, Posting } from "../src/desk/posting";
import { type Desk, type DeskEvent, EMPTY_DESK, next } from "../src/desk/state";
import type { Reply } from "../src/protocol";

const AT = "2026-11-23T18:00:00.000Z";

/** A desk with one chat, whose server answers from a script. */
class ScriptedPost implements Post {
  readonly asked: string[] = [];
  online = true;
  private now: Desk = next(EMPTY_DESK, {
    type: "conversation",
    view: { conversation: "c", owner: "specialist", person: {}, messages: [], last_seq: 0 },
  });

  constructor(private readonly script: (Reply<unknown> | undefined)[]) {}

  chat(conversation: string) {
    return this.now.chats[conversation];
  }

  conversations() {
    return Object.keys(this.now.chats);
  }

  hear(event: DeskEvent) {
    this.now = next(this.now, event);
  }

  isOnline() {
    return this.online;
  }

  async ask<Result>(event: string, data: object): Promise<Reply<Result> | undefined> {
    this.asked.push(`${event} ${(data as { text: string }).text}`);
    const answer = this.script.shift();
    // What is stored is told before it is acknowledged.
    if (answer?.ok && event === "say") {
      const { id, text } = data as { id: string; text: string };
      const { seq } = answer.result as { seq: number };
      const from = { kind: "specialist", name: "S" } as const;
      this.hear({ type: "message", conversation: "c", message: { seq, id, at: AT, from, text, blocks: [] } });
    }
    return answer as Reply<Result> | undefined;
  }

  write(kind: "reply" | "note", text: string) {
    const item: Outgoing = { id: text, kind: "say", text, at: AT, state: "waiting" };
    const event = { type: "queued", item } as const;
    if (kind === "reply") this.hear({ type: "log", conversation: "c", event });
    else this.hear({ type: "unsent_note", conversation: "c", event });
  }

  states() {
    const chat = this.chat("c");
    return [...(chat?.log.outbox ?? []), ...(chat?.unsentNotes ?? [])].map(
      ({ text, state }) => `${text} ${state}`,
    );
  }
}

const stored = (seq: number): Reply<unknown> => ({ ok: true, result: { seq, at: AT } });
const settled = () => new Promise((done) => setImmediate(done));

describe("posting", () => {
  it("sends replies one at a time and in order, and notes beside them", async () => {
    const post = new ScriptedPost([stored(1), { ok: true, result: {} }, stored(2)]);
    for (const text of ["one", "two"]) post.write("reply", text);
    post.write("note", "private");
    new Posting(post).flush("c");
    await settled();
    assert.deepEqual(post.asked, ["say one", "note private", "say two"]);
    assert.deepEqual(post.states(), ["private accepted"]);
  });

  it("keeps what got no answer for the next line", async () => {
    const post = new ScriptedPost([undefined, stored(1)]);
    const posting = new Posting(post);
    post.write("reply", "one");
    posting.flush("c");
    await settled();
    assert.deepEqual(post.states(), ["one waiting"]);
    posting.flushAll();
    await settled();
    assert.deepEqual(post.states(), []);
  });

  it("sends nothing while there is no line", async () => {
    const post = new ScriptedPost([]);
    post.online = false;
    post.write("reply", "one");
    new Posting(post).flushAll();
    await settled();
    assert.deepEqual(post.asked, []);
  });

  it("says what was refused, and goes on with what waits behind it", async () => {
    const post = new ScriptedPost([{ ok: false, code: "too_long", message: "Too long." }, stored(1)]);
    for (const text of ["one", "two"]) post.write("reply", text);
    new Posting(post).flush("c");
    await settled();
    assert.deepEqual(post.states(), ["one failed"]);
    assert.equal(post.chat("c")?.log.outbox[0]?.why, "Too long.");
  });

  it("waits when it was too fast, and then sends the same", async () => {
    mock.timers.enable({ apis: ["setTimeout"] });
    const post = new ScriptedPost([{ ok: false, code: "rate_limited" }, stored(1)]);
    post.write("reply", "one");
    new Posting(post).flush("c");
    await settled();
    assert.deepEqual(post.states(), ["one waiting"]);
    mock.timers.tick(5_000);
    await settled();
    assert.deepEqual(post.asked, ["say one", "say one"]);
    mock.timers.reset();
  });
});
