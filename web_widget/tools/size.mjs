// Weighs the built files as a browser receives them, and fails when one has grown past its limit.
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

const STATIC = new URL("../../bot/gateway/static/", import.meta.url);
const desk = JSON.parse(readFileSync(new URL("desk.assets.json", STATIC), "utf8"));
const assets = JSON.parse(readFileSync(new URL("assets.json", STATIC), "utf8"));

/** What a browser fetches, under the name that people know it by, and its limit. */
const PARTS = [
  ["the loader, widget.js", ["widget.js"], 3],
  ["the chat with one language", [assets.chat.file], 39],
  ["the chat and Spanish", [assets.chat.file, assets.languages.es.file], 42],
  ["the isolated mode", [assets.framed.file, "frame.js"], 3],
  ["the demo page, demo.js", ["demo.js"], 16],
  ["the demo page, demo.css", ["demo.css"], 6],
  ["the console, desk.js", desk.first, 60],
  ["the console's calls", desk.later, 20],
  ["the console, desk.css", ["desk.css"], 9],
  ["the verification page, verify.js", ["verify.js"], 40],
  ["the verification page, verify.css", ["verify.css"], 4],
];

let failed = false;
for (const [name, files, limit] of PARTS) {
  const bytes = files.map((file) => gzipSync(readFileSync(new URL(file, STATIC)), { level: 9 }).length);
  const kb = bytes.reduce((sum, each) => sum + each, 0) / 1024;
  const verdict = kb <= limit ? "ok" : "TOO LARGE";
  console.log(`${name}: ${kb.toFixed(2)} KB gzipped, limit ${limit} KB: ${verdict}`);
  failed ||= kb > limit;
}
process.exit(failed ? 1 : 0);
