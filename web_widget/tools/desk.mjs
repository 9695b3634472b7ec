// Builds the specialists' console into bot/gateway/static: files of its own, so that the widget does not carry it.
import { copyFile, mkdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));
const out = here("../bot/gateway/static");

await mkdir(out, { recursive: true });
await Promise.all([
  build({
    entryPoints: [here("src/desk/main.tsx")],
    outfile: `${out}/desk.js`,
    bundle: true,
    minify: true,
    format: "iife",
    target: ["es2022"],
    jsx: "automatic",
    jsxImportSource: "preact",
    legalComments: "none",
    logLevel: "warning",
  }),
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
