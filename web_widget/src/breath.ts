// Long work is done in pieces, and the page's own goes between them.

type Yielding = { scheduler?: { yield?: () => Promise<void> } };

/** Let the browser do what waits: paint, answer a key, run the page's scripts. */
export function breath(): Promise<void> {
  const { scheduler } = globalThis as Yielding;
  return scheduler?.yield?.() ?? new Promise((done) => setTimeout(done));
}

/** Do one after the other, each as a piece of its own. */
export async function inPieces(...pieces: (() => unknown)[]): Promise<void> {
  for (const piece of pieces) {
    await breath();
    piece();
  }
}
