import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { keeper, renewal } from "../src/identity";
import { patience } from "../src/patience";

function token(claims: object): string {
  return `x.${Buffer.from(JSON.stringify(claims)).toString("base64url")}.y`;
}

describe("a token", () => {
  it("names the keeper of unsent things", () => {
    assert.equal(keeper(token({ sub: "jürgen" })), "account:jürgen");
    assert.equal(keeper(undefined), "visitor");
    assert.equal(keeper("rubbish"), undefined);
  });

  it("is renewed before its life is over, whatever this machine's clock says", () => {
    assert.equal(renewal(token({ iat: 0, exp: 600 })), 450_000);
    assert.equal(renewal(token({ iat: 0, exp: 1 })), 5_000);
    assert.equal(renewal("rubbish"), 5_000);
  });
});

describe("patience", () => {
  it("doubles, is capped, and is spread over its upper half", () => {
    assert.equal(
      patience(0, () => 1),
      500,
    );
    assert.equal(
      patience(1, () => 0),
      500,
    );
    assert.equal(
      patience(1, () => 1),
      1000,
    );
    assert.equal(
      patience(30, () => 1),
      15_000,
    );
  });
});
