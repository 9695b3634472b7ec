import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { filled, gaps, matching } from "../src/desk/canned";
import { amountOf, asText, editing, restored, wireFields } from "../src/desk/job_post";
import { hashOf, PAGES, placeOf } from "../src/desk/places";
import { pagesOf, reassigns } from "../src/desk/roles";
import { Shelves } from "../src/desk/shelves";
import { commandOf, type Press, SHORTCUTS } from "../src/desk/shortcuts";
import { byDue } from "../src/desk/view/follow_ups";
import { woven } from "../src/desk/view/thread";
import { parts } from "../src/desk/view/web_text";
import type { FollowUp, Role } from "../src/desk/wire";
import { DRAFT_FIELDS } from "../src/desk/wire";
import { en } from "../src/desk/words/en";
import { DeskWords, stretch } from "../src/desk/words/words";
import { PageShelf } from "../src/storage";

const words = new DeskWords("en-GB");

describe("the console's words", () => {
  it("that have a plural have all of it", () => {
    const keys = Object.keys(en);
    for (const key of keys.filter((name) => name.endsWith(".one"))) {
      assert.ok(keys.includes(key.replace(/\.one$/, ".other")), key);
    }
  });

  it("name every page, shortcut and draft field", () => {
    const keys = Object.keys(en);
    const wanted = [
      ...PAGES.map((page) => `page.${page}`),
      ...SHORTCUTS.map(({ command }) => `shortcut.${command}`),
      ...DRAFT_FIELDS.map((field) => `draft.field.${field}`),
    ];
    for (const key of wanted) assert.ok(keys.includes(key), key);
  });

  it("take the server's sentence for a refusal, or say in our own that no answer came", () => {
    assert.equal(
      words.refusal({ ok: false, code: "not_yours", message: "It is not yours." }),
      "It is not yours.",
    );
    assert.match(words.refusal({ ok: false, code: "no_answer" }), /No answer came/);
  });

  it("write stretches of time as a clock does", () => {
    const cases = { "-5000": "0:00", "9000": "0:09", "245000": "4:05", "3729000": "1:02:09" };
    for (const [ms, text] of Object.entries(cases)) assert.equal(stretch(Number(ms)), text);
  });
});

describe("a shortcut", () => {
  const press = (key: string, more: Partial<Press> = {}): Press => ({
    key,
    code: /[a-z]/.test(key) ? `Key${key.toUpperCase()}` : "",
    altKey: false,
    ctrlKey: false,
    metaKey: false,
    isComposing: false,
    ...more,
  });

  it("has a key of its own", () => {
    assert.equal(new Set(SHORTCUTS.map(({ key }) => key)).size, SHORTCUTS.length);
  });

  it("works outside of text fields, and with Alt inside of them", () => {
    for (const { key, command } of SHORTCUTS) {
      assert.equal(commandOf(press(key), false), command);
      assert.equal(commandOf(press(key), true), undefined, "typed");
      assert.equal(commandOf(press(key, { altKey: true }), true), command);
    }
  });

  it("goes by the key and not by what Alt makes of it", () => {
    assert.equal(commandOf(press("å", { code: "KeyA", altKey: true }), true), "accept");
  });

  it("is in the list of the documents", () => {
    const page = readFileSync("../docs/console.md", "utf8");
    const keys = new Set([...page.matchAll(/`(.)`/g)].map((found) => found[1]?.toLowerCase()));
    for (const { key } of SHORTCUTS.filter(({ group }) => group !== "pages")) assert.ok(keys.has(key), key);
  });

  it("leaves the browser's own shortcuts and compositions alone", () => {
    for (const held of [{ ctrlKey: true }, { metaKey: true }, { isComposing: true }]) {
      assert.equal(commandOf(press("t", held), false), undefined);
    }
  });
});

describe("a ready reply", () => {
  const replies = [
    { id: "a", title: "Milestones", text: "I suggest {number} milestones." },
    {
      id: "b",
      title: "Hello",
      text: "Hello {name}, this is {specialist}. What are your milestones, {name}?",
    },
    { id: "c", title: "How milestones work", text: "Each has an amount." },
  ];

  it("is found by its title first, then by its text", () => {
    const found = (typed: string) => matching(replies, typed).map(({ id }) => id);
    assert.deepEqual(found("mile"), ["a", "c", "b"]);
    assert.deepEqual(found(" HELLO "), ["b"]);
    assert.deepEqual(found("zebra"), []);
    assert.deepEqual(found(""), ["a", "b", "c"]);
  });

  it("has its gaps filled with what is known; the others stay", () => {
    const text = replies[1]?.text ?? "";
    assert.deepEqual(gaps(text), ["name", "specialist"]);
    assert.equal(
      filled(text, { name: "Ana", specialist: " " }),
      "Hello Ana, this is {specialist}. What are your milestones, Ana?",
    );
  });
});

describe("a place", () => {
  it("is written into the address and read back", () => {
    for (const page of PAGES) assert.deepEqual(placeOf(hashOf({ page })), { page });
    const chat = { page: "chats", conversation: "a/b c" } as const;
    assert.deepEqual(placeOf(hashOf(chat)), chat);
  });

  it("is the chats where the address says nothing of ours", () => {
    for (const hash of ["", "#", "#/nowhere", "#/chats/%E0%A4%A"])
      assert.deepEqual(placeOf(hash), { page: "chats" });
  });
});

describe("a role", () => {
  const me = (...roles: Role[]) => ({ id: "x", name: "X", roles, categories: [], capacity: 1 });
  const cases: [Role[], string[], boolean][] = [
    [["specialist"], ["chats", "follow_ups", "search"], false],
    [["verifier"], ["chats", "calls", "follow_ups", "search", "reports", "requests"], false],
    [["supervisor"], PAGES.filter((page) => page !== "calls"), true],
    [["admin"], ["team"], false],
    [["admin", "specialist"], ["chats", "follow_ups", "search", "team"], false],
    [[], [], false],
  ];
  for (const [roles, pages, gives] of cases) {
    it(`${roles.join(" and ") || "of none"} finds its pages`, () => {
      assert.deepEqual(pagesOf(me(...roles)), pages);
      assert.equal(reassigns(me(...roles)), gives);
    });
  }
});

describe("what is kept over a reload", () => {
  it("keeps replies, notes and job posts apart, and people too", () => {
    const shelf = new PageShelf();
    const mine = new Shelves(shelf, "https://desk", "web");
    mine.putDraft("reply", "c", "a reply");
    mine.putDraft("note", "c", "a note");
    mine.putDraft("job", "c", "{}");
    assert.equal(mine.draft("reply", "c"), "a reply");
    assert.equal(mine.draft("note", "c"), "a note");
    assert.equal(new Shelves(shelf, "https://desk", "design").draft("reply", "c"), "");
    const item = { id: "x", kind: "say", text: "x", at: "2026", state: "waiting" } as const;
    mine.putUnsent("note", "c", [], [item]);
    assert.deepEqual(mine.unsent("reply", "c"), []);
    assert.deepEqual(mine.unsent("note", "c"), [item]);
  });

  it("keeps habits, which start switched on", () => {
    const mine = new Shelves(new PageShelf(), "https://desk", "web");
    assert.ok(mine.habit("sound"));
    mine.putHabit("sound", false);
    assert.ok(!mine.habit("sound"));
    assert.ok(mine.habit("keys"));
  });
});

describe("a job post", () => {
  it("is edited as text and sent as the wire wants it", () => {
    const draft = {
      version: 2,
      fields: { title: "A page", skills: ["HTML", "CSS"], budget: { minor: 150050, currency: "USD" } },
    };
    const started = editing(draft);
    assert.equal(started.base, 2);
    assert.equal(started.fields.skills, "HTML\nCSS");
    assert.equal(started.fields.budget, "1500.50");
    assert.deepEqual(wireFields({ ...started.fields, goal: "  " }), {
      title: "A page",
      skills: "HTML\nCSS",
      budget: { minor: 150050, currency: "USD" },
    });
    assert.equal(editing(null).base, 0);
  });

  it("reads amounts, and nothing else", () => {
    const good = { "1,500": 150_000, "$20.5": 2_050, "7": 700 };
    for (const [text, minor] of Object.entries(good)) assert.equal(amountOf(text)?.minor, minor, text);
    for (const text of ["", "a lot", "1.234", "-5", "1e9"]) assert.equal(amountOf(text), undefined, text);
  });

  it("that an earlier page kept is taken up; anything else is not", () => {
    const kept = editing(null);
    assert.deepEqual(restored(JSON.stringify(kept)), kept);
    for (const text of ["", "{", "null", '{"base": 1}']) assert.equal(restored(text), undefined);
    assert.equal(asText({ strange: true }), "");
  });
});

describe("a thread", () => {
  const at = (minute: number) => `2026-11-23T18:0${minute}:00.000Z`;
  const message = (seq: number, minute: number) => ({
    seq,
    at: at(minute),
    from: { kind: "user" as const },
    text: `${seq}`,
    blocks: [],
  });
  const note = (id: string, minute: number) => ({ id, at: at(minute), name: "S", text: id });

  it("has each note where its time puts it, and the messages by their numbers", () => {
    const lines = woven(
      [message(1, 1), message(2, 3)],
      [note("later", 4), note("between", 2), note("before", 0)],
    );
    assert.deepEqual(
      lines.map((line) => line.message?.seq ?? line.note?.id),
      [1, "between", 2, "later"],
    );
  });

  it("links web addresses and nothing else", () => {
    const text = "See https://example.com/a?b=1, (http://example.org). Not javascript:alert(1) or data:x";
    const found = parts(text);
    assert.equal(found.map((part) => part.text).join(""), text);
    assert.deepEqual(
      found.flatMap((part) => part.address ?? []),
      ["https://example.com/a?b=1", "http://example.org/"],
    );
  });
});

describe("what is owed", () => {
  it("comes by its due time; what has none comes last", () => {
    const item = (reference: string, due_at?: string): FollowUp => ({
      id: reference,
      reference,
      kind: "check",
      what: "w",
      state: "owed",
      ...(due_at ? { due_at } : {}),
    });
    const found = byDue([
      item("none"),
      item("late", "2026-11-24T00:00:00Z"),
      item("soon", "2026-11-23T00:00:00Z"),
    ]);
    assert.deepEqual(
      found.map(({ reference }) => reference),
      ["soon", "late", "none"],
    );
  });
});
