// Builds the widget and the pages into bot/gateway/static, where the gateway serves them from.
import { copyFile, mkdir, readdir, rm, stat } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { languages, pinned, pinnedLanguages, put } from "./pinned.mjs";
import { unused } from "./unused.mjs";

const here = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));
const out = here("../bot/gateway/static");
/** Pages that were loaded before a build still ask for the files of the build before. */
const KEPT_MS = 24 * 60 * 60 * 1000;

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

/** A style sheet travels inside its script, as small text: it is adopted by a shadow root. */
const sheets = {
  name: "sheets",
  setup({ onLoad }) {
    onLoad({ filter: /\.css$/ }, async ({ path }) => {
      const { outputFiles } = await build({ entryPoints: [path], bundle: true, minify: true, write: false });
      return { contents: outputFiles[0].text.trim(), loader: "text" };
    });
  },
};

async function script(entry, more = {}) {
  const { outputFiles } = await build({
    ...shared,
    entryPoints: [here(entry)],
    write: false,
    plugins: [sheets, unused],
    ...more,
  });
  return outputFiles[0].contents;
}

async function widget() {
  const catalogues = await languages("src/words/languages.ts");
  const files = await pinnedLanguages(out, "words", catalogues);
  const words = JSON.stringify(files);
  const chat = await pinned(
    out,
    "chat",
    "js",
    await script("src/mount.tsx", { define: { LANGUAGES: words } }),
  );
  const framed = await pinned(out, "framed", "js", await script("src/frame/host.ts"));
  const labels = { en: catalogues.en["launcher.open"], es: catalogues.es["launcher.open"] };
  const define = {
    CHAT: JSON.stringify(chat),
    FRAMED: JSON.stringify(framed),
    LABELS: JSON.stringify(labels),
  };
  const loader = await script("src/widget.ts", { define });
  await put(out, "widget.js", loader);
  await put(out, "frame.js", await script("src/frame/frame.ts", { define }));
  // What `milepost widget` prints the pinned tag from.
  const assets = { widget: await pinned(out, "widget", "js", loader), chat, framed, languages: files };
  await put(out, "assets.json", JSON.stringify(assets, null, 2));
}

async function page(name, entry) {
  await build({ ...shared, entryPoints: [here(entry)], outfile: `${out}/${name}` });
}

async function forgetOldBuilds() {
  for (const name of await readdir(out)) {
    if (!/-[0-9a-f]{10}\.(js|json)$/.test(name)) continue;
    const { mtimeMs } = await stat(`${out}/${name}`);
    if (Date.now() - mtimeMs > KEPT_MS) await rm(`${out}/${name}`, { force: true });
  }
}

await mkdir(out, { recursive: true });
await Promise.all([
  widget(),
  page("demo.js", "src/demo/demo.tsx"),
  page("demo.css", "src/demo/demo.css"),
  page("frame.css", "src/frame/frame.css"),
  copyFile(here("src/demo/index.html"), `${out}/index.html`),
  copyFile(here("src/demo/icon.svg"), `${out}/icon.svg`),
  copyFile(here("src/frame/index.html"), `${out}/frame.html`),
]);
await forgetOldBuilds();
