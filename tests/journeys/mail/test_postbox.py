"""The demo mailbox's pages: who got what, as a letter that can do nothing, as text, and with its headers."""

import pytest

from bot.gateway.mailroom.sending import Sending
from bot.mail import outbox
from tests.journeys.mail.conftest import QUICK_MAIL

EVIL = "<script>alert(1)</script> & <img src=x onerror=alert(1)>"


@pytest.fixture
async def sent(gateway, database, clock, mailed):
    """One mail, to Anna; tells its number."""
    async with database.transaction() as session:
        await outbox.put(
            session,
            key="test/1",
            kind="message_received",
            address="anna@example.com",
            subject_data={"reference": "M-1042", "text": EVIL},
            at=clock.now(),
        )
    [mail] = await mailed(1)
    return mail.id


async def test_mails_are_listed_by_address(get, sent):
    status, headers, page = await get("/mail")
    assert status == 200
    assert "Your message to Milepost Market (M-1042)" in page
    assert f'href="/mail/{sent}"' in page
    assert "script-src 'self'" in headers["Content-Security-Policy"]
    assert "anna@example.com" in (await get("/mail?address=anna@example.com"))[2]
    assert "No mail yet" in (await get("/mail?address=nobody@example.com"))[2]


async def test_a_mail_is_shown_in_a_frame_that_can_do_nothing(get, sent):
    _, _, page = await get(f"/mail/{sent}")
    assert f'src="/mail/{sent}/letter"' in page
    assert 'sandbox="allow-popups allow-popups-to-escape-sandbox"' in page
    status, headers, letter = await get(f"/mail/{sent}/letter")
    policy = headers["Content-Security-Policy"]
    assert status == 200
    assert "default-src 'none'" in policy
    assert "sandbox allow-popups" in policy
    assert "script-src" not in policy
    assert "allow-scripts" not in policy + page
    assert "<script" not in letter
    assert "&lt;script&gt;" in letter


async def test_a_mail_s_text_and_headers_are_shown_as_they_are(get, sent):
    _, _, text = await get(f"/mail/{sent}?view=text")
    assert "&gt; &lt;script&gt;alert(1)" in text
    _, _, headers = await get(f"/mail/{sent}?view=headers")
    for name in ("Message-ID", "Auto-Submitted", "Date", "From", "MIME-Version"):
        assert f"<dt>{name}</dt>" in headers
    for page in (text, headers):
        assert "<script" not in page


@pytest.mark.parametrize(
    "path", ["/mail/999", "/mail/999/letter", "/mail/x", "/mail/1?view=raw", "/mail/99999999999999999999"]
)
async def test_what_is_not_there_is_not_found(get, sent, path):
    assert (await get(path))[0] == 404


async def test_outside_of_the_demo_there_is_no_such_page(start, sending, get, gateway):
    assert (await get("/mail"))[0] == 200
    gateway.url = (await start(sending=sending, demo=False)).url
    for path in ("/mail", "/mail/1", "/mail/1/letter", "/mail/style.css"):
        assert (await get(path))[0] == 404


async def test_the_page_says_where_mail_goes_instead(start, correspondence, get, gateway):
    gateway.url = (
        await start(sending=Sending(carrier=None, correspondence=correspondence), demo=True, timings=QUICK_MAIL)
    ).url
    assert "An SMTP server is set" in (await get("/mail"))[2]
