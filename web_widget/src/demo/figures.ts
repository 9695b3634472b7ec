// Money and dates of the demo page.

import type { Money } from "../protocol";
import { Figures } from "../words/figures";

const written = new Figures("en-US", Intl.DateTimeFormat().resolvedOptions().timeZone);

export const figures = {
  amount: (money: Money) => written.money(money),
  moment: (at: string) => written.moment(at),
};
