// The heading of a step. When the step begins, the cursor of a screen reader goes there.

import { useEffect, useRef } from "preact/hooks";

export function Heading({ text }: { text: string }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <h1 ref={heading} tabIndex={-1}>
      {text}
    </h1>
  );
}
