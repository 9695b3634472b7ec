// Builds the page of the video verification into bot/gateway/static: files of its own, fetched by that page alone.
import { copyFile, mkdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { languages, pinnedLanguages } from "./pinned.mjs";
import { unused } from "./unused.mjs";

const here = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));
const out = here("../bot/gateway/static");

await mkdir(out, { recursive: true });
const words = await pinnedLanguages(out, "verify-words", await languages("src/call/words/languages.ts"));
await Promise.all([
  build({
    entryPoints: [here("src/call/main.tsx")],
    outfile: `${out}/verify.js`,
    define: { LANGUAGES: JSON.stringify(words) },
    bundle: true,
    minify: true,
    format: "iife",
    target: ["es2022"],
    jsx: "automatic",
    jsxImportSource: "preact",
    legalComments: "none",
    logLevel: "warning",
    plugins: [unused],
  }),
  build({
    entryPoints: [here("src/call/style/verify.css")],
    outfile: `${out}/verify.css`,
    bundle: true,
    minify: true,
    target: ["chrome111", "firefox113", "safari16.2"],
    logLevel: "warning",
  }),
]);
// The gateway offers the page once it is there, so it comes last.
await copyFile(here("src/call/index.html"), `${out}/verify.html`);
