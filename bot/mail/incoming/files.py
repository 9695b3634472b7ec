"""Files: which attachments are kept, told by what is in them and not by what they are called."""

import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO

import puremagic

from bot.mail.incoming.parts import Enclosed

FILES = 10  # of one mail
FILE_BYTES = 10 * 1024 * 1024
ENTRIES = 2_000  # of an office file, which is an archive
PLAIN_SAMPLE = 64 * 1024


@dataclass(frozen=True, slots=True)
class Allowed:
    """A type of file that is kept: what it is served as, what its content is found to be, and a closer look."""

    media_type: str
    found: frozenset[str]  # extensions, as puremagic tells them
    holds: Callable[[bytes], bool] | None = None


@dataclass(frozen=True, slots=True)
class Judged:
    """An attachment and what was decided; `refused` is the reason why it is not kept."""

    name: str
    media_type: str
    size: int
    content: bytes | None
    refused: str | None = None


def _archive_with(folder: str) -> Callable[[bytes], bool]:
    def holds(content: bytes) -> bool:
        try:
            with zipfile.ZipFile(BytesIO(content)) as archive:  # reads the list of names; unpacks nothing
                names = archive.namelist()
        except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, EOFError):
            return False
        return len(names) <= ENTRIES and any(name.startswith(folder) for name in names)

    return holds


def _is_plain(content: bytes) -> bool:
    """Tell whether it is text: no NUL, and in UTF-8."""
    try:
        sample = content[:PLAIN_SAMPLE].decode("utf-8", "strict" if len(content) <= PLAIN_SAMPLE else "ignore")
    except UnicodeDecodeError:
        return False
    return "\x00" not in sample and not sample.lstrip("\ufeff \t\r\n").startswith("<")


_OFFICE = "application/vnd.openxmlformats-officedocument"
_ZIPPED = frozenset({".docx", ".xlsx", ".pptx", ".odt", ".ods", ".zip"})

# By the extension of the name. Anything else is refused: programs, archives, pages, pictures that hold scripts.
ALLOWED: dict[str, Allowed] = {
    "pdf": Allowed("application/pdf", frozenset({".pdf"})),
    "png": Allowed("image/png", frozenset({".png"})),
    "jpg": Allowed("image/jpeg", frozenset({".jpg"})),
    "jpeg": Allowed("image/jpeg", frozenset({".jpg"})),
    "gif": Allowed("image/gif", frozenset({".gif"})),
    "webp": Allowed("image/webp", frozenset({".webp"})),
    "heic": Allowed("image/heic", frozenset({".heic", ".heif"})),
    "txt": Allowed("text/plain", frozenset(), _is_plain),
    "csv": Allowed("text/csv", frozenset(), _is_plain),
    "docx": Allowed(f"{_OFFICE}.wordprocessingml.document", _ZIPPED, _archive_with("word/")),
    "xlsx": Allowed(f"{_OFFICE}.spreadsheetml.sheet", _ZIPPED, _archive_with("xl/")),
    "pptx": Allowed(f"{_OFFICE}.presentationml.presentation", _ZIPPED, _archive_with("ppt/")),
    "odt": Allowed("application/vnd.oasis.opendocument.text", _ZIPPED, _archive_with("content.xml")),
    "ods": Allowed("application/vnd.oasis.opendocument.spreadsheet", _ZIPPED, _archive_with("content.xml")),
}


def judged(files: tuple[Enclosed, ...]) -> list[Judged]:
    """Decide of each file whether it is kept."""
    return [_judged(file, number) for number, file in enumerate(files)]


def _judged(file: Enclosed, number: int) -> Judged:
    name = file.name or f"file-{number + 1}"
    allowed = ALLOWED.get(name.rpartition(".")[2].lower())
    refused = _refusal(file.content, allowed, number)
    if refused is not None or allowed is None:
        return Judged(name, "application/octet-stream", len(file.content), None, refused)
    return Judged(name, allowed.media_type, len(file.content), file.content)


def _refusal(content: bytes, allowed: Allowed | None, number: int) -> str | None:
    if number >= FILES:
        return "too_many"
    if allowed is None:
        return "type_not_allowed"
    if not 0 < len(content) <= FILE_BYTES:
        return "size"
    if allowed.found and not allowed.found & _found(content):
        return "content_differs"
    return None if allowed.holds is None or allowed.holds(content) else "content_differs"


def _found(content: bytes) -> set[str]:
    try:
        return {match.extension for match in puremagic.magic_string(content)}
    except (puremagic.PureError, ValueError, OSError, KeyError, IndexError):
        return set()
