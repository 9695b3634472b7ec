import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, it, mock } from "node:test";
import { AGAIN_MS, Courier } from "../src/call/courier";

describe("a courier", () => {
  let passed: number[];
  let isThere: boolean;
  let courier: Courier<number>;
  const make = (abreast: number) => {
    courier = new Courier({ pass: (word) => passed.push(word), canPass: () => isThere, abreast });
  };
  const told = () => passed.splice(0);

  beforeEach(() => {
    mock.timers.enable({ apis: ["setTimeout"] });
    passed = [];
    isThere = true;
    make(10);
  });
  afterEach(() => mock.timers.reset());

  it("passes each word at once, and once while it is heard", () => {
    for (const word of [1, 2, 3]) {
      courier.send(word);
      courier.heard((each) => each === word);
    }
    mock.timers.tick(AGAIN_MS * 3);
    assert.deepEqual(told(), [1, 2, 3]);
  });

  it("passes what was not heard again, in order, until it is", () => {
    for (const word of [1, 2, 3]) courier.send(word);
    courier.heard((word) => word === 1);
    assert.deepEqual(told(), [1, 2, 3]);
    for (const _ of [1, 2]) {
      mock.timers.tick(AGAIN_MS);
      assert.deepEqual(told(), [2, 3]);
    }
    courier.heard((word) => word === 3);
    mock.timers.tick(AGAIN_MS);
    assert.deepEqual(told(), []);
  });

  it("lets only so many be under way, and the next as one is heard", () => {
    make(1);
    for (const word of [1, 2]) courier.send(word);
    assert.deepEqual(told(), [1]);
    courier.heard((word) => word === 1);
    assert.deepEqual(told(), [2]);
    courier.heard((word) => word === 1);
    assert.deepEqual(told(), []);
  });

  it("waits while nobody is there, and says all as soon as somebody is", () => {
    isThere = false;
    for (const word of [1, 2]) courier.send(word);
    mock.timers.tick(AGAIN_MS * 3);
    assert.deepEqual(told(), []);
    isThere = true;
    courier.again();
    assert.deepEqual(told(), [1, 2]);
  });

  it("goes on with the next where one is not to be had", () => {
    make(1);
    for (const word of [1, 2]) courier.send(word);
    courier.drop((word) => word === 1);
    assert.deepEqual(told(), [1, 2]);
  });

  it("forgets what was not heard when it is closed", () => {
    courier.send(1);
    courier.close();
    mock.timers.tick(AGAIN_MS);
    courier.again();
    assert.deepEqual(told(), [1]);
  });
});
