// The languages of the verification page. Each but English, which travels with it, becomes a file of its own (tools/verify.mjs).

import { accented, mirrored } from "../../words/pseudo";
import { type CallCatalogue, en } from "./en";
import { es } from "./es";

export const LANGUAGES: Readonly<Record<string, CallCatalogue>> = {
  en,
  es,
  "en-XA": accented(en),
  "ar-XB": mirrored(en),
};
