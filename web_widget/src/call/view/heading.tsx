// The heading of a step. When the step begins, the cursor of a screen reader goes there.

import { useLayoutEffect, useRef } from "preact/hooks";

export function Heading({ text }: { text: string }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useLayoutEffect(() => heading.current?.focus(), []);
  return (
    <h1 ref={heading} tabIndex={-1}>
      {text}
    </h1>
  );
}
