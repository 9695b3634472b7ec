// Bundles the unit tests and runs them with Node's own test runner.
import { spawnSync } from "node:child_process";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const tests = fileURLToPath(new URL("../test/", import.meta.url));
const out = await mkdtemp(join(tmpdir(), "milepost-widget-"));
const found = (await readdir(tests)).filter((name) => /\.test\.tsx?$/.test(name));

await build({
  entryPoints: found.map((name) => join(tests, name)),
  outdir: out,
  outExtension: { ".js": ".mjs" },
  bundle: true,
  format: "esm",
  platform: "node",
  jsx: "automatic",
  jsxImportSource: "preact",
  sourcemap: "inline",
  logLevel: "warning",
});
const built = (await readdir(out)).map((name) => join(out, name));
const run = spawnSync(process.execPath, ["--test", "--enable-source-maps", ...built], {
  cwd: join(tests, ".."),
  stdio: "inherit",
});
await rm(out, { recursive: true });
process.exit(run.status ?? 1);
