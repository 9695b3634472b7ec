// Links to read on. An address that is not of the web is shown as text only.

import type { Link } from "../protocol";
import { useReading } from "../view/context";
import { safeAddress } from "../words/figures";

export function Links({ links }: { links: readonly Link[] }) {
  return (
    <ul class="links">
      {links.map((link) => (
        <li key={link.url}>
          <WebLink {...link} />
        </li>
      ))}
    </ul>
  );
}

export function WebLink({ label, url }: Link) {
  const { words } = useReading();
  const address = safeAddress(url);
  if (address === undefined) return <span>{label}</span>;
  return (
    <a href={address} target="_blank" rel="noopener noreferrer">
      {label}
      <span class="unseen"> ({words.say("links.new_tab")})</span>
    </a>
  );
}
