// The few pictures, drawn in the colour of the text around them.

import type { ComponentChildren } from "preact";

function Icon({ children }: { children: ComponentChildren }) {
  return (
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      {children}
    </svg>
  );
}

export const CloseIcon = () => (
  <Icon>
    <path d="M6.500 6.500l11 11M17.500 6.500l-11 11" />
  </Icon>
);

export const MoreIcon = () => (
  <Icon>
    <path d="M5.500 12h.01M12 12h.01M18.500 12h.01" stroke-width="3" />
  </Icon>
);

export const SendIcon = () => (
  <Icon>
    <path d="M12 19.500v-15M5.500 11L12 4.500 18.500 11" />
  </Icon>
);

export const DownIcon = () => (
  <Icon>
    <path d="M12 5v14M6 13l6 6 6-6" />
  </Icon>
);
