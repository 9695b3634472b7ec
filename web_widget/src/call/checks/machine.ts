// Whether the page is on a computer, and whether the browser trusts the way it came by.

import { type Finding, failed, passed } from "./finding";

export interface Machine {
  userAgent: string;
  /** What the browser says of itself (UA client hints), where it does. */
  mobile: boolean | undefined;
  /** Whether anything at hand points as exactly as a mouse. */
  finePointer: boolean;
  touchPoints: number;
}

const PHONES = /\b(Mobi|Mobile|Android|iPhone|iPad|iPod|Windows Phone)\b/;
/** An iPad calls itself a Mac, but no Mac has a screen for more than one finger. */
const isTablet = ({ userAgent, touchPoints }: Machine) => userAgent.includes("Macintosh") && touchPoints > 1;

/** The call needs a computer: to hold a document to the camera, and to read beside it. */
export function checkDesktop(machine: Machine): Finding {
  const isPhone = machine.mobile === true || PHONES.test(machine.userAgent) || isTablet(machine);
  return isPhone || !machine.finePointer ? failed("phone") : passed();
}

export function checkSecure(isSecureContext: boolean): Finding {
  return isSecureContext ? passed() : failed("insecure");
}

interface Hinting {
  userAgentData?: { mobile?: boolean };
}

export function thisMachine(): Machine {
  return {
    userAgent: navigator.userAgent,
    mobile: (navigator as Hinting).userAgentData?.mobile,
    finePointer: matchMedia("(any-pointer: fine)").matches,
    touchPoints: navigator.maxTouchPoints,
  };
}
