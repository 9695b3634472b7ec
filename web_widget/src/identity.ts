// Who the browser speaks for: the host's signed token, asked for anew at every connection, or nobody.

/** `fresh`: the user has to sign in anew, so that the token's `auth_time` is of now. */
export type AskToken = (wish?: { fresh: boolean }) => Promise<string>;

/** The key of an anonymous browser's things. */
export const VISITOR = "visitor";

/** The part of a token's life after which a fresh one is asked for. */
const RENEW_AT = 0.75;
/** Never renewed sooner than this, whatever the token says. */
const RENEW_FLOOR_MS = 5_000;

interface Claims {
  sub?: string;
  iat?: number;
  exp?: number;
}

/**
 * Name the keeper of drafts and unsent items; undefined for a token that names nobody, which the server will refuse.
 * The server alone decides what a token is worth.
 */
export function keeper(token: string | undefined): string | undefined {
  if (token === undefined) return VISITOR;
  const { sub } = claims(token);
  return sub === undefined ? undefined : `account:${sub}`;
}

/** How long to wait, in ms, before a token is renewed; measured by its own life, not by this clock. */
export function renewal(token: string): number {
  const { iat, exp } = claims(token);
  if (iat === undefined || exp === undefined) return RENEW_FLOOR_MS;
  return Math.max(RENEW_FLOOR_MS, (exp - iat) * 1000 * RENEW_AT);
}

function claims(token: string): Claims {
  try {
    const part = (token.split(".")[1] ?? "").replace(/-/g, "+").replace(/_/g, "/");
    const bytes = Uint8Array.from(atob(part), (letter) => letter.charCodeAt(0));
    return JSON.parse(new TextDecoder().decode(bytes)) as Claims;
  } catch {
    return {};
  }
}
