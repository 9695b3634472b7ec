// Signing in at the desk over HTTP: a cookie that scripts cannot read, and a token against forged requests.

import type { Me } from "./wire";

export interface Session {
  me: Me;
  csrf: string;
}

/** Why there is no session: a code of the wire, or `unreachable`. */
export interface NoSession {
  code: string;
  message?: string;
  /** Whether the organisation's own sign-in may be used instead. */
  oidc?: boolean;
}

/** Read who is signed in. */
export function session(): Promise<Session | NoSession> {
  return ask("/desk/me", { method: "GET" });
}

export function signIn(handle: string, password: string): Promise<Session | NoSession> {
  const headers = { "Content-Type": "application/json" };
  return ask("/desk/sign-in", { method: "POST", headers, body: JSON.stringify({ handle, password }) });
}

/** End the session; the console forgets it whether the server could be reached or not. */
export async function signOut(csrf: string): Promise<void> {
  await ask("/desk/sign-out", { method: "POST", headers: { "X-CSRF-Token": csrf } });
}

export function isSession(answer: Session | NoSession): answer is Session {
  return "csrf" in answer;
}

async function ask(path: string, request: RequestInit): Promise<Session | NoSession> {
  try {
    const response = await fetch(path, { credentials: "same-origin", cache: "no-store", ...request });
    const body: unknown = await response.json().catch(() => ({}));
    const given = (body ?? {}) as Partial<Session & NoSession>;
    if (response.ok && given.me && given.csrf) return { me: given.me, csrf: given.csrf };
    return {
      code: given.code ?? (response.ok ? "bad_answer" : `http_${response.status}`),
      ...(given.message ? { message: given.message } : {}),
      ...(given.oidc ? { oidc: true } : {}),
    };
  } catch {
    return { code: "unreachable" };
  }
}
