// Builds the widget and the demo page into bot/gateway/static, where the gateway serves them from.
import { copyFile, mkdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));
const out = here("../bot/gateway/static");

const shared = {
  bundle: true,
  minify: true,
  format: "iife",
  target: ["es2022"],
  jsx: "automatic",
  jsxImportSource: "preact",
  legalComments: "none",
  logLevel: "warning",
};

await mkdir(out, { recursive: true });
await Promise.all([
  // The widget's style sheet travels inside the script, as text: it is adopted by the shadow root.
  build({
    ...shared,
    entryPoints: [here("src/widget.ts")],
    outfile: `${out}/widget.js`,
    loader: { ".css": "text" },
  }),
  build({ ...shared, entryPoints: [here("src/demo/demo.tsx")], outfile: `${out}/demo.js` }),
  build({ ...shared, entryPoints: [here("src/demo/demo.css")], outfile: `${out}/demo.css` }),
  copyFile(here("src/demo/index.html"), `${out}/index.html`),
  copyFile(here("src/demo/icon.svg"), `${out}/icon.svg`),
]);
