"""Reply addresses and threads: what we issued is known again, everything else is not."""

from datetime import timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import update

from bot.mail import outbox
from bot.mail.outbox import LETTERS, LetterState
from bot.mail.threads import ForgedToken, ReplyTokens, ThreadHeaders, find_letter, thread_of

OLD, NEW = "the secret of last year", "the secret of this year"
TOKENS = ReplyTokens("mail.example", {2: NEW, 1: OLD})
CONVERSATION = "7a6f2b1e-0c55-4b0e-9d4e-2f7f0f5a7b11"
ANNA = "anna@example.com"


def test_an_address_names_its_conversation_and_whom_it_was_issued_to():
    reply = TOKENS.find(TOKENS.address(CONVERSATION, ANNA))
    assert reply is not None
    assert reply.conversation == CONVERSATION
    assert TOKENS.is_for(reply, "Anna@Example.com")
    assert not TOKENS.is_for(reply, "eve@example.com")


def test_an_address_fits_what_mail_servers_take_and_tells_nobody_the_recipient():
    local = TOKENS.address(CONVERSATION, ANNA).partition("@")[0]
    assert len(local) <= 64
    assert local.isascii()
    assert local == local.lower()
    assert "anna" not in local


def test_an_address_survives_servers_that_change_its_case():
    assert TOKENS.find(TOKENS.address(CONVERSATION, ANNA).upper()) == TOKENS.find(TOKENS.address(CONVERSATION, ANNA))


def test_an_old_key_is_believed_until_it_is_taken_away():
    issued = ReplyTokens("mail.example", {1: OLD}).address(CONVERSATION, ANNA)
    assert TOKENS.find(issued).conversation == CONVERSATION
    with pytest.raises(ForgedToken):
        ReplyTokens("mail.example", {2: NEW}).find(issued)


def test_a_key_of_another_installation_is_not_believed():
    with pytest.raises(ForgedToken):
        TOKENS.find(ReplyTokens("mail.example", {2: "somebody else's"}).address(CONVERSATION, ANNA))


@pytest.mark.parametrize(
    "address",
    ["support@mail.example", "reply@mail.example", "reply+x@elsewhere.example", "", "reply+", "@mail.example"],
)
def test_other_addresses_are_none_of_ours(address):
    assert TOKENS.find(address) is None


@given(place=st.integers(0, 51), letter=st.sampled_from("abcdefghijklmnopqrstuvwxyz234567"))
def test_one_changed_letter_is_a_forgery(place, letter):
    local, domain = TOKENS.address(CONVERSATION, ANNA).split("@")
    token = local.removeprefix("reply+")
    forged = f"reply+{token[:place]}{letter}{token[place + 1 :]}@{domain}"
    if token[place] == letter:
        assert TOKENS.find(forged) is not None
    else:
        with pytest.raises(ForgedToken):
            TOKENS.find(forged)


@given(token=st.text(st.characters(codec="utf-8", exclude_characters="@", exclude_categories=["Z", "C"]), min_size=1))
def test_made_up_tokens_are_forgeries(token):
    with pytest.raises(ForgedToken):
        TOKENS.find(f"reply+{token}@mail.example")


@pytest.mark.parametrize("keys", [{}, {256: "too high"}, {-1: "too low"}])
def test_keys_without_a_proper_number_are_not_taken(keys):
    with pytest.raises(ValueError, match="0 to 255"):
        ReplyTokens("mail.example", keys)


def test_a_message_id_is_the_same_for_the_same_letter_and_cannot_be_guessed_without_the_key():
    assert TOKENS.message_id("nudge/7") == TOKENS.message_id("nudge/7") != TOKENS.message_id("nudge/8")
    assert TOKENS.message_id("nudge/7") != ReplyTokens("mail.example", {2: OLD}).message_id("nudge/7")
    assert TOKENS.message_id("nudge/7").endswith("@mail.example>")


async def sent(database, key, *, conversation, address, at) -> str:
    message_id = TOKENS.message_id(key)
    async with database.transaction() as session:
        await outbox.put(
            session,
            key=key,
            kind="specialist_answer",
            address=address,
            conversation=conversation,
            subject_data={"seq": 1},
            at=at,
        )
        await session.execute(
            update(LETTERS)
            .where(LETTERS.c.key == key)
            .values(state=LetterState.SENT, sent_at=at, message_id=message_id)
        )
    return message_id


async def test_a_letter_hangs_on_the_earlier_ones_of_its_conversation_to_the_same_address(database, clock):
    other = str(uuid4())
    first = await sent(database, "a", conversation=CONVERSATION, address=ANNA, at=clock.now())
    second = await sent(database, "b", conversation=CONVERSATION, address=ANNA, at=clock.forward(timedelta(hours=1)))
    await sent(database, "c", conversation=CONVERSATION, address="eve@example.com", at=clock.now())
    await sent(database, "d", conversation=other, address=ANNA, at=clock.now())
    async with database.reading() as session:
        thread = await thread_of(session, conversation=CONVERSATION, address=ANNA)
        nothing = await thread_of(session, conversation=str(uuid4()), address=ANNA)
    assert thread == ThreadHeaders(second, (first, second))
    assert nothing == ThreadHeaders()


async def test_the_first_known_message_id_names_the_letter(database, clock):
    first = await sent(database, "a", conversation=CONVERSATION, address=ANNA, at=clock.now())
    second = await sent(database, "b", conversation=CONVERSATION, address=ANNA, at=clock.now())
    async with database.reading() as session:
        found = await find_letter(session, ["<unknown@elsewhere>", second, first])
        nothing = await find_letter(session, ["<unknown@elsewhere>"])
    assert (found.key, found.conversation, found.address) == ("b", CONVERSATION, ANNA)
    assert nothing is None


async def test_a_bounce_is_noted_once(database, clock):
    message_id = await sent(database, "a", conversation=CONVERSATION, address=ANNA, at=clock.now())
    noted = []
    for known in (message_id, message_id, "<unknown@elsewhere>"):
        async with database.transaction() as session:
            noted.append(await outbox.bounce(session, message_id=known, code="5.1.1", at=clock.now()))
    assert noted == [True, False, False]
