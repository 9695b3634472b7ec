"""In the demo mailbox a reply can be typed below a letter, and comes in like any other mail."""

import asyncio

import aiohttp
import pytest

from bot.gateway.mailroom.receiving import Receiving
from bot.gateway.mailroom.sending import Sending
from bot.mail import outbox
from bot.mail.demo_mailbox import DemoMailbox
from bot.mail.incoming.archive import Archive
from bot.mail.letters.envelope import Sender
from bot.mail.letters.writing import Branding, Writer
from bot.mail.postman import Correspondence
from bot.mail.threads import ReplyTokens
from tests.journeys.desk.conftest import until_said
from tests.patience import PATIENCE_S

EMAIL = "client@example.com"


@pytest.fixture
async def gateway(start_desk, database, clock, tmp_path):
    tokens = ReplyTokens("mail.example", {0: "a secret of the demo's mail"})
    correspondence = Correspondence(
        writer=Writer(Branding("Milepost Market", "#0d6253", "https://market.example/")),
        sender=Sender("Milepost Market", "support@mail.example", "mail.example"),
        tokens=tokens,
    )
    return await start_desk(
        demo=True,
        sending=Sending(carrier=DemoMailbox(database, clock), correspondence=correspondence),
        receiving=Receiving(tokens=tokens, archive=Archive.at(tmp_path / "home")),
    )


@pytest.fixture
async def client(browse, gateway):
    return await browse(token=gateway.tokens.mint("client-demo", name="Client Demo", email=EMAIL))


@pytest.fixture
async def http():
    async with aiohttp.ClientSession() as session:
        yield session


@pytest.fixture
def page(http, gateway):
    """Wait for the page of the only mail in the demo mailbox."""

    async def found():
        async with asyncio.timeout(PATIENCE_S):
            while True:
                async with http.get(f"{gateway.url}/mail/1") as answer:
                    if answer.status == 200:
                        assert "form-action 'self'" in answer.headers["Content-Security-Policy"]
                        return await answer.text()
                await asyncio.sleep(0.02)

    return found


async def owe(database, clock, conversation, kind="message_received"):
    async with database.transaction() as session:
        await outbox.put(
            session, key="test/1", kind=kind, address=EMAIL, conversation=conversation,
            subject_data={"reference": "M-1042", "text": "hello"}, at=clock.now(),
        )  # fmt: skip


async def test_a_reply_that_is_typed_below_a_letter_is_in_the_conversation(
    client, gateway, database, clock, http, page
):
    await owe(database, clock, client.welcome["conversation"])
    assert f"Reply as {EMAIL}" in await page()
    async with http.post(f"{gateway.url}/mail/1/reply", data={"text": "It is the second one."}) as answer:
        assert answer.status == 200
        assert str(answer.url).endswith("/mail/1?replied=accepted")
        assert "Your reply is in the conversation." in await answer.text()
    said = await until_said(client, "It is the second one.")
    assert said["text"] == "It is the second one.", "what is quoted below it is left out"
    assert said["from"]["kind"] == "user"


async def test_only_our_own_page_can_send_a_reply(client, gateway, database, clock, http, page):
    await owe(database, clock, client.welcome["conversation"])
    await page()
    for headers in ({"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}):
        async with http.post(f"{gateway.url}/mail/1/reply", data={"text": "x"}, headers=headers) as answer:
            assert answer.status == 403


@pytest.mark.parametrize(("path", "text", "status"), [("1", "", 400), ("1", "x" * 4_001, 400), ("7", "x", 404)])
async def test_what_is_no_reply_is_refused(client, gateway, database, clock, http, page, path, text, status):
    await owe(database, clock, client.welcome["conversation"])
    await page()
    async with http.post(f"{gateway.url}/mail/{path}/reply", data={"text": text}) as answer:
        assert answer.status == status


async def test_a_letter_that_takes_no_replies_has_no_box(client, gateway, database, clock, http, page):
    await owe(database, clock, None)
    assert "Reply as" not in await page()
    async with http.post(f"{gateway.url}/mail/1/reply", data={"text": "x"}) as answer:
        assert answer.status == 400
