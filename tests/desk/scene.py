"""A conversation, and people who say things in it."""

from bot.desk import conversations, turns
from bot.desk.conversations import Party
from bot.desk.messages import Draft
from bot.desk.models import Author


async def opened(database, clock, account="client-demo"):
    async with database.transaction() as session:
        return (await conversations.open_for(session, party=Party(account=account), now=clock.now())).id


def said(number, **how):
    return Draft(Author.USER, "Client", f"m{number}", f"message {number}", **how)


async def owe(session, conversation, number, clock, by):
    """Say something and owe an answer to it."""
    message = (await conversations.say(session, conversation=conversation, draft=said(number), now=clock.now())).message
    return await turns.owe(
        session,
        conversation=conversation,
        seq=message.seq,
        message_id=message.client_id,
        version=0,
        request={"message": message.text},
        by=by,
        now=clock.now(),
    )
