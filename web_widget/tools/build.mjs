// Builds the widget and the pages into bot/gateway/static, where the gateway serves them from.
import { createHash } from "node:crypto";
import { copyFile, mkdir, readdir, rename, rm, stat, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));
const out = here("../bot/gateway/static");
/** Pages that were loaded before a build still ask for the files of the build before. */
const KEPT_MS = 24 * 60 * 60 * 1000;
const HASH_LETTERS = 10;

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

/** A way of carrying messages that we never ask for, a twentieth of the chat. */
const unused = {
  name: "unused",
  setup({ onLoad }) {
    onLoad({ filter: /transports\/webtransport\.js$/ }, () => ({ contents: "export class WT {}" }));
  },
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

/** Write a file whole or not at all: the gateway may be serving it. */
async function put(name, contents) {
  await writeFile(`${out}/.${name}`, contents);
  await rename(`${out}/.${name}`, `${out}/${name}`);
}

/** Write a file under a name with the hash of its content, and tell by what a browser can check it. */
async function pinned(name, type, contents) {
  const hash = createHash("sha256").update(contents).digest("hex").slice(0, HASH_LETTERS);
  const file = `${name}-${hash}.${type}`;
  await put(file, contents);
  return { file, integrity: `sha256-${createHash("sha256").update(contents).digest("base64")}` };
}

async function languages() {
  const { outputFiles } = await build({
    ...shared,
    entryPoints: [here("src/words/languages.ts")],
    format: "esm",
    write: false,
  });
  const { LANGUAGES } = await import(`data:text/javascript,${encodeURIComponent(outputFiles[0].text)}`);
  return LANGUAGES;
}

async function widget() {
  const catalogues = await languages();
  const files = {};
  for (const [tag, catalogue] of Object.entries(catalogues)) {
    if (tag !== "en") files[tag] = await pinned(`words-${tag}`, "json", JSON.stringify(catalogue));
  }
  const words = JSON.stringify(files);
  const chat = await pinned("chat", "js", await script("src/mount.tsx", { define: { LANGUAGES: words } }));
  const framed = await pinned("framed", "js", await script("src/frame/host.ts"));
  const labels = { en: catalogues.en["launcher.open"], es: catalogues.es["launcher.open"] };
  const define = {
    CHAT: JSON.stringify(chat),
    FRAMED: JSON.stringify(framed),
    LABELS: JSON.stringify(labels),
  };
  const loader = await script("src/widget.ts", { define });
  await put("widget.js", loader);
  await put("frame.js", await script("src/frame/frame.ts", { define }));
  // What `milepost widget` prints the pinned tag from.
  const assets = { widget: await pinned("widget", "js", loader), chat, framed, languages: files };
  await put("assets.json", JSON.stringify(assets, null, 2));
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
