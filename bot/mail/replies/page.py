"""Page: the plain text of a mail that came as HTML only, with its quotes marked so that the other rules can read it.

nh3 (a real HTML parser) makes the page well-formed and drops what is not there to be read; what is left is turned
into lines by the small reader below. It is ours because a converter for reading marks no quotes, and one for
Markdown changes what people wrote.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import unescape
from html.parser import HTMLParser
from typing import Any

import nh3

PAGE_LENGTH = 256 * 1024  # characters; what is beyond is not read
NESTED = 400  # elements in one another; browsers stop at 512, and every parser's time grows with the square
_TAG = re.compile(r"<[^<>]*>")
_NAME = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")

DEPTH = 64  # quote marks on a line; nobody answers deeper

QUOTE = "> "
RULE = "________________________________"
BULLET = "- "

VOID = frozenset({"br", "hr", "img", "meta", "link", "input", "col", "area", "base", "wbr"})
BLOCKS = frozenset({"p", "div", "table", "tr", "ul", "ol", "li", "h1", "h2", "h3", "h4", "h5", "h6", "pre", "blockquote", "center", "dl", "dt", "dd", "section", "article", "header", "footer"})  # fmt: skip
PARAGRAPHS = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "table", "blockquote", "pre"})
TAGS = BLOCKS | {"br", "hr", "a", "td", "th", "span", "b", "i", "strong", "em", "img"}
UNREAD = frozenset({"script", "style", "title", "head", "template", "noscript", "svg", "math", "object", "textarea", "select"})  # fmt: skip
ATTRIBUTES = frozenset({"class", "id", "type", "style", "alt", "data-smartmail"})

# What mail programs call the element that their signature is in.
SIGNATURES = frozenset({"gmail_signature", "moz-signature", "signature", "ms-outlook-mobile-signature", "protonmail_signature_block", "mobile_signature", "x_signature", "applemailsignature", "yahoo_signature", "ydp-signature"})  # fmt: skip
# Indented by its writer, not quoted by the program: Gmail and Outlook write indents as block quotes.
INDENTED = (
    "margin:0 0 0 40px",
    "margin: 0 0 0 40px",
    "margin:0px 0px 0px 40px",
    "margin-left:40px",
    "margin-left: 40px",
)
# Outlook draws the line above the answered mail as the border of an element.
RULED = (
    "border-top:solid #e1e1e1",
    "border-top:solid #b5c4df",
    "border-top: solid #e1e1e1",
    "border-top: solid #b5c4df",
)
ANSWERED = frozenset({"divrplyfwdmsg", "x_divrplyfwdmsg", "appendonsend", "mail-editor-reference-message-container"})


def text_of(page: str) -> str:
    """Turn a mail's page into plain text. Never raises, and takes time in proportion to the page's length."""
    page = page[:PAGE_LENGTH]
    if _nested(page) > NESTED:
        return unescape(_TAG.sub("\n", page))  # no mail program writes so; nothing of it is lost
    written = _text(page, signatures=False)
    # Some people write into the element of their signature; then it is all there is.
    return written if _own_words(written) else _text(page, signatures=True)


def _nested(page: str) -> int:
    """Tell how deep elements stand in one another, at most."""
    depth = deepest = 0
    for tag in _TAG.finditer(page):
        name = _NAME.match(tag[0])
        if name is None or name[2].lower() in VOID:
            continue
        depth = max(depth - 1, 0) if name[1] else depth + 1
        deepest = max(deepest, depth)
    return deepest


def _own_words(text: str) -> bool:
    first = next((line for line in text.split("\n") if line.strip()), "")
    return bool(first) and not first.startswith((QUOTE.strip(), RULE))


def _text(page: str, *, signatures: bool) -> str:
    cleaned = nh3.clean(
        page,
        tags=set(TAGS),
        clean_content_tags=set(UNREAD),
        attributes={"*": set(ATTRIBUTES)},
        strip_comments=True,
        link_rel=None,
    )
    reader = _Reader(signatures=signatures)
    reader.feed(cleaned)
    reader.close()
    return reader.text()


@dataclass(slots=True)
class _Open:
    """An element that has begun."""

    tag: str
    quotes: bool = False
    signs: bool = False


@dataclass(slots=True)
class _Writing:
    """The lines so far, and the one that is being written."""

    lines: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)

    def end_line(self, mark: str) -> None:
        """End the line that is being written, if anything is on it."""
        line = "".join(self.words).rstrip(" ")  # what stands first has lost its spaces unless they count
        self.words.clear()
        if line:
            self.lines.append(mark + line)

    def blank(self, mark: str) -> None:
        """Leave one line empty, never two."""
        if self.lines and self.lines[-1].strip("> "):
            self.lines.append(mark.rstrip())


class _Reader(HTMLParser):
    """Reads well-formed HTML, and writes lines."""

    def __init__(self, *, signatures: bool) -> None:
        super().__init__(convert_charrefs=True)
        self._signatures = signatures
        self._open: list[_Open] = []
        self._writing = _Writing()
        self._depth = 0  # of quotes
        self._unread = 0  # signatures that have begun
        self._kept = 0  # elements in which spaces count
        self._cells = 0  # of the row so far

    def text(self) -> str:
        """Return the lines that were written."""
        self._writing.end_line(self._mark)
        return "\n".join(self._writing.lines).strip("\n")

    @property
    def _mark(self) -> str:
        return QUOTE * min(self._depth, DEPTH)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin an element."""
        attributes = {name: (value or "").lower() for name, value in attrs}
        if tag in {"br", "hr", "img"}:
            self._void(tag, attributes)
            return
        element = _Open(tag)
        if tag in BLOCKS:
            self._begin_block(tag)
        if _answered(attributes):
            self._rule()
        if tag == "blockquote" and not _indented(attributes):
            element.quotes = True
            self._depth += 1
        if not self._signatures and _signs(attributes):
            element.signs = True
            self._unread += 1
        self._kept += tag == "pre"
        if tag == "li":
            self._write(BULLET)
        elif tag in {"td", "th"}:
            self._cells += 1
            if self._cells > 1:
                self._write(" ")
        elif tag == "tr":
            self._cells = 0
        self._open.append(element)

    def handle_endtag(self, tag: str) -> None:
        """End an element; the page is well-formed, so it is the last that began."""
        if not self._open or self._open[-1].tag != tag:
            return
        element = self._open.pop()
        if tag in BLOCKS:
            self._writing.end_line(self._mark)
        self._kept -= tag == "pre"
        self._depth -= element.quotes
        self._unread -= element.signs
        if tag in PARAGRAPHS:
            self._writing.blank(self._mark)

    def handle_data(self, data: str) -> None:
        """Write text; outside of `pre` a run of white space is one space."""
        if self._kept:
            first, *more = data.split("\n")
            self._write(first)
            for line in more:
                self._writing.end_line(self._mark)
                self._write(line)
            return
        words = " ".join(data.replace("\xa0", " ").split(" ")) if data.strip(" \t\r\n\f\xa0") else " "
        text = " ".join(words.split())
        before = " " if data[:1].isspace() else ""
        after = " " if data[-1:].isspace() and text else ""
        self._write(f"{before}{text}{after}")

    def _write(self, text: str) -> None:
        if self._unread:
            return
        words = self._writing.words
        at_space = not words or words[-1].endswith(" ")
        if at_space and not self._kept and words != [BULLET]:
            text = text.lstrip(" ")
        if text:
            words.append(text)

    def _void(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag == "hr":
            self._rule()
        elif tag == "img":
            self._write(attributes.get("alt", ""))
        elif not self._unread:
            if self._writing.words:
                self._writing.end_line(self._mark)
            elif self._writing.lines:
                self._writing.lines.append(self._mark.rstrip())

    def _begin_block(self, tag: str) -> None:
        self._writing.end_line(self._mark)
        if tag in PARAGRAPHS:
            self._writing.blank(self._mark)

    def _rule(self) -> None:
        self._writing.end_line(self._mark)
        if not self._unread:
            self._writing.blank(self._mark)
            self._writing.lines.append(self._mark + RULE)


def _names(attributes: Mapping[str, Any]) -> set[str]:
    return {*attributes.get("class", "").split(), attributes.get("id", ""), attributes.get("data-smartmail", "")}


def _signs(attributes: Mapping[str, str]) -> bool:
    return not SIGNATURES.isdisjoint(_names(attributes))


def _answered(attributes: Mapping[str, str]) -> bool:
    style = attributes.get("style", "")
    return attributes.get("id", "") in ANSWERED or any(mark in style for mark in RULED)


def _indented(attributes: Mapping[str, str]) -> bool:
    style = attributes.get("style", "")
    return (
        "gmail_quote" not in _names(attributes)
        and attributes.get("type") != "cite"
        and any(mark in style for mark in INDENTED)
    )
