"""What a person wrote is told from what their mail program put around it."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.mail.replies.flowed import unflowed
from bot.mail.replies.lines import split
from bot.mail.replies.page import PAGE_LENGTH, text_of
from bot.mail.replies.reply import reply_in
from tests.mail.written import UNFRIENDLY, Example, examples
from tests.steps import steps

EXAMPLES = examples()
LINES = sorted({line for example in EXAMPLES for line in split(example.body)})

bodies = st.lists(st.one_of(st.sampled_from(LINES), st.text(max_size=30)), max_size=25).map("\n".join)
tags = st.sampled_from(
    ["<div>", "</div>", "<p>", "<br>", "<blockquote type=cite>", "</blockquote>", "<hr>", '<div id="Signature">', "<pre>", "</pre>", "<td>", "<!--", "&lt;", "&#0;"]
)  # fmt: skip
pages = st.lists(st.one_of(tags, st.text(max_size=12)), max_size=30).map("".join)

MEGABYTE = 1_000_000
UNFRIENDLY_PAGES = {
    "nested": "<div>",
    "quotes in quotes": "<blockquote>x",
    "formats": "<b><i><p>",
    "opened": "<",
    "entities": "&",
    "attributes": "<a x=",
}
# Twice the length is twice the steps; by its square it would be four times.
LENGTH = 10_000
OF_TWICE_THE_LENGTH = 2.2


def assert_steps_by_length(read: Callable[[str], object], shape: str):
    times = LENGTH // len(shape)
    assert steps(lambda: read(2 * times * shape)) < OF_TWICE_THE_LENGTH * steps(lambda: read(times * shape))


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
def test_reading_a_body_takes_steps_by_its_length(shape: str):
    assert_steps_by_length(reply_in, shape)


@pytest.mark.parametrize("shape", UNFRIENDLY.values(), ids=UNFRIENDLY)
def test_a_very_long_unfriendly_body_is_read_to_its_end(shape: str):
    body = shape * (MEGABYTE // 8 // len(shape))
    assert reply_in(body).original == body


@given(pages)
def test_any_page_can_be_read(page: str):
    text_of(page)


@pytest.mark.parametrize("shape", UNFRIENDLY_PAGES.values(), ids=UNFRIENDLY_PAGES)
def test_reading_a_page_takes_steps_by_its_length(shape: str):
    assert_steps_by_length(text_of, shape)


@pytest.mark.parametrize("shape", UNFRIENDLY_PAGES.values(), ids=UNFRIENDLY_PAGES)
def test_of_an_endless_page_no_more_than_its_limit_is_read(shape: str):
    page = shape * (PAGE_LENGTH // len(shape) + 1)
    assert text_of(page + "never read" * MEGABYTE) == text_of(page[:PAGE_LENGTH])


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
