// The job post that is drafted together: what is being edited here, kept over a reload, on top of a version.

import type { Money } from "../protocol";
import { DRAFT_FIELDS, type DraftField, type JobDraft } from "./wire";

/** What the specialist has in the fields, and the version it is based on (0: there was none). */
export interface Editing {
  readonly base: number;
  readonly fields: Readonly<Record<DraftField, string>>;
}

/** Without these there is nothing to show a client. */
export const REQUIRED: ReadonlySet<DraftField> = new Set([
  "title",
  "goal",
  "deliverables",
  "skills",
  "budget_kind",
]);
export const BUDGET_KINDS = ["fixed", "hourly"] as const;
export const CURRENCY = "USD";

/** Start editing a version, or a new draft. */
export function editing(draft: JobDraft | null | undefined): Editing {
  const fields = Object.fromEntries(
    DRAFT_FIELDS.map((name) => [name, asText(draft?.fields[name])]),
  ) as Record<DraftField, string>;
  return { base: draft?.version ?? 0, fields };
}

/** A field of the wire as text to edit: lists line by line, amounts in whole units. */
export function asText(value: unknown): string {
  if (typeof value === "string" || typeof value === "number") return String(value);
  if (Array.isArray(value)) return value.filter((part) => typeof part === "string").join("\n");
  if (isMoney(value)) return (value.minor / 100).toFixed(value.minor % 100 === 0 ? 0 : 2);
  return "";
}

/** What is sent: the fields that are filled in. */
export function wireFields(fields: Editing["fields"]): Record<string, unknown> {
  const given: Record<string, unknown> = {};
  for (const name of DRAFT_FIELDS) {
    const text = fields[name].trim();
    if (text !== "") given[name] = name === "budget" ? (amountOf(text) ?? text) : text;
  }
  return given;
}

/** Read an amount such as `1,500` or `1500.50`. */
export function amountOf(text: string): Money | undefined {
  const plain = text.replace(/[\s$,]/g, "");
  if (!/^\d{1,9}(\.\d{1,2})?$/.test(plain)) return undefined;
  return { minor: Math.round(Number(plain) * 100), currency: CURRENCY };
}

/** Read what an earlier page kept; undefined when it is nothing of ours. */
export function restored(kept: string): Editing | undefined {
  try {
    const found = JSON.parse(kept) as Editing;
    return typeof found?.base === "number" && typeof found.fields?.title === "string" ? found : undefined;
  } catch {
    return undefined;
  }
}

function isMoney(value: unknown): value is Money {
  return typeof value === "object" && value !== null && typeof (value as Money).minor === "number";
}
