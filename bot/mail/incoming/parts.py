"""Parts: the pieces that a mail is made of, text and attachments, read within limits."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message

from bot.mail.incoming.headers import Unreadable
from bot.mail.incoming.verdicts import Reason
from bot.mail.replies.flowed import unflowed
from bot.mail.replies.page import PAGE_LENGTH, text_of

MULTIPARTS = 30  # parts that hold parts
ENCLOSED = 10  # mails in mails
PARTS = 200
TEXT_BYTES = 1024 * 1024  # of a body, as far as it is read
FILE_NAME_LENGTH = 120

# Codecs of Python that are no character sets, or that let a text smuggle what is not to be seen.
NO_CHARSETS = frozenset({"utf-7", "utf7", "unicode_escape", "raw_unicode_escape", "idna", "punycode", "undefined"})

_BOUNDARY = re.compile(rb"boundary\s*=\s*(?:\"([^\"\r\n]{1,200})\"|([^\s;\"]{1,200}))", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Enclosed:
    """A file that came with a mail, as the mail calls it. What it really is, is not known yet."""

    name: str
    said: str  # the media type that the mail claims
    content: bytes


def require_few(raw: bytes) -> None:
    """Refuse a mail of very many parts before it is taken apart: every part costs memory. Raises Unreadable."""
    lowered = raw.lower()
    if lowered.count(b"multipart/") > MULTIPARTS or lowered.count(b"message/rfc822") > ENCLOSED:
        raise Unreadable(Reason.TOO_MANY_PARTS)
    boundaries = {quoted or plain for quoted, plain in _BOUNDARY.findall(raw)}
    if len(boundaries) > MULTIPARTS or sum(raw.count(b"\n--" + boundary) for boundary in boundaries) > PARTS:
        raise Unreadable(Reason.TOO_MANY_PARTS)


def body_of(mail: Message) -> str:
    """Return what there is to read: the plain text, and where there is none, the page's."""
    plain, pages = list[str](), list[str]()
    for part in leaves(mail):
        if _is_file(part):
            continue
        match part.get_content_type():
            case "text/plain":
                plain.append(_plain_text(part))
            case "text/html":
                pages.append(text_in(part)[:PAGE_LENGTH])
    text = "\n".join(plain)
    return text if text.strip() else "\n".join(text_of(page) for page in pages)


def files_of(mail: Message) -> list[Enclosed]:
    """Return the files that came with the mail."""
    return [
        Enclosed(_file_name(part), part.get_content_type(), _content(part)) for part in leaves(mail) if _is_file(part)
    ]


def leaves(mail: Message) -> Iterator[Message]:
    """Walk the parts that hold no parts. A mail within the mail is one piece, and is not opened."""
    waiting = [mail]
    while waiting:
        part = waiting.pop()
        if part.get_content_maintype() == "multipart" and part.is_multipart():
            waiting.extend(reversed([each for each in part.get_payload() if isinstance(each, Message)]))
        else:
            yield part


def text_in(part: Message) -> str:
    """Decode a part's text: what cannot be decoded shows as such, and nothing is raised."""
    content = _content(part)[:TEXT_BYTES]
    try:
        charset = (part.get_content_charset() or "utf-8").lower()
        if charset in NO_CHARSETS:
            charset = "utf-8"
        text = content.decode(charset, "replace")
    except (LookupError, ValueError):
        text = content.decode("utf-8", "replace")
    return storable(text)


def storable(text: str) -> str:
    """Take out what no database keeps: NUL and halves of surrogate pairs."""
    return text.replace("\x00", "").encode("utf-8", "replace").decode("utf-8")


def _plain_text(part: Message) -> str:
    text = text_in(part)
    if str(part.get_param("format", "")).lower() == "flowed":
        return unflowed(text, delsp=str(part.get_param("delsp", "")).lower() == "yes")
    return text


def _is_file(part: Message) -> bool:
    if part.get_content_disposition() == "attachment" or part.get_filename():
        return True
    return part.get_content_maintype() != "text"


def _content(part: Message) -> bytes:
    if part.is_multipart():  # a mail within the mail
        return b"".join(each.as_bytes() for each in part.get_payload() if isinstance(each, Message))
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def _file_name(part: Message) -> str:
    """Return the last piece of the name, without anything that a screen or a file system could trip over."""
    try:
        name = storable(str(part.get_filename() or ""))
    except (LookupError, ValueError):
        name = ""
    name = re.split(r"[/\\]", name)[-1]
    shown = "".join(sign for sign in name if sign.isprintable()).strip(". ")
    return shown[-FILE_NAME_LENGTH:]
