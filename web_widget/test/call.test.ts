import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { browserOf, checkBrowser, FLOORS } from "../src/call/checks/browser";
import { hasRelay } from "../src/call/checks/connection";
import { type Finding, PROBLEMS } from "../src/call/checks/finding";
import { checkDesktop, checkSecure, type Machine } from "../src/call/checks/machine";
import { problemOf, troubleOf } from "../src/call/checks/media";
import { DARK, judgePicture, light } from "../src/call/checks/picture";
import { HEARD, judgeSound, loudness } from "../src/call/checks/sound";
import { Pass } from "../src/call/pass";
import { CHECKS } from "../src/call/wire";
import { en } from "../src/call/words/en";
import { CallWords, stretch } from "../src/call/words/words";
import { PageShelf } from "../src/storage";

const words = new CallWords("en-GB");
const CHROME = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/";
const told = ({ outcome, problem }: Finding) => problem ?? outcome;

describe("the browser", () => {
  const cases: readonly (readonly [string, string, string])[] = [
    [`${CHROME}130.0.0.0 Safari/537.36`, "Chrome 130", "passed"],
    [`${CHROME}${FLOORS.chrome}.0.0.0 Safari/537.36`, `Chrome ${FLOORS.chrome}`, "passed"],
    [`${CHROME}${FLOORS.chrome - 1}.0.0.0 Safari/537.36`, `Chrome ${FLOORS.chrome - 1}`, "old_browser"],
    ["Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0", "Firefox 128", "passed"],
    ["Mozilla/5.0 (X11; Linux x86_64; rv:91.0) Gecko/20100101 Firefox/91.0", "Firefox 91", "old_browser"],
    [`${CHROME}130.0 Safari/537.36 Edg/130.0`, "Microsoft Edge 130", "unsupported_browser"],
    [`${CHROME}130.0 Safari/537.36 OPR/115.0`, "Opera 115", "unsupported_browser"],
    [
      "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15) AppleWebKit/605.1 (KHTML) Version/17.4 Safari/605.1",
      "Safari 17",
      "unsupported_browser",
    ],
    [
      "Mozilla/5.0 (Windows NT 10.0; Trident/7.0; rv:11.0) like Gecko",
      "Internet Explorer 11",
      "unsupported_browser",
    ],
    ["something else", "", "unsupported_browser"],
  ];
  for (const [userAgent, name, verdict] of cases) {
    it(`is ${name || "unknown"}: ${verdict}`, () => {
      const finding = checkBrowser(browserOf(userAgent), true);
      assert.equal(finding.detail, name);
      assert.equal(told(finding), verdict);
    });
  }

  it("of the right kind may still have video calls switched off", () => {
    assert.equal(told(checkBrowser(browserOf(`${CHROME}130.0`), false)), "no_media");
  });
});

describe("the machine", () => {
  const computer: Machine = { userAgent: CHROME, mobile: false, finePointer: true, touchPoints: 0 };
  const cases: readonly (readonly [string, Partial<Machine>, string])[] = [
    ["a computer", {}, "passed"],
    ["a computer that does not tell", { mobile: undefined }, "passed"],
    ["a computer with a touch screen", { touchPoints: 10 }, "passed"],
    ["a phone by its own word", { mobile: true }, "phone"],
    ["a phone by its user agent", { userAgent: "Mozilla/5.0 (Linux; Android 14; Pixel 8) Mobile" }, "phone"],
    [
      "an iPad that calls itself a Mac",
      { userAgent: "(Macintosh; Intel Mac OS X)", touchPoints: 5 },
      "phone",
    ],
    ["a Mac", { userAgent: "(Macintosh; Intel Mac OS X)" }, "passed"],
    ["a screen without a mouse", { finePointer: false }, "phone"],
  ];
  for (const [name, differs, verdict] of cases) {
    it(`that is ${name}: ${verdict}`, () => {
      assert.equal(told(checkDesktop({ ...computer, ...differs })), verdict);
    });
  }

  it("is asked for nothing over a connection that is not secure", () => {
    assert.equal(told(checkSecure(false)), "insecure");
    assert.equal(told(checkSecure(true)), "passed");
  });
});

describe("a camera that cannot be opened", () => {
  const cases: readonly (readonly [string, string, PermissionState | undefined, string])[] = [
    ["NotAllowedError", "Permission denied", "denied", "camera_denied"],
    ["NotAllowedError", "Permission denied", undefined, "camera_denied"],
    ["NotAllowedError", "Permission dismissed", "prompt", "camera_dismissed"],
    ["NotAllowedError", "Permission denied by system", "granted", "camera_system"],
    ["NotFoundError", "", "granted", "camera_none"],
    ["NotReadableError", "Could not start video source", "granted", "camera_in_use"],
    ["AbortError", "Starting videoinput failed", "granted", "camera_in_use"],
    ["OverconstrainedError", "", "granted", "camera_unfit"],
    ["TypeError", "", undefined, "camera_other"],
  ];
  for (const [name, message, permission, problem] of cases) {
    it(`with ${name} (${message || permission}) is ${problem}`, () => {
      assert.equal(problemOf("camera", troubleOf({ name, message }, permission)), problem);
    });
  }
});

describe("the picture and the sound", () => {
  it("are light and loud as one expects", () => {
    assert.equal(Math.round(light(new Uint8ClampedArray([255, 255, 255, 255]))), 255);
    assert.equal(light(new Uint8ClampedArray([0, 0, 0, 255])), 0);
    assert.equal(loudness(new Float32Array([0.5, -0.5])), 0.5);
    assert.equal(loudness(new Float32Array([])), 0);
  });

  it("pass with one frame that is not black, and with one word", () => {
    assert.equal(told(judgePicture([0, 0, DARK + 1])), "passed");
    assert.equal(told(judgePicture([0, DARK])), "picture_black");
    assert.equal(told(judgePicture([])), "picture_none");
    assert.equal(told(judgeSound(HEARD)), "passed");
    assert.equal(told(judgeSound(HEARD / 2)), "sound_silent");
    assert.equal(told(judgeSound(0)), "sound_none");
  });
});

it("a relay is one of the servers only where its address says so", () => {
  assert.equal(hasRelay([]), false);
  assert.equal(hasRelay([{ urls: ["stun:relay.example"] }]), false);
  assert.equal(hasRelay([{ urls: "stun:a" }, { urls: ["turns:relay.example:443?transport=tcp"] }]), true);
});

describe("the way in", () => {
  it("is the ticket once, then the session, over reloads of the same tab", () => {
    const pocket = new PageShelf();
    const first = new Pass("a ticket", pocket);
    assert.deepEqual(first.auth, { page: first.page, ticket: "a ticket" });
    first.admitted("a session");
    assert.deepEqual(first.auth, { page: first.page, session: "a session" });
    const reloaded = new Pass(undefined, pocket);
    assert.deepEqual(reloaded.auth, { page: reloaded.page, session: "a session" });
    assert.notEqual(reloaded.page, first.page);
  });

  it("falls back from a used ticket to the session, and ends with it", () => {
    const pocket = new PageShelf();
    new Pass("a ticket", pocket).admitted("a session");
    const pass = new Pass("a used ticket", pocket);
    assert.equal(pass.refused(), true);
    assert.deepEqual(pass.auth, { page: pass.page, session: "a session" });
    assert.equal(pass.refused(), false);
    assert.equal(new Pass(undefined, pocket).auth, undefined);
  });
});

describe("the words of the verification page", () => {
  it("name every check, and every problem with a fix that has no gap", () => {
    for (const check of CHECKS) assert.ok(`check.${check}` in en, check);
    for (const problem of PROBLEMS) {
      assert.ok(`problem.${problem}` in en, problem);
      for (const kind of ["chrome", "firefox", "other"] as const) {
        assert.doesNotMatch(
          words.fix(problem, { kind, name: "", version: 1 }),
          /[{}]/,
          `${problem} in ${kind}`,
        );
      }
    }
  });

  it("give the form for the browser where there is one", () => {
    assert.match(words.withdrawal(browserOf(`${CHROME}130.0`)), /Reset permission/);
    assert.match(words.withdrawal(browserOf("Firefox/128.0")), /Remember/);
  });

  it("round what is left up to the second", () => {
    assert.deepEqual([59_100, 0, -5].map(stretch), ["1:00", "0:00", "0:00"]);
  });
});
