"""Whose mail is believed: the address that the sign-in or a code vouches for, else the registered one."""

import pytest

from bot.desk import contacts, conversations, mailed
from bot.desk.conversations import Party
from bot.marketplace import demo

CLIENT, VISITOR = Party(account="client-demo"), Party(visitor="somebody")


@pytest.fixture
async def addressee(database, clock):
    """Tell whose a party's conversation is."""
    await demo.ensure(database, now=clock.now())

    async def of(party):
        async with database.transaction() as session:
            opened = await conversations.open_for(session, party=party, now=clock.now())
            return await mailed.addressee(session, conversation=opened.id)

    return of


async def test_an_account_of_our_own_marketplace_has_its_registered_address(addressee):
    assert (await addressee(CLIENT)).address == "client-demo@example.com"


async def test_an_address_that_was_confirmed_since_comes_first(addressee, database, clock):
    async with database.transaction() as session:
        await contacts.know(session, party=CLIENT, address="anna@example.com", now=clock.now())
    assert (await addressee(CLIENT)).address == "anna@example.com"


async def test_a_visitor_has_none_until_it_is_confirmed(addressee):
    assert (await addressee(VISITOR)).address is None
