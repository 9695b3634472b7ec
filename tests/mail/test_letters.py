"""Letters: every kind, in every language, says what it should and nothing that it should not."""

import re
from collections.abc import Callable
from html.parser import HTMLParser
from typing import Any

import pytest
from pydantic import ValidationError

from bot.mail.letters.kinds import KINDS, stale_at
from bot.mail.letters.masking import masked
from bot.mail.letters.samples import SAMPLES
from bot.mail.letters.words import FOLDER, language_of, languages, words
from bot.mail.letters.writing import TEMPLATES, Branding, Unwritable, Writer
from tests.mail.renderings import GOLDEN, WRITER, renderings

EVERY_KIND = pytest.mark.parametrize("kind", sorted(KINDS))

#: What is no free text: it has a form of its own, and anything else is refused.
FORMED = {"reference", "contract", "clock", "code", "currency"}
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT")


def with_texts(value: Any, change: Callable[[str], str], key: str = "") -> Any:
    """Change every free text of some data."""
    match value:
        case dict():
            return {name: with_texts(inner, change, name) for name, inner in value.items()}
        case list():
            return [with_texts(inner, change, key) for inner in value]
        case str() if key not in FORMED and not MOMENT.match(value):
            return change(value)
    return value


def everything(kind: str, told: Any, **how: Any) -> str:
    letter = WRITER.write(kind, told, **how)
    return f"{letter.subject}\n{letter.text}\n{letter.html}"


@pytest.mark.parametrize(("path", "text"), [pytest.param(path, text, id=path.name) for path, text in renderings()])
def test_a_letter_looks_as_it_was_looked_at(path, text):
    assert path.read_text("utf-8") == text, "if it is meant: python -m tests.mail.renderings, and look at it"


def test_no_rendering_and_no_template_is_left_over():
    assert {path.name for path in GOLDEN.iterdir()} == {path.name for path, _ in renderings()}
    assert {path.stem for path in TEMPLATES.glob("*.jinja")} == set(KINDS) == set(SAMPLES)


@pytest.mark.parametrize("language", sorted(languages()))
def test_every_language_has_the_same_words_with_the_same_values(language):
    def values(text: str) -> set[str]:
        return set(re.findall(r"{{.*?}}|{%.*?%}", text))

    own, english = words(language), words("en")
    assert {kind: set(said) for kind, said in own.items()} == {kind: set(said) for kind, said in english.items()}
    for kind, said in english.items():
        for key, text in said.items():
            assert values(own[kind][key]) == values(text) or "brand" in text, f"{kind}.{key}"


@EVERY_KIND
def test_nothing_but_its_own_data_gets_into_a_letter(kind):
    told = [
        {
            **data,
            "note": "PRIVATE",
            "notes": ["PRIVATE"],
            "counterpart": "PRIVATE",
            "email": "PRIVATE",
            "balance": "PRIVATE",
        }
        for data in SAMPLES[kind]
    ]
    for data in told:
        for message in data.get("messages", []):
            message["note"] = "PRIVATE"
    assert "PRIVATE" not in everything(kind, told)


@EVERY_KIND
def test_no_full_account_number_gets_into_a_letter(kind):
    numbers = ("4111 1111 1111 1111", "DE89 3704 0044 0532 0130 00", "000123456789", "078-05-1120")
    told = with_texts(SAMPLES[kind], lambda text: f"{text} {' and '.join(numbers)}")
    letter = everything(kind, told)
    assert [number for number in numbers if number in letter] == []


class Tags(HTMLParser):
    """The elements of a page, in order, with the names of their attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, ...]] = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, *(name for name, _ in attrs)))


@EVERY_KIND
def test_no_text_becomes_markup_or_a_template(kind):
    evil = "</mj-text></title><mj-raw><script>x</script>{{ 7*191 }}{% endblock %}{# x #}<!--\"' onload=\"x'>&amp;"
    letter = WRITER.write(kind, with_texts(SAMPLES[kind], lambda _: evil))
    plain = WRITER.write(kind, with_texts(SAMPLES[kind], lambda _: "Hello"))
    assert Tags(letter.html).found == Tags(plain.html).found
    assert "1337" not in letter.subject + letter.text + letter.html
    assert letter.text.count("{{ 7*191 }}{% endblock %}") == plain.text.count("Hello")


@EVERY_KIND
def test_a_subject_is_one_line(kind):
    told = with_texts(SAMPLES[kind], lambda text: f"{text}\r\nBcc: eve@example.com\n\n\x00")
    assert not re.search(r"[\x00-\x1f\x7f]", WRITER.write(kind, told).subject)


@EVERY_KIND
@pytest.mark.parametrize("language", sorted(languages()))
def test_a_letter_can_do_without_what_need_not_be_known(kind, language):
    needed = {name for name, field in KINDS[kind].data.model_fields.items() if field.is_required()}
    told = [{name: value for name, value in data.items() if name in needed} for data in SAMPLES[kind]]
    letter = WRITER.write(kind, told, locale=language)
    assert "None" not in letter.text
    assert letter.subject


@EVERY_KIND
def test_a_letter_without_its_data_is_not_written(kind):
    needed = [name for name, field in KINDS[kind].data.model_fields.items() if field.is_required()]
    for name in needed:
        told = [{key: value for key, value in data.items() if key != name} for data in SAMPLES[kind]]
        with pytest.raises(Unwritable):
            WRITER.write(kind, told)


def test_an_unknown_kind_is_not_written():
    with pytest.raises(Unwritable):
        WRITER.write("no_such_kind", [{}])


@EVERY_KIND
def test_a_mail_can_be_answered_only_where_an_answer_comes_back(kind):
    assert "Answers to this mail are not read" in WRITER.write(kind, SAMPLES[kind], answerable=False).text
    assert "You can answer this mail" in WRITER.write(kind, SAMPLES[kind], answerable=True).text


@pytest.mark.parametrize(
    "clock", ["offer", "review", "refund_answer", "dispute_answer", "proposal_answer", "arbitration", "something_new"]
)
def test_every_clock_has_its_own_sentence(clock):
    letter = WRITER.write("nudge", [{**SAMPLES["nudge"][0], "clock": clock}])
    assert (words("en")["nudge"].get(clock, words("en")["nudge"]["other"]).partition("{{")[0]) in letter.text


@pytest.mark.parametrize(
    ("kind", "field", "value", "said"),
    [
        ("profile_request_decided", "decision", "granted", "was granted"),
        ("profile_request_decided", "decision", "declined", "was declined"),
        ("profile_request_decided", "decision", "taken back", "public again: taken back"),
        ("appeal_decided", "decision", "granted", "was granted"),
        ("appeal_decided", "decision", "overtaken", "lifted in another way"),
        ("appeal_decided", "decision", "declined", "was declined"),
        ("verification_outcome", "outcome", "passed", "have passed"),
        ("verification_outcome", "outcome", "failed", "have not passed"),
        ("verification_outcome", "outcome", "retry", "can be repeated"),
        ("verification_outcome", "outcome", "no_show", "were not there"),
        ("verification_outcome", "outcome", "broken off", "like this: broken off"),
    ],
)
def test_every_outcome_has_its_own_sentence(kind, field, value, said):
    assert said in WRITER.write(kind, [{**SAMPLES[kind][0], field: value}]).text


def test_moments_are_the_readers_own_with_utc_beside():
    [sample] = SAMPLES["nudge"]
    assert (
        "Saturday 7 March 2026, 04:00 (12:00 UTC)" in WRITER.write("nudge", [sample], zone="America/Los_Angeles").text
    )
    assert "sábado 7 de marzo de 2026, 12:00 UTC" in WRITER.write("nudge", [sample], locale="es-MX").text
    assert "Saturday 7 March 2026, 12:00 UTC" in WRITER.write("nudge", [sample], zone="No/Where").text


def test_a_brand_has_its_name_its_colour_and_its_logo():
    writer = Writer(Branding("Gig & Co", "#7a1fa2", "https://gig.example/", "https://gig.example/logo.png"))
    letter = writer.write("receipt", SAMPLES["receipt"])
    assert 'src="https://gig.example/logo.png"' in letter.html
    assert 'alt="Gig &amp; Co"' in letter.html
    assert "#7a1fa2" in letter.html
    assert "Milepost" not in letter.html + letter.text + letter.subject


@EVERY_KIND
def test_nothing_is_fetched_from_elsewhere(kind):
    links = set(re.findall(r"(?:src|href|url)\s*[=(]\s*[\"']?(http[^\"')\s]+)", WRITER.write(kind, SAMPLES[kind]).html))
    assert links <= {"https://market.example/"}


@pytest.mark.parametrize(
    ("locale", "language"), [("en", "en"), ("es-MX", "es"), ("ES_ar", "es"), ("de", "en"), (None, "en"), ("", "en")]
)
def test_a_reader_gets_the_language_that_we_have(locale, language):
    assert language_of(locale) == language
    assert (FOLDER / f"{language}.yml").is_file()


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("4111 1111 1111 1111", "•••• 1111"),
        ("4111-1111-1111-1111.", "•••• 1111."),
        ("amex 3782 822463 10005 ok", "amex •••• 0005 ok"),
        ("IBAN DE89370400440532013000", "IBAN •••• 3000"),
        ("GB82 WEST 1234 5698 7654 32", "•••• 5432"),
        ("account 000123456789, routing 021000021", "account •••• 6789, routing •••• 0021"),
        ("078-05-1120", "•••• 1120"),
        # What is no account number stays as it is.
        (
            "M-1042, C-1001 and 600.00 USD until 2026-03-07 12:00",
            "M-1042, C-1001 and 600.00 USD until 2026-03-07 12:00",
        ),
        ("1,150,000.00 USD, 12345.67, 1234567", "1,150,000.00 USD, 12345.67, 1234567"),
        ("see https://market.example/contracts/123456789012", "see https://market.example/contracts/123456789012"),
    ],
)
def test_numbers_of_accounts_are_masked_and_nothing_else(text, shown):
    assert masked(text) == shown


def test_a_letter_is_stale_by_its_own_moment_only():
    assert stale_at("nudge", SAMPLES["nudge"][0]).isoformat() == "2026-03-07T12:00:00+00:00"
    assert stale_at("receipt", SAMPLES["receipt"][0]) is None
    for wrong in ({}, {"due_at": "soon"}, {"due_at": 5}, {"due_at": "2026-03-07T12:00:00"}):
        assert stale_at("nudge", wrong) is None
    assert stale_at("no_such_kind", {}) is None


def test_texts_have_an_end():
    with pytest.raises(ValidationError):
        KINDS["message_received"].data.model_validate({"reference": "M-1", "text": "x" * 20_001})
