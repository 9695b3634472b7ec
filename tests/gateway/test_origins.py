"""An address is believed only as far as proxies of ours report it; a page only if it is ours or allowed."""

import pytest
from aiohttp.test_utils import make_mocked_request

from bot.gateway.origins import Addresses, Origins


class Transport:
    def __init__(self, peer):
        self.peer = peer

    def get_extra_info(self, name, default=None):
        return (self.peer, 40000) if name == "peername" else default


def request(peer, *forwarded):
    headers = [("X-Forwarded-For", hops) for hops in forwarded]
    return make_mocked_request("GET", "/", headers=dict(headers), transport=Transport(peer))


@pytest.mark.parametrize(
    ("trusted", "peer", "forwarded", "address"),
    [
        ([], "203.0.113.7", (), "203.0.113.7"),
        ([], "203.0.113.7", ("198.51.100.1",), "203.0.113.7"),  # a stranger says so
        (["10.0.0.0/8"], "203.0.113.7", ("198.51.100.1",), "203.0.113.7"),
        (["10.0.0.0/8"], "10.1.2.3", ("198.51.100.1",), "198.51.100.1"),
        (["10.0.0.0/8"], "10.1.2.3", ("1.2.3.4, 198.51.100.1",), "198.51.100.1"),  # the left one is made up
        (["10.0.0.0/8"], "10.1.2.3", ("198.51.100.1, 10.9.9.9",), "198.51.100.1"),  # two proxies
        (["10.0.0.0/8"], "10.1.2.3", (), "10.1.2.3"),
        (["10.0.0.0/8"], "10.1.2.3", (" , ",), "10.1.2.3"),
        (["10.0.0.1"], "10.0.0.2", ("198.51.100.1",), "10.0.0.2"),
        (["::1", "fd00::/8"], "fd00::7", ("2001:db8::1",), "2001:db8::1"),
        (["10.0.0.0/8"], "10.1.2.3", ("not an address",), "not an address"),
    ],
)
def test_the_nearest_hop_that_is_no_proxy_of_ours_counts(trusted, peer, forwarded, address):
    assert Addresses(trusted).of(request(peer, *forwarded)) == address


@pytest.mark.parametrize("proxy", ["proxy.example", "10.0.0.0/40", "10.0.0.1/8"])
def test_a_proxy_that_is_no_address_is_refused_at_the_start(proxy):
    with pytest.raises(ValueError, match=proxy.split("/")[0]):
        Addresses([proxy])


@pytest.mark.parametrize(
    ("origin", "allowed"),
    [
        ("https://shop.example", True),
        ("https://SHOP.example", True),
        ("https://chat.example:8080", True),  # our own
        ("http://chat.example:8080", True),
        ("https://chat.example", False),
        ("https://shop.example.evil.example", False),
        ("https://shop.example:444", False),
        ("file://chat.example:8080", False),
        ("null", False),
        ("", False),
    ],
)
def test_pages_of_ours_and_allowed_ones_may_connect(origin, allowed):
    origins = Origins(["https://shop.example/", " "])
    assert origins.allows(origin, {"HTTP_HOST": "chat.example:8080"}) is allowed
