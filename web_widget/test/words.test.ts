import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { faults } from "../src/blocks/form";
import { en as callEnglish } from "../src/call/words/en";
import { LANGUAGES as CALL_LANGUAGES } from "../src/call/words/languages";
import { CallWords } from "../src/call/words/words";
import { en } from "../src/words/en";
import { Figures, safeAddress, worded } from "../src/words/figures";
import { LANGUAGES } from "../src/words/languages";
import { span } from "../src/words/span";
import { Words } from "../src/words/words";

const words = new Words("en-GB");
/** Names, and words that both languages share. */
const SAME_IN_SPANISH = new Set([
  "panel.with_category",
  "author.system",
  "announce.says",
  "span.hours",
  "span.minutes",
]);

describe("words", () => {
  it("are filled in and counted", () => {
    assert.equal(words.say("panel.signed_in", { name: "Client Demo" }), "Signed in as Client Demo");
    assert.equal(words.count("launcher.unread", 1), "1 new message");
    assert.equal(words.count("launcher.unread", 2), "2 new messages");
  });

  it("of a language that is not here are English", () => {
    assert.equal(new Words("xx-YY").language, "en");
  });

  it("of the wire without an entry of their own are written out", () => {
    assert.equal(words.named("acts", "client"), "The client");
    assert.equal(words.named("silent", "contract_pauses"), "Contract pauses");
    assert.equal(worded("refund_requested"), "Refund requested");
  });

  const PARTS = [
    ["the chat", en, LANGUAGES],
    ["the verification page", callEnglish, CALL_LANGUAGES],
  ] as const;
  for (const [part, english, languages] of PARTS) {
    it(`of ${part} are there in every language, with the same gaps`, () => {
      const gaps = (text: string) => (text.match(/\{\w+\}/g) ?? []).sort();
      for (const [tag, catalogue] of Object.entries(languages)) {
        assert.deepEqual(Object.keys(catalogue).sort(), Object.keys(english).sort(), tag);
        for (const [key, text] of Object.entries<string>(catalogue)) {
          if (key.startsWith("starter.")) continue;
          assert.notEqual(text.trim(), "", `${tag} ${key}`);
          assert.deepEqual(gaps(text), gaps(english[key as keyof typeof english]), `${tag} ${key}`);
        }
      }
    });

    it(`of ${part} have all of a plural`, () => {
      const keys = Object.keys(english);
      for (const key of keys.filter((name) => name.endsWith(".one"))) {
        assert.ok(keys.includes(key.replace(/\.one$/, ".other")), key);
      }
    });

    it(`of ${part} are all translated`, () => {
      const spanish = languages.es ?? {};
      const same = Object.entries<string>(english).filter(
        ([key, text]) => text && spanish[key as never] === text,
      );
      assert.deepEqual(
        same.map(([key]) => key).filter((key) => !SAME_IN_SPANISH.has(key)),
        [],
      );
    });
  }

  it("are counted as the language counts", () => {
    const spanish = new Words("es-MX", LANGUAGES.es);
    assert.equal(spanish.count("launcher.unread", 1), "1 mensaje nuevo");
    assert.equal(spanish.count("launcher.unread", 2), "2 mensajes nuevos");
    assert.equal(spanish.language, "es");
    const page = new CallWords("es-MX", CALL_LANGUAGES.es);
    assert.equal(page.count("waiting.verifiers", 1), "1 especialista atiende llamadas.");
    assert.equal(page.count("waiting.verifiers", 2), "2 especialistas atienden llamadas.");
    assert.equal(page.language, "es");
    assert.equal(new CallWords("xx-YY").language, "en");
  });

  it("tell a span in its two greatest units, and the last hour by the second", () => {
    const minute = 60_000;
    assert.equal(span(5 * 24 * 60 * minute + 60 * minute, words), "5 days 1 h");
    assert.equal(span(125 * minute, words), "2 h 5 min");
    assert.equal(span(4 * minute + 5_000, words), "4:05");
  });
});

describe("figures", () => {
  const figures = new Figures("en-US", "Europe/Berlin");

  it("write money in its own units", () => {
    assert.equal(figures.money({ minor: 60000, currency: "USD" }), "$600.00");
    assert.equal(figures.money({ minor: 600, currency: "JPY" }), "¥600");
    assert.equal(figures.money("600.00 USD"), "600.00 USD");
  });

  it("write a moment in the user's zone, which they name, and in UTC", () => {
    const at = "2026-11-27T23:30:00.000Z";
    const now = Date.parse("2026-01-01");
    assert.match(figures.moment(at, now), /^Sat, Nov 28.*12:30.AM GMT\+1/);
    assert.match(figures.utc(at, now), /^Fri, Nov 27.*11:30.PM UTC/);
  });

  it("name the year where it is not this one", () => {
    assert.match(figures.moment("2027-01-05T12:00:00Z", Date.parse("2026-12-30")), /2027/);
  });

  it("tell days apart in the user's zone", () => {
    assert.equal(figures.dayKey("2026-11-27T23:30:00Z"), "2026-11-28");
    const nepal = new Figures("en-US", "Asia/Kathmandu");
    assert.equal(nepal.dayKey("2026-11-27T18:14:59.999Z"), "2026-11-27");
    assert.equal(nepal.dayKey("2026-11-27T18:15:00Z"), "2026-11-28");
  });

  it("tell when a desk opens, by its clock and by the user's", () => {
    const monday = "2026-11-23T14:00:00.000Z";
    const told = figures.opening(monday, "America/Los_Angeles");
    assert.match(told.there, /^Monday.*6:00.AM PT$/);
    assert.match(told.here ?? "", /^3:00.PM$/);
    assert.match(
      new Figures("en-US", "Asia/Tokyo").opening("2026-11-23T20:00:00Z", "UTC").here ?? "",
      /Tuesday/,
    );
    assert.equal(figures.opening(monday, "Europe/Paris").here, undefined);
  });

  it("tell how far away a moment is", () => {
    const now = Date.parse("2026-11-22T00:00:00Z");
    assert.equal(figures.distance("2026-11-27T00:00:00Z", now), "in 5 days");
    assert.equal(figures.distance("2026-11-22T03:00:00Z", now), "in 3 hours");
    assert.equal(figures.distance("2026-11-21T23:58:00Z", now), "2 minutes ago");
  });
});

describe("an address", () => {
  it("is followed only on the web", () => {
    assert.equal(safeAddress("https://example.com/a"), "https://example.com/a");
    for (const bad of ["javascript:alert(1)", "data:text/html,x", "//example.com", "nonsense", ""]) {
      assert.equal(safeAddress(bad), undefined, bad);
    }
  });
});

describe("a form", () => {
  it("is checked before it is sent for what must be there and what is too long", () => {
    const fields = [
      { name: "email", label: "E-mail", kind: "email", required: true },
      { name: "text", label: "Message", kind: "long_text", max: 3 },
      { name: "sum", label: "Amount", kind: "money", max: 5 },
    ] as const;
    assert.deepEqual(faults(fields, { text: "four", sum: "1000.00" }, words), {
      email: "Please fill this in.",
      text: "At most 3 characters.",
    });
    assert.deepEqual(faults(fields, { email: "a@b.c", text: "🙂🙂🙂" }, words), {});
  });
});

describe("the source", () => {
  it("never makes markup from text", () => {
    const files = readdirSync("src", { recursive: true, encoding: "utf8" }).filter((name) =>
      /\.tsx?$/.test(name),
    );
    for (const name of files) {
      assert.doesNotMatch(
        readFileSync(`src/${name}`, "utf8"),
        /innerHTML|insertAdjacentHTML|document\.write/,
        name,
      );
    }
  });
});
