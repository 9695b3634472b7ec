// A picture as it comes; nothing of it is kept.

import { useEffect, useRef } from "preact/hooks";

interface Props {
  stream: MediaStream | undefined;
  label: string;
  /** One's own: as in a mirror, and without its sound. */
  own?: boolean;
}

export function Video({ stream, label, own = false }: Props) {
  const video = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    const element = video.current;
    if (!element) return;
    element.srcObject = stream ?? null;
    // Refused only before the first click on the page; the browser then shows its own control.
    if (stream) element.play().catch(() => undefined);
    return () => {
      element.srcObject = null;
    };
  }, [stream]);
  return (
    <video
      ref={video}
      class={own ? "talk-video is-own" : "talk-video"}
      aria-label={label}
      muted={own}
      autoplay
      playsInline
    />
  );
}
