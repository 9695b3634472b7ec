"""Domains that look like ours are told from ours and from everybody else's."""

import pytest

from bot.safety.domains import OwnDomains

OWN = OwnDomains(
    "Milepost Market", ["https://help.milepost-market.com/articles", "https://milepost-market.com/support"]
)


@pytest.mark.parametrize(
    "domain",
    [
        "milepostmarket.net",
        "milepost-market.co",
        "mi1epost-market.com",
        "milepostmarket-support.com",
        "milepostmarkett.com",
        "milepstmarket.com",
        "mielpostmarket.com",
        "milepostrnarket.com",
        "milepost-market.com.secure-login.info",
        "milep\u043estmarket.com",  # a Cyrillic o
        "xn--milepstmarket-m7k.com",
    ],
)
def test_what_looks_like_ours_is_seen(domain):
    assert OWN.look_alikes(f"they sent me to https://{domain}/login now") == [domain]


@pytest.mark.parametrize(
    "domain",
    [
        "milepost-market.com",
        "help.milepost-market.com",
        "www.milepost-market.com",
        "google.com",
        "supermarket.com",
        "mileage.org",
    ],
)
def test_ours_and_others_are_not(domain):
    assert OWN.look_alikes(f"I was on {domain} today") == []


def test_the_domain_of_an_address_counts_too():
    assert OWN.look_alikes("mail from pay@milepostmarket.org") == ["milepostmarket.org"]


def test_a_short_name_is_looked_for_nowhere():
    assert OwnDomains("Up", ["https://up.io"]).look_alikes("see backup.io and upper.com") == []


def test_a_placeholder_is_nobodys_name():
    assert OwnDomains("", ["https://example.com/help"]).look_alikes("see example.org") == []


def test_a_sentence_without_a_blank_is_no_domain():
    assert OWN.look_alikes("I waited.Then he left. 3.50 dollars") == []


@pytest.mark.parametrize(
    ("brand", "site", "said"),
    [
        ("Milepost Market", "https://example.com", "you stole my account"),
        ("Milepost Market", "https://example.com", "Milepost has stolen my account"),
        ("Milepost Market", "https://example.com", "milepost market just took over my profile"),
        ("Tasker", "https://www.tasker-hq.com/help", "tasker people stole my money"),
        ("Tasker", "https://www.tasker-hq.com/help", "tasker-hq stole my money"),
        ("Work (EU)", "https://example.com", "Work (EU) stole my money"),
    ],
)
def test_who_accuses_the_marketplace_by_its_name_accuses_nobody_else(brand, site, said):
    assert OwnDomains(brand, [site]).are_accused(said)


@pytest.mark.parametrize(
    ("brand", "said"),
    [
        ("Tasker", "milepost stole my account"),
        ("Milepost Market", "somebody stole my account"),
        ("Client Connect", "my client stole my account"),
        ("", "he stole my account"),
    ],
)
def test_who_accuses_others_does_not_accuse_the_marketplace(brand, said):
    assert not OwnDomains(brand, ["https://example.com"]).are_accused(said)
