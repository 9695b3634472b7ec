// Files under names with the hash of their content, so that they may be kept for ever and checked by who fetches them.
import { createHash } from "node:crypto";
import { rename, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const HASH_LETTERS = 10;

/** Write a file whole or not at all: the gateway may be serving it. */
export async function put(out, name, contents) {
  await writeFile(`${out}/.${name}`, contents);
  await rename(`${out}/.${name}`, `${out}/${name}`);
}

/** Write a file under a name with the hash of its content, and tell by what a browser can check it. */
export async function pinned(out, name, type, contents) {
  const hash = createHash("sha256").update(contents).digest("hex").slice(0, HASH_LETTERS);
  const file = `${name}-${hash}.${type}`;
  await put(out, file, contents);
  return { file, integrity: `sha256-${createHash("sha256").update(contents).digest("base64")}` };
}

/** Read the catalogues that a file of ours exports as LANGUAGES. */
export async function languages(entry) {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL(`../${entry}`, import.meta.url))],
    bundle: true,
    format: "esm",
    target: ["es2022"],
    write: false,
  });
  const { LANGUAGES } = await import(`data:text/javascript,${encodeURIComponent(outputFiles[0].text)}`);
  return LANGUAGES;
}

/** Write each language but English, which travels with its page, as a file of its own. */
export async function pinnedLanguages(out, name, catalogues) {
  const files = {};
  for (const [tag, catalogue] of Object.entries(catalogues)) {
    if (tag !== "en") files[tag] = await pinned(out, `${name}-${tag}`, "json", JSON.stringify(catalogue));
  }
  return files;
}
