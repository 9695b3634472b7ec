"""Reply: what a person wrote in a mail, and the whole of it one step away."""

from dataclasses import dataclass

from bot.mail.replies.reading import read
from bot.mail.replies.trimming import trimmed

PASSES = 12  # what is left is read again until nothing more is found in it


@dataclass(frozen=True, slots=True)
class Reply:
    """What somebody wrote, and the body that it was found in."""

    text: str
    original: str

    @property
    def shortened(self) -> bool:
        """Whether anything that can be seen was left out."""
        return self.text.split() != self.original.split()


def reply_in(body: str) -> Reply:
    """Find what a person wrote in the plain text of a mail.

    Lines are kept exactly as they came or left out; nothing is added and no line is changed, but that the line
    ends are our own. If it cannot be told what was written, everything is.
    """
    text = body
    for _ in range(PASSES):
        found = "\n".join(line.text for line in trimmed(read(text)))
        if found == text:
            break
        text = found
    return Reply(text, body)
