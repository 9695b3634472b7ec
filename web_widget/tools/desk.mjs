// Builds the specialists' console into bot/gateway/static: files of its own, so that the widget does not carry it.
import { copyFile, mkdir, readdir, rm, stat, writeFile } from "node:fs/promises";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { unused } from "./unused.mjs";

const here = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));
const out = here("../bot/gateway/static");

/** Consoles that were loaded before a build still ask for the parts of the build before. */
const KEPT_MS = 24 * 60 * 60 * 1000;
const PART = /^desk-[A-Z0-9]{8}\.js$/;

/** The console, whose page of calls is a part that is fetched when it is opened; what both use is a third one. */
async function scripts() {
  const { metafile } = await build({
    entryPoints: { desk: here("src/desk/main.tsx") },
    outdir: out,
    bundle: true,
    splitting: true,
    chunkNames: "desk-[hash]",
    minify: true,
    format: "esm",
    target: ["es2022"],
    jsx: "automatic",
    jsxImportSource: "preact",
    legalComments: "none",
    logLevel: "warning",
    plugins: [unused],
    metafile: true,
  });
  const files = Object.entries(metafile.outputs).map(([path, { imports }]) => [basename(path), imports]);
  const first = new Set(["desk.js"]);
  for (const name of first) {
    const found = files.find(([file]) => file === name)?.[1] ?? [];
    for (const { kind, path } of found) if (kind === "import-statement") first.add(basename(path));
  }
  const later = files.map(([file]) => file).filter((file) => !first.has(file));
  // What `npm run size` weighs.
  await writeFile(`${out}/desk.assets.json`, JSON.stringify({ first: [...first], later }, null, 2));
  return new Set(files.map(([file]) => file));
}

async function forgetOldParts(current) {
  for (const name of await readdir(out)) {
    if (!PART.test(name) || current.has(name)) continue;
    const { mtimeMs } = await stat(`${out}/${name}`);
    if (Date.now() - mtimeMs > KEPT_MS) await rm(`${out}/${name}`, { force: true });
  }
}

await mkdir(out, { recursive: true });
const [current] = await Promise.all([
  scripts(),
  build({
    entryPoints: [here("src/desk/style/desk.css")],
    outfile: `${out}/desk.css`,
    bundle: true,
    minify: true,
    target: ["chrome111", "firefox113", "safari16.2"],
    logLevel: "warning",
  }),
  copyFile(here("src/desk/index.html"), `${out}/desk.html`),
]);
await forgetOldParts(current);
