// Writes money, moments and days as people read them, in their language and zone.

import type { Money } from "../protocol";

const MINUTE = 60_000;
const QUARTER = 15 * MINUTE;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Making a format costs more than using it a hundred times, and a thread uses few of them often. */
const made = new Map<string, unknown>();

function kept<Made>(key: string, make: () => Made): Made {
  if (!made.has(key)) made.set(key, make());
  return made.get(key) as Made;
}

function dated(locale: string, parts: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  return kept(`${locale}${JSON.stringify(parts)}`, () => new Intl.DateTimeFormat(locale, parts));
}

function priced(locale: string, currency: string): Intl.NumberFormat {
  const style = "currency";
  return kept(`${locale}:${currency}`, () => new Intl.NumberFormat(locale, { style, currency }));
}

export class Figures {
  constructor(
    readonly locale: string,
    readonly zone: string,
  ) {}

  /** Have the formats made that a thread begins with, each by itself. */
  rehearsal(): (() => unknown)[] {
    const now = new Date().toISOString();
    const nothing = { minor: 0, currency: "USD" };
    return [() => this.time(now), () => this.dayKey(now), () => this.moment(now), () => this.money(nothing)];
  }

  /** An amount; what came as text is left as it is. */
  money(amount: Money | string): string {
    if (typeof amount === "string") return amount;
    const format = priced(this.locale, amount.currency);
    const digits = format.resolvedOptions().maximumFractionDigits ?? 2;
    return format.format(amount.minor / 10 ** digits);
  }

  /** A moment with its day, in the user's own zone, which is named; the year only where it is not this one. */
  moment(at: string, now: number = Date.now()): string {
    return this.write(at, this.zone, now);
  }

  utc(at: string, now: number = Date.now()): string {
    return this.write(at, "UTC", now);
  }

  time(at: string): string {
    return this.format(at, { hour: "numeric", minute: "2-digit" });
  }

  date(at: string): string {
    return this.format(at, { day: "numeric", month: "short", year: "numeric" });
  }

  /** A day as a heading: without the year where it is this one's. */
  day(at: string, now: number): string {
    return this.format(at, {
      weekday: "long",
      day: "numeric",
      month: "long",
      ...yearOf(at, now),
    });
  }

  /** Which calendar day a moment is on, in the user's zone: equal for equal days. */
  dayKey(at: string | number): string {
    // A thread asks for it again and again, and every zone's day begins with a quarter of an hour.
    const quarter = Math.floor(new Date(at).getTime() / QUARTER);
    return kept(`${this.zone}${quarter}`, () => {
      const parts = { year: "numeric", month: "2-digit", day: "2-digit" } as const;
      return dated("en-CA", { ...parts, timeZone: this.zone }).format(quarter * QUARTER);
    });
  }

  /** How far away a moment is: "in 5 days", "3 hours ago". */
  distance(at: string, now: number): string {
    const ms = Date.parse(at) - now;
    const format = new Intl.RelativeTimeFormat(this.locale, { numeric: "auto" });
    const [unit, size] =
      Math.abs(ms) >= 2 * DAY
        ? (["day", DAY] as const)
        : Math.abs(ms) >= HOUR
          ? (["hour", HOUR] as const)
          : (["minute", MINUTE] as const);
    return format.format(Math.round(ms / size), unit);
  }

  /** When a desk of another zone opens: its own day and hour, and this user's where their clock differs. */
  opening(at: string, zone: string): { there: string; here: string | undefined } {
    const hour = { hour: "numeric", minute: "2-digit" } as const;
    const there = { weekday: "long", ...hour, timeZone: zone } as const;
    const day = (place: string) =>
      dated(this.locale, { weekday: "long", timeZone: place }).format(new Date(at));
    const clock = (place: string) => dated(this.locale, { ...hour, timeZone: place }).format(new Date(at));
    const sameDay = day(zone) === day(this.zone);
    const same = sameDay && clock(zone) === clock(this.zone);
    const here = { ...(sameDay ? {} : { weekday: "long" as const }), ...hour };
    return {
      there: dated(this.locale, { ...there, timeZoneName: "shortGeneric" }).format(new Date(at)),
      here: same ? undefined : this.format(at, here),
    };
  }

  private write(at: string, zone: string, now: number): string {
    return dated(this.locale, {
      weekday: "short",
      day: "numeric",
      month: "short",
      ...yearOf(at, now),
      hour: "numeric",
      minute: "2-digit",
      timeZoneName: "short",
      timeZone: zone,
    }).format(new Date(at));
  }

  private format(at: string, parts: Intl.DateTimeFormatOptions): string {
    return dated(this.locale, { ...parts, timeZone: this.zone }).format(new Date(at));
  }
}

function yearOf(at: string, now: number): { year?: "numeric" } {
  return new Date(at).getFullYear() === new Date(now).getFullYear() ? {} : { year: "numeric" };
}

/** Write a wire name such as `changes_requested` as words. */
export function worded(name: string): string {
  const words = name.replace(/_/g, " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** A web address that is safe to follow, or undefined. */
export function safeAddress(url: string): string | undefined {
  try {
    const parsed = new URL(url);
    return parsed.protocol === "https:" || parsed.protocol === "http:" ? parsed.href : undefined;
  } catch {
    return undefined;
  }
}
