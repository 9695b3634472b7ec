// Keeps the reader's place in the thread, whatever is put before, behind or between.

/** Nearer to the end than this counts as reading the end. */
const AT_END_PX = 48;
/** Nearer to an edge of the drawn part than this, more of the thread is drawn. */
const NEAR_PX = 800;

/** The line at the top of the view, and how far below it begins. */
interface Anchor {
  key: string;
  below: number;
}

export class Place {
  /** Whether the reader is at the end, and wants to stay there. */
  follows = true;
  private anchor: Anchor | undefined;

  /** Note where the reader is. `complete`: the drawn part reaches the newest message. */
  note(view: HTMLElement, complete: boolean): { nearStart: boolean; nearEnd: boolean } {
    const rest = view.scrollHeight - view.scrollTop - view.clientHeight;
    this.follows = complete && rest < AT_END_PX;
    this.anchor = undefined;
    for (const line of view.querySelectorAll<HTMLElement>("[data-key]")) {
      if (line.offsetTop + line.offsetHeight <= view.scrollTop) continue;
      this.anchor = { key: line.dataset.key ?? "", below: line.offsetTop - view.scrollTop };
      break;
    }
    return { nearStart: view.scrollTop < NEAR_PX, nearEnd: rest < NEAR_PX };
  }

  /** Bring the view back to where the reader was. */
  restore(view: HTMLElement): void {
    if (this.follows) {
      view.scrollTop = view.scrollHeight;
      return;
    }
    const line = this.anchor && view.querySelector<HTMLElement>(`[data-key="${this.anchor.key}"]`);
    if (line && this.anchor) view.scrollTop = line.offsetTop - this.anchor.below;
  }

  /** Begin to read with this line. */
  readFrom(key: string): void {
    this.follows = false;
    this.anchor = { key, below: 0 };
  }

  /** The line of this key, if somebody else than the reader wrote it. */
  answer(view: HTMLElement, key: string | undefined): HTMLElement | null {
    return view.querySelector(`[data-key="${key}"]:not(:has(.is-user))`);
  }

  /** Have the reader look at an element of the view. */
  show(view: HTMLElement, element: HTMLElement): void {
    view.scrollTop = element.offsetTop - view.clientHeight / 4;
  }
}
