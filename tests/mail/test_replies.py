"""What a person wrote is told from what their mail program put around it."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.mail.replies.flowed import unflowed
from bot.mail.replies.lines import split
from bot.mail.replies.page import text_of
from bot.mail.replies.reply import reply_in
from tests.mail.written import Example, examples

EXAMPLES = examples()
LINES = sorted({line for example in EXAMPLES for line in split(example.body)})

bodies = st.lists(st.one_of(st.sampled_from(LINES), st.text(max_size=30)), max_size=25).map("\n".join)
tags = st.sampled_from(
    ["<div>", "</div>", "<p>", "<br>", "<blockquote type=cite>", "</blockquote>", "<hr>", '<div id="Signature">', "<pre>", "</pre>", "<td>", "<!--", "&lt;", "&#0;"]
)  # fmt: skip
pages = st.lists(st.one_of(tags, st.text(max_size=12)), max_size=30).map("".join)

MEGABYTE = 1_000_000
UNFRIENDLY = {
    "quotes in turns": "t\n> q\n",
    "attributions that never end": "On 1 May 2016 10:10 <\n",
    "headings that are no block": "From: a\nTo: b\n",
    "rules between texts": "t\n\n---\n",
    "signed and never ended": "-----BEGIN PGP SIGNATURE-----\n",
    "brackets without an address": '"' * 390 + "@\n",
}
# Sixteen times the length: what goes by the length takes sixteen times as long, by its square 256 times. Between the two
# is room for whatever else the machine does.
LENGTHS = MEGABYTE // 32, MEGABYTE // 2
FASTER_THAN_SQUARE = 64


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.name)
def test_what_was_written_is_found(example: Example):
    assert reply_in(example.body).text == example.wrote


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.name)
def test_what_was_found_is_left_alone(example: Example):
    assert reply_in(example.wrote).text == example.wrote


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.name)
def test_the_original_is_kept_whole(example: Example):
    reply = reply_in(example.body)
    assert reply.original == example.body
    assert reply.shortened is (example.body.split() != example.wrote.split())


def test_the_corpus_has_the_main_programs_and_scripts():
    assert len(EXAMPLES) >= 80
    assert sum(example.name.endswith(".html") for example in EXAMPLES) >= 10


@given(bodies)
def test_any_body_can_be_read_and_nothing_is_added_to_it(body: str):
    found = reply_in(body).text
    there = iter(split(body))
    assert not found or all(any(line == other for other in there) for line in found.split("\n"))


@given(bodies)
def test_what_was_found_in_any_body_is_left_alone(body: str):
    found = reply_in(body).text
    assert reply_in(found).text == found


@pytest.mark.parametrize("shape", UNFRIENDLY.values(), ids=UNFRIENDLY)
def test_a_long_unfriendly_body_takes_no_more_than_its_length(shape: str):
    short, long = (_seconds(shape * (length // len(shape))) for length in LENGTHS)
    assert long < max(short, 0.02) * FASTER_THAN_SQUARE


def _seconds(body: str) -> float:
    """Take the time that the processor works, which others on the machine do not lengthen."""
    began = time.process_time()
    reply_in(body)
    return time.process_time() - began


@given(pages)
def test_any_page_can_be_read(page: str):
    text_of(page)


@pytest.mark.parametrize(
    "page",
    ["<div>" * 100_000, "<blockquote>x" * 50_000, "<b><i><p>" * 40_000, "<" * MEGABYTE, "&" * MEGABYTE, "<a " + "x=" * 200_000 + ">"],
    ids=["nested", "quotes in quotes", "formats", "opened", "entities", "attributes"],
)  # fmt: skip
def test_an_unfriendly_page_is_read_within_a_moment(page: str):
    began = time.process_time()
    text_of(page)
    assert time.process_time() - began < 5


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("<p>a</p><script>b</script><style>c</style>", "a"),
        ("a<br>b<br><br>c", "a\nb\n\nc"),
        ("<pre>one\n  two</pre>", "one\n  two"),
        ("x &lt;y&gt; &amp; z", "x <y> & z"),
        ('<img alt="chart" src="cid:1">', "chart"),
        ("<ul><li>a<li>b</ul>", "- a\n- b"),
        ("<blockquote>a<blockquote>b</blockquote></blockquote>", "> a\n>\n> > b\n>"),
        ("<img src=x onerror=alert(1)>", ""),
    ],
)
def test_a_page_becomes_text(page: str, text: str):
    assert text_of(page) == text


FLOWED = [
    ("one line that \nwas broken\n\nnext", "one line that was broken\n\nnext"),
    ("> quoted that \n> was broken\nmine", "> quoted that was broken\nmine"),
    (" >not a quote", ">not a quote"),
    ("text \n-- \nsignature", "text \n-- \nsignature"),
    ("> a \n>> b", "> a\n>> b"),
]


@pytest.mark.parametrize(("sent", "text"), FLOWED)
def test_lines_that_were_broken_for_sending_are_joined(sent: str, text: str):
    assert unflowed(sent) == text


def test_a_language_without_spaces_is_joined_without_them():
    assert unflowed("二つ目の \n段階です", delsp=True) == "二つ目の段階です"
