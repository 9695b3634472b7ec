// Light or dark: as the page wishes by `theme`, else as the person's system does.

const DARK = "(prefers-color-scheme: dark)";

/** The scheme that holds now. */
export function scheme(theme: string | null): "light" | "dark" {
  if (theme === "light" || theme === "dark") return theme;
  return matchMedia(DARK).matches ? "dark" : "light";
}

/** Be told when the system changes its mind; returns how to stop. */
export function onScheme(changed: () => void): () => void {
  const wish = matchMedia(DARK);
  wish.onchange = changed;
  return () => {
    wish.onchange = null;
  };
}

/** The languages that are written from the right; `ar-XB` is the pseudo-language that tests it. */
const FROM_RIGHT = /^(ar|dv|fa|he|ps|sd|ug|ur|yi)\b/;

export function direction(tag: string): "ltr" | "rtl" {
  return FROM_RIGHT.test(tag) ? "rtl" : "ltr";
}
