// What lets this page in: the ticket of its address, used once, and from then on the session kept for reloads.

import { identifier } from "../identifier";

/** The part of sessionStorage that is used. */
export type Pocket = Pick<Storage, "getItem" | "setItem" | "removeItem">;

const KEPT_AS = "milepost:verify:session";

export class Pass {
  /** This load of the page; a line that comes back keeps its call by it. */
  readonly page = identifier();
  private session: string | undefined;

  constructor(
    private ticket: string | undefined,
    private readonly pocket: Pocket,
  ) {
    this.session = pocket.getItem(KEPT_AS) ?? undefined;
  }

  /** What to connect with; undefined when there is nothing. */
  get auth(): { page: string; ticket: string } | { page: string; session: string } | undefined {
    const { page, ticket, session } = this;
    if (ticket !== undefined) return { page, ticket };
    return session === undefined ? undefined : { page, session };
  }

  admitted(session: string): void {
    this.ticket = undefined;
    this.session = session;
    this.pocket.setItem(KEPT_AS, session);
  }

  /** The server refused what `auth` gave; whether there is something else to try. */
  refused(): boolean {
    if (this.ticket !== undefined) this.ticket = undefined;
    else {
      this.session = undefined;
      this.pocket.removeItem(KEPT_AS);
    }
    return this.auth !== undefined;
  }
}
