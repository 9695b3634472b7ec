import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { type Chat, canReply, isMine, unread } from "../src/desk/chats";
import {
  type Desk,
  type DeskEvent,
  EMPTY_DESK,
  left,
  memberName,
  mine,
  neighbour,
  next,
  wanting,
} from "../src/desk/state";
import type { ConversationView, Me, Note, Offer, Waiting, Welcome } from "../src/desk/wire";
import type { Message } from "../src/protocol";

const AT = "2026-11-23T18:00:00.000Z";
const HEARD = Date.parse("2026-01-01T00:00:00Z");
const ME: Me = { id: "web", name: "Specialist Web", roles: ["specialist"], categories: ["Web"], capacity: 3 };

function message(seq: number, kind: Message["from"]["kind"] = "user"): Message {
  return { seq, id: `m${seq}`, at: AT, from: { kind, name: kind }, text: `text ${seq}`, blocks: [] };
}

function view(conversation: string, more: Partial<ConversationView> = {}): ConversationView {
  return {
    conversation,
    owner: "specialist",
    specialist: ME.id,
    handoff: { id: `h-${conversation}`, state: "active", reason: "asked", category: "Web", since: AT },
    person: { name: `Person ${conversation}` },
    messages: [],
    last_seq: more.messages?.at(-1)?.seq ?? 0,
    ...more,
  };
}

function offer(handoff: string, more: Partial<Offer> = {}): Offer {
  return { handoff, conversation: "c", category: "Web", reason: "asked", name: "A", until: AT, ...more };
}

function waiting(handoff: string, position: number): Waiting {
  return { handoff, category: "Web", reason: "asked", since: AT, position };
}

function welcome(more: Partial<Welcome> = {}): DeskEvent {
  return {
    type: "welcome",
    heard: HEARD,
    welcome: {
      at: AT,
      me: ME,
      presence: "online",
      queue: [],
      offers: [],
      conversations: [],
      follow_ups: [],
      categories: ["Web"],
      wrap_up_reasons: [{ id: "solved", label: "Solved" }],
      ...more,
    },
  };
}

function after(...events: DeskEvent[]): Desk {
  return events.reduce(next, EMPTY_DESK);
}

const has = (more: Partial<ConversationView> = {}, id = "c"): DeskEvent => ({
  type: "conversation",
  view: view(id, more),
});
const hears = (seq: number, kind?: Message["from"]["kind"]): DeskEvent => ({
  type: "message",
  conversation: "c",
  message: message(seq, kind),
});

describe("the desk", () => {
  it("knows by how much the server's clock is ahead", () => {
    const now = after(welcome());
    assert.equal(left(now, "2026-11-23T18:00:30.000Z", HEARD), 30_000);
    assert.equal(left(now, "2026-11-23T18:00:30.000Z", HEARD + 31_000), -1_000);
  });

  it("keeps the queue in its order", () => {
    const now = after(welcome(), { type: "queue", waiting: [waiting("b", 2), waiting("a", 1)] });
    assert.deepEqual(
      now.queue.map(({ handoff }) => handoff),
      ["a", "b"],
    );
  });

  it("forgets everything of the last one who was signed in", () => {
    const now = after(welcome({ conversations: [view("c")] }), { type: "line", line: "signed_out" });
    assert.deepEqual(now, { ...EMPTY_DESK, line: "signed_out" });
  });

  it("keeps what is on screen while the line is down", () => {
    const now = after(welcome({ conversations: [view("c")] }), { type: "line", line: "offline" });
    assert.equal(mine(now).length, 1);
    assert.equal(now.me, ME);
  });

  it("follows what the roster says of one's own presence", () => {
    const member = { ...ME, status: "away" as const };
    assert.equal(after(welcome(), { type: "team", team: [member] }).presence, "away");
    assert.equal(after(welcome(), { type: "team", team: [] }).presence, "online");
  });

  it("calls colleagues by their names, and strangers by their ids", () => {
    const colleague = { ...ME, id: "design", name: "Specialist Design", status: "online" as const };
    const now = after(welcome(), { type: "team", team: [colleague] });
    assert.equal(memberName(now, "design"), "Specialist Design");
    assert.equal(memberName(now, "web"), "Specialist Web");
    assert.equal(memberName(now, "gone"), "gone");
  });
});

describe("an offer", () => {
  it("is there once, however often it is told", () => {
    const now = after(welcome(), { type: "offer", offer: offer("h") }, { type: "offer", offer: offer("h") });
    assert.equal(now.offers.length, 1);
    assert.equal(wanting(now), 1);
  });

  it("goes when it is over, when its chat is taken up, and when a welcome does not name it", () => {
    const offered: DeskEvent = { type: "offer", offer: offer("h-c") };
    assert.deepEqual(after(welcome(), offered, { type: "offer_over", handoff: "h-c" }).offers, []);
    assert.deepEqual(after(welcome(), offered, has()).offers, []);
    assert.deepEqual(after(welcome(), offered, welcome()).offers, []);
  });
});

describe("a chat", () => {
  it("is mine while I talk in it, and until I have wrapped it up", () => {
    const states = { active: true, wrap_up: true, offered: false, closed: false, returned: false };
    for (const [state, expected] of Object.entries(states)) {
      const handoff = { id: "h", state, reason: "asked", category: null, since: AT };
      const chat = after(welcome(), has({ handoff })).chats.c;
      assert.ok(chat);
      assert.equal(isMine(chat, ME), expected, state);
    }
    const others = after(welcome(), has({ specialist: "design" })).chats.c;
    assert.ok(others && !isMine(others, ME));
  });

  it("that has ended can be wrapped up and not written in", () => {
    const handoff = { id: "h", state: "wrap_up", reason: "asked", category: null, since: AT };
    const chat = after(welcome(), has({ owner: "assistant", handoff })).chats.c;
    assert.ok(chat && isMine(chat, ME) && !canReply(chat, ME));
  });

  it("is no longer mine when a welcome does not name it", () => {
    assert.deepEqual(mine(after(welcome({ conversations: [view("c")] }), welcome())), []);
  });

  it("counts the person's messages that were not before my eyes", () => {
    const seen: DeskEvent = { type: "log", conversation: "c", event: { type: "seen", seq: 1 } };
    const now = after(welcome(), has(), hears(1), seen, hears(2), hears(3, "specialist"), hears(4));
    const chat = now.chats.c;
    assert.ok(chat);
    assert.equal(unread(chat), 2);
    assert.equal(wanting(now), 2);
  });

  it("shows how far the person has read; whoever answers has read it all", () => {
    const reached = (now: Desk) => now.chats.c?.reached;
    const seen: DeskEvent = { type: "reached", conversation: "c", seq: 2 };
    assert.equal(reached(after(welcome(), has({ seen_seq: 1 }), seen)), 2);
    assert.equal(reached(after(welcome(), has({ seen_seq: 3 }), seen)), 3);
    assert.equal(reached(after(welcome(), has(), hears(1, "specialist"), hears(2))), 2);
  });

  it("stops showing that the person writes when the words are there, and when the line breaks", () => {
    const typing: DeskEvent = { type: "typing", conversation: "c", on: true };
    assert.ok(after(welcome(), has(), typing).chats.c?.typing);
    assert.ok(!after(welcome(), has(), typing, hears(1)).chats.c?.typing);
    assert.ok(after(welcome(), has(), typing, hears(1, "specialist")).chats.c?.typing);
    assert.ok(!after(welcome(), has(), typing, { type: "line", line: "offline" }).chats.c?.typing);
  });

  it("starts anew from a view that leaves a gap, and keeps what is unsent and seen", () => {
    const item = { id: "x", kind: "say", text: "x", at: AT, state: "waiting" } as const;
    const now = after(
      welcome(),
      has({ messages: [message(1), message(2)] }),
      { type: "log", conversation: "c", event: { type: "queued", item } },
      { type: "log", conversation: "c", event: { type: "seen", seq: 2 } },
      has({ messages: [message(60), message(61)] }),
    );
    const log = now.chats.c?.log;
    assert.deepEqual(
      log?.messages.map(({ seq }) => seq),
      [60, 61],
    );
    assert.equal(log?.outbox[0]?.id, "x");
    assert.equal(log?.seen, 2);
    assert.ok(log?.more);
  });

  it("is next to the others around the ends of the list", () => {
    const since = (id: string, at: string) =>
      has({ handoff: { id, state: "active", reason: "asked", category: null, since: at } }, id);
    const now = after(welcome(), since("b", "2026-11-23T18:02:00Z"), since("a", "2026-11-23T18:01:00Z"));
    assert.deepEqual(
      mine(now).map((chat) => chat.view.conversation),
      ["a", "b"],
    );
    const steps = { a: ["b", "b"], b: ["a", "a"], elsewhere: ["a", "b"] };
    for (const [from, [forward, back]] of Object.entries(steps)) {
      assert.equal(neighbour(now, from, 1), forward);
      assert.equal(neighbour(now, from, -1), back);
    }
    assert.equal(neighbour(EMPTY_DESK, undefined, 1), undefined);
  });
});

describe("a note", () => {
  const note: Note = { id: "n", at: AT, name: "Specialist Web", text: "private" };
  const item = { id: "n", kind: "say", text: "private", at: AT, state: "waiting" } as const;
  const queued: DeskEvent = { type: "unsent_note", conversation: "c", event: { type: "queued", item } };

  it("is never among the replies", () => {
    const chat = after(welcome(), has(), queued).chats.c;
    assert.equal(chat?.unsentNotes.length, 1);
    assert.deepEqual(chat?.log.outbox, []);
  });

  it("is unsent until it is told, by its event or by a view", () => {
    const told: DeskEvent = { type: "note", conversation: "c", note };
    for (const event of [told, has({ notes: [note] })] satisfies DeskEvent[]) {
      const chat: Chat | undefined = after(welcome(), has(), queued, event).chats.c;
      assert.deepEqual(chat?.unsentNotes, []);
      assert.deepEqual(chat?.notes, [note]);
    }
  });

  it("that was refused says why, and can be sent again or thrown away", () => {
    const of = (event: object) => ({ type: "unsent_note", conversation: "c", event }) as DeskEvent;
    const failed = of({ type: "failed", id: "n", code: "not_yours", why: "No." });
    const chat = after(welcome(), has(), queued, failed).chats.c;
    assert.equal(chat?.unsentNotes[0]?.why, "No.");
    const again = after(welcome(), has(), queued, failed, of({ type: "postponed", id: "n" })).chats.c;
    assert.equal(again?.unsentNotes[0]?.state, "waiting");
    const gone = after(welcome(), has(), queued, failed, of({ type: "discarded", id: "n" })).chats.c;
    assert.deepEqual(gone?.unsentNotes, []);
  });
});
