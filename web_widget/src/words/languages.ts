// The languages of the interface. Each but English, which travels with the chat, becomes a file of its own (tools/build.mjs).

import { type Catalogue, en } from "./en";
import { es } from "./es";
import { accented, mirrored } from "./pseudo";

export const LANGUAGES: Readonly<Record<string, Catalogue>> = {
  en,
  es,
  "en-XA": accented(en),
  "ar-XB": mirrored(en),
};
