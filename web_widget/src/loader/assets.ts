// Fetches what the loader left out, held to the hash that was known at build time.

import type { ChatScript, Mount } from "./contract";

export interface Asset {
  file: string;
  integrity: string;
}

/** Get the chat, or the way to its frame. Rejects when it cannot be had, or is not what was built. */
export function fetchMount(server: string, asset: Asset, nonce = ""): Promise<Mount> {
  return new Promise((resolve, reject) => {
    const script: ChatScript = document.createElement("script");
    script.src = `${server}/static/${asset.file}`;
    script.integrity = asset.integrity;
    script.crossOrigin = "anonymous";
    script.nonce = nonce;
    script.onload = () => (script.mount ? resolve(script.mount) : reject());
    script.onerror = reject;
    document.head.append(script);
    script.remove();
  });
}
