// Brings words to the other page, in their order and until it has said that it heard them, however often a line breaks.
//
// The server keeps no word of a call, so whatever was under way when a line broke is gone: only its sender has it still.

/** How long the other page may take to say that it has heard; then its line may have died with what was under way. */
export const AGAIN_MS = 1_000;

export interface CourierUser<Word> {
  /** Hand a word to the line; it may be lost on the way. */
  pass(word: Word): void;
  /** Whether anybody is there to hear. */
  canPass(): boolean;
  /** How many words may be under way at once. */
  abreast: number;
}

export class Courier<Word> {
  private unheard: readonly Word[] = [];
  /** How many of them are under way. */
  private under_way = 0;
  private waiting: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly user: CourierUser<Word>) {}

  send(word: Word): void {
    this.unheard = [...this.unheard, word];
    this.go();
  }

  /** The other page has heard such a word, and therefore all before it. */
  heard(such: (word: Word) => boolean): void {
    const count = this.unheard.map(such).lastIndexOf(true) + 1;
    if (count === 0) return;
    this.unheard = this.unheard.slice(count);
    this.under_way = Math.max(0, this.under_way - count);
    this.rest();
    this.go();
  }

  /** The server will not take such a word, now or later. */
  drop(such: (word: Word) => boolean): void {
    this.unheard = this.unheard.filter((word) => !such(word));
    this.again();
  }

  /** A line is back: what was under way may be lost. */
  again(): void {
    this.rest();
    this.under_way = 0;
    this.go();
  }

  /** Forget what was not heard. */
  close(): void {
    this.rest();
    this.unheard = [];
    this.under_way = 0;
  }

  private go(): void {
    const { pass, canPass, abreast } = this.user;
    if (this.unheard.length === 0 || !canPass()) return;
    const most = Math.min(abreast, this.unheard.length);
    const next = this.unheard.slice(this.under_way, most);
    this.under_way = Math.max(this.under_way, most);
    this.waiting ??= setTimeout(() => this.again(), AGAIN_MS);
    for (const word of next) pass(word);
  }

  private rest(): void {
    clearTimeout(this.waiting);
    this.waiting = undefined;
  }
}
