"""Writing: a letter's HTML and its plain text, from one template for both, in the reader's language."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import css_inline
import mrml
from jinja2 import FileSystemLoader, StrictUndefined, Template, TemplateError, pass_context
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup
from pydantic import ValidationError

from bot.mail.letters.figures import Figures
from bot.mail.letters.kinds import KINDS
from bot.mail.letters.words import SHARED, language_of, words

TEMPLATES = Path(__file__).resolve().parent / "templates"

_INLINER = css_inline.CSSInliner(keep_style_tags=False, keep_at_rules=True, load_remote_stylesheets=False)
_RENDERING = mrml.RenderOptions(fonts={})  # by default it has some fonts fetched from Google
_MANY_BREAKS = re.compile(r"\n{3,}")
_TRAILING = re.compile(r"(?<!^--)[ \t]+$", re.MULTILINE)  # the mark of a signature is two dashes and a blank
_BLANKS = re.compile(r"[\s\x00-\x1f\x7f]+")


class Unwritable(Exception):  # noqa: N818 - what happened to a letter
    """A letter cannot be written: its kind is unknown, or its data are not what its kind needs."""


@dataclass(frozen=True, slots=True)
class Branding:
    """Whose letters they are: the name, the colour, where the widget is, and a logo if there is one."""

    brand: str
    colour: str
    site: str
    logo: str | None = None


@dataclass(frozen=True, slots=True)
class Written:
    """A letter in words. The subject is one line."""

    subject: str
    html: str
    text: str


class Writer:
    """Writes letters of one marketplace."""

    def __init__(self, branding: Branding) -> None:
        self._branding = branding

    def write(
        self,
        kind: str,
        told: Sequence[Mapping[str, Any]],
        *,
        locale: str | None = None,
        zone: str | None = None,
        answerable: bool = False,
    ) -> Written:
        """Write a letter; `told` are the data of the letters that it is made of, mostly one.

        `answerable` says whether an answer by mail comes back to us. Raises Unwritable.
        """
        language = language_of(locale)
        try:
            values = {
                **_values(kind, told),
                "kind": kind,
                "language": language,
                "figures": Figures.of(language, zone),
                "answerable": answerable,
                "brand": self._branding.brand,
                "colour": self._branding.colour,
                "site": self._branding.site,
                "logo": self._branding.logo,
            }
            subject = _one_line(_said(_TEXT, kind, language, "subject").render(values))
            plain = _template(_TEXT, kind).render(values, layout="letter.txt", parts="parts.txt")
            mjml = _template(_HTML, kind).render(values, layout="letter.mjml", parts="parts.mjml", subject=subject)
            html = _INLINER.inline(mrml.to_html(mjml, render_options=_RENDERING).content)
        except (KeyError, ValidationError, TemplateError, OSError) as wrong:  # OSError: mrml's own on what is no MJML
            raise Unwritable(kind) from wrong
        return Written(subject, html, _tidy(plain))


def _values(kind: str, told: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    known = KINDS[kind]
    data = [known.data.model_validate(each) for each in told]
    values = {name: getattr(data[-1], name) for name in known.data.model_fields}
    return {**values, "answers": data} if known.together else values


def _paragraphs(text: str) -> list[list[str]]:
    blocks = re.split(r"\n\s*\n", text.replace("\r\n", "\n").replace("\r", "\n").strip())
    return [block.split("\n") for block in blocks]


@pass_context
def _words(context: Context, key: str, **values: Any) -> str:
    """Say words of the letter's kind, or words that all kinds share, with the letter's own values in them."""
    environment = _HTML if context.eval_ctx.autoescape else _TEXT
    said = _said(environment, context["kind"], context["language"], key).render({**context.get_all(), **values})
    return Markup(said) if environment is _HTML else said  # noqa: S704 - escaped by its own template


def _environment(*, html: bool) -> ImmutableSandboxedEnvironment:
    environment = ImmutableSandboxedEnvironment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=html,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.globals.update(words=_words, paragraphs=_paragraphs)
    return environment


_HTML = _environment(html=True)
_TEXT = _environment(html=False)


@cache
def _template(environment: ImmutableSandboxedEnvironment, kind: str) -> Template:
    return environment.get_template(f"{kind}.jinja")


@cache
def _said(environment: ImmutableSandboxedEnvironment, kind: str, language: str, key: str) -> Template:
    known = words(language)
    return environment.from_string(known[kind][key] if key in known[kind] else known[SHARED][key])


def _one_line(text: str) -> str:
    return _BLANKS.sub(" ", text).strip()


def _tidy(text: str) -> str:
    return _MANY_BREAKS.sub("\n\n", _TRAILING.sub("", text)).strip() + "\n"
