// Weighs the built files as a browser receives them, and fails when one has grown past its limit.
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

const LIMITS_KB = { "widget.js": 40, "demo.js": 16, "demo.css": 6 };

let failed = false;
for (const [name, limit] of Object.entries(LIMITS_KB)) {
  const file = readFileSync(new URL(`../../bot/gateway/static/${name}`, import.meta.url));
  const kb = gzipSync(file, { level: 9 }).length / 1024;
  const verdict = kb <= limit ? "ok" : "TOO LARGE";
  console.log(`${name}: ${kb.toFixed(1)} KB gzipped, limit ${limit} KB: ${verdict}`);
  failed ||= kb > limit;
}
process.exit(failed ? 1 : 0);
