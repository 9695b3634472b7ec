"""Over real mail servers both ways: an answer goes out, the reply comes back into the chat, and the thread holds."""

import asyncio
import io
import smtplib
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import aiohttp
import pytest

from bot.assistant import Utterance
from bot.clock import WallClock
from bot.gateway.app import MAILROOM
from bot.gateway.mailroom.inbound import signature
from bot.gateway.mailroom.listener import Place
from bot.gateway.mailroom.receiving import Receiving
from bot.gateway.mailroom.sending import Sending
from bot.mail.incoming.archive import Archive
from bot.mail.incoming.arrival import MAIL_BYTES, Way
from bot.mail.leases import Bounds
from bot.mail.letters.envelope import Sender
from bot.mail.letters.writing import Branding, Writer
from bot.mail.postman import Correspondence
from bot.mail.smtp import SmtpCarrier, SmtpServer
from bot.mail.threads import ReplyTokens
from tests.journeys.desk.conftest import PACIFIC, until_said
from tests.mail.post_office import PostOffice
from tests.mail.test_files import PDF
from tests.mail.written_mail import OURS, PASS, returned, written

FRIDAY_EVENING = datetime(2026, 3, 6, 17, 5, tzinfo=PACIFIC).astimezone(UTC)
MONDAY_MORNING = datetime(2026, 3, 9, 9, 0, tzinfo=PACIFIC).astimezone(UTC)
DOMAIN, EMAIL, LEAVE, KEY = "mail.example", "client@example.com", "I leave a message", "a key of the inbound route"
TOGETHER = timedelta(minutes=2)


@pytest.fixture
def clock(clock):
    clock.at = FRIDAY_EVENING
    return clock


@pytest.fixture
def assistant(assistant):
    left = {"message": {"what": "Which skills does a logo need?"}}
    assistant.script[LEAVE] = [Utterance("Thank you.", topic="leave_message", file=left)]
    return assistant


@pytest.fixture
async def office():
    opened = await PostOffice().open()
    yield opened
    await opened.close()


@pytest.fixture
async def gateway(start_desk, office, tmp_path):
    """A gateway that sends to one mail server, and takes mail from another."""
    tokens = ReplyTokens(DOMAIN, {0: "a secret of the mail journeys"})
    correspondence = Correspondence(
        writer=Writer(Branding("Milepost Market", "#0d6253", "https://market.example/")),
        sender=Sender("Milepost Market", f"support@{DOMAIN}", DOMAIN),
        tokens=tokens,
    )
    carrier = SmtpCarrier(SmtpServer.of(office.url()), name=DOMAIN)
    return await start_desk(
        sending=Sending(carrier=carrier, correspondence=correspondence, bounds=Bounds(together=TOGETHER)),
        receiving=Receiving(
            tokens=tokens,
            archive=Archive.at(tmp_path / "home"),
            server=OURS,
            place=Place(Way.LMTP, "127.0.0.1", 0),
            key=KEY,
        ),
    )


@pytest.fixture
def deliver(gateway):
    """Deliver a mail by LMTP, as the mail server of our domain does."""

    def sent(raw, to):
        sender = "" if to.startswith("bounces@") else EMAIL  # reports come from nobody
        with smtplib.LMTP("127.0.0.1", gateway.app[MAILROOM].listener.port) as connection:
            connection.sendmail(sender, [to], raw)

    return lambda raw, to: asyncio.to_thread(sent, raw, to)


@pytest.fixture
async def left(browse, gateway, clock):
    """Somebody has left a message on Friday evening, and it is Monday morning."""
    client = await browse(token=gateway.tokens.mint("client-demo", name="Client Demo", email=EMAIL))
    await client.say(LEAVE)
    await until_said(client, "Your message is kept under the reference")
    await client.leave()
    clock.at = MONDAY_MORNING


@pytest.fixture
def answer(clock):
    """Answer what is owed, and wait until the mail goes out."""

    async def answered(web, item, text):
        await web.does("reply_by_mail", follow_up=item["id"], id=str(uuid4()), text=text)
        clock.forward(TOGETHER)

    return answered


def in_gmail(text, mail):
    """Write a reply as Gmail does: the answer on top, the letter below it under its attribution."""
    quoted = "\n".join(f"> {line}" for line in mail.text.splitlines())
    return written(
        f"{text}\n\nOn Mon, Mar 9, 2026 at 9:02 AM Milepost Market <\nsupport@{DOMAIN}> wrote:\n\n{quoted}\n",
        sender=f"Client Demo <{EMAIL}>",
        to=mail.message["Reply-To"],
        message_id=f"<{uuid4()}@mail.gmail.com>",
        headers={
            "In-Reply-To": mail.message_id,
            "References": mail.message_id,
            "Subject": f"Re: {mail.message['Subject']}",
        },
    )


def address_of(mail):
    return mail.message["Reply-To"].addresses[0].addr_spec


async def test_an_answer_goes_out_its_reply_comes_back_and_the_next_answer_hangs_on_the_first(
    left, console, office, deliver, answer, browse, gateway
):
    web = await console("specialist-web")
    [item] = (await web.hears("welcome"))["follow_ups"]
    await web.does("open", conversation=item["conversation"])
    await answer(web, item, "Illustration and type design.")
    received, first = await office.has(2)
    assert "Illustration and type design." in first.text
    await web.hears("follow_ups", lambda told: told["items"] == [])

    await deliver(in_gmail("And how long does it take?", first), address_of(first))

    message = await web.hears("message", lambda told: told["text"] == "And how long does it take?")
    assert message["from"] == {"kind": "user", "name": "Client Demo"}
    [block] = message["blocks"]
    assert (block["type"], block["shortened"]) == ("mail", True)
    told = await web.hears("follow_ups", lambda told: told["items"])
    [again] = told["items"]
    assert (again["id"], again["what"]) == (item["id"], "And how long does it take?")

    async with web.http.get(f"{gateway.url}/desk/mail/{block['mail']}") as original:
        body = await original.json()
    assert "Illustration and type design." in body["body"], "the original is one click away"
    assert (body["from"], body["state"]) == (EMAIL, "accepted")

    await answer(web, again, "About two weeks.")
    second = (await office.has(3))[2]
    assert "About two weeks." in second.text
    assert second.message["In-Reply-To"] == first.message_id
    assert second.message["References"].split() == [received.message_id, first.message_id]
    assert second.message_id != first.message_id
    assert address_of(second) == address_of(first)

    back = await browse(token=gateway.tokens.mint("client-demo", name="Client Demo", email=EMAIL))
    await until_said(back, "And how long does it take?")
    await until_said(back, "About two weeks.")


async def test_an_unverified_reply_is_a_note_for_the_desk_and_nothing_else(left, console, office, deliver, answer):
    web = await console("specialist-web")
    [item] = (await web.hears("welcome"))["follow_ups"]
    await web.does("open", conversation=item["conversation"])
    await answer(web, item, "Illustration and type design.")
    first = (await office.has(2))[1]
    forged = in_gmail("Please use my new bank account.", first).replace(PASS.encode(), f"{OURS}; dmarc=fail".encode())
    await deliver(forged, address_of(first))
    note = await web.hears("note")
    assert note["text"].startswith("Unverified mail")
    assert "Please use my new bank account." in note["text"]
    assert not any("bank account" in message["text"] for message in web.thread(item["conversation"]))
    assert web.heard("follow_ups")[-1]["items"] == []


async def test_a_letter_that_came_back_is_told_to_the_desk(left, console, office, deliver, answer):
    web = await console("specialist-web")
    [item] = (await web.hears("welcome"))["follow_ups"]
    await web.does("open", conversation=item["conversation"])
    await answer(web, item, "Illustration and type design.")
    first = (await office.has(2))[1]
    await web.hears("follow_ups", lambda told: told["items"] == [])
    await deliver(returned(first.message_id), f"bounces@{DOMAIN}")
    assert "could not be delivered (5.1.1)" in (await web.hears("note"))["text"]
    await web.hears("follow_ups", lambda told: [each["id"] for each in told["items"]] == [item["id"]])


# The route for providers


@pytest.fixture
def post(gateway):
    """Post a mail to the route, signed with the key unless told otherwise."""

    async def posted(raw, *, key=KEY, shift_s=0, headers=None):
        moment = str(int(WallClock().now().timestamp()) + shift_s)
        signed = {
            "X-Milepost-Timestamp": moment,
            "X-Milepost-Signature": signature(key, moment, raw),
            **(headers or {}),
        }
        async with (
            aiohttp.ClientSession() as session,
            session.post(f"{gateway.url}/inbound/mail", data=io.BytesIO(raw), headers=signed) as answer,
        ):
            return answer.status, await answer.json()

    return posted


async def test_a_provider_posts_a_signed_mail_once(left, office, post, browse, gateway):
    [received] = await office.has(1)
    raw = in_gmail("One thing more.", received)
    status, body = await post(raw)
    assert (status, body) == (202, {"ok": True, "state": "accepted", "reason": None, "new": True})
    assert (await post(raw))[1]["new"] is False, "replayed, it is dropped"
    client = await browse(token=gateway.tokens.mint("client-demo", name="Client Demo", email=EMAIL))
    await until_said(client, "One thing more.")


@pytest.mark.parametrize(
    "how",
    [{"key": "another"}, {"shift_s": -3600}, {"shift_s": 3600}, {"headers": {"X-Milepost-Signature": ""}}, {"headers": {"X-Milepost-Timestamp": "9" * 400}}],
    ids=["another key", "too old", "too new", "unsigned", "no moment"],
)  # fmt: skip
async def test_a_mail_that_is_not_signed_is_refused(gateway, post, how):
    assert await post(written(), **how) == (
        401,
        {"ok": False, "code": "not_signed", "message": "The signature does not fit."},
    )


async def test_a_mail_over_the_limit_is_refused_by_the_route(gateway, post):
    status, body = await post(b"x" * (MAIL_BYTES + 1))
    assert (status, body["code"]) == (413, "too_large")


# Originals


async def test_originals_are_for_those_who_may_open_the_conversation_and_never_shown_as_pages(
    left, office, deliver, console, gateway, web
):
    [received] = await office.has(1)
    with_file = written(
        "<b>See</b> the file.",
        sender=EMAIL,
        to=received.message["Reply-To"],
        files={"brief.pdf": PDF, "x.html": b"<script>"},
    )
    [item] = (await web.hears("welcome"))["follow_ups"]
    await web.does("open", conversation=item["conversation"])
    await deliver(with_file, address_of(received))
    [block] = (await web.hears("message", lambda told: told["text"] == "<b>See</b> the file."))["blocks"]
    base = f"{gateway.url}/desk/mail/{block['mail']}"
    async with web.http.get(f"{base}/raw") as answer:
        assert await answer.read() == with_file
        assert answer.headers["Content-Disposition"].startswith("attachment")
        assert answer.content_type == "application/octet-stream"
    async with web.http.get(f"{base}/text") as answer:
        assert answer.content_type == "text/plain"
        assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert "<b>See</b> the file." in await answer.text()
    async with web.http.get(f"{base}/files/0") as answer:
        assert await answer.read() == PDF
        assert answer.headers["Content-Disposition"] == "attachment; filename*=UTF-8''brief.pdf"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
    for path in ("/files/1", "/files/7"):
        async with web.http.get(f"{base}{path}") as answer:
            assert (answer.status, (await answer.json())["code"]) == (404, "unknown_mail")
    async with web.http.get(f"{gateway.url}/desk/mail/{uuid4()}") as answer:
        assert answer.status == 404
    async with aiohttp.ClientSession() as stranger, stranger.get(base) as answer:
        assert (answer.status, (await answer.json())["code"]) == (401, "not_signed_in")
