"""How the things that an answer says are laid out."""

from collections.abc import Iterable

#: Characters that are easily read in one go: six lines of a chat on a phone.
PARAGRAPH = 220


def laid_out(said: Iterable[str]) -> str:
    """Put what is said into paragraphs: each thing beside the one before where both are short, else below it."""
    paragraphs: list[str] = []
    for thing in filter(None, said):
        if paragraphs and len(paragraphs[-1]) + 1 + len(thing) <= PARAGRAPH:
            paragraphs[-1] += f" {thing}"
        else:
            paragraphs.append(thing)
    return "\n\n".join(paragraphs)
