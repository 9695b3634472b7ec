"""The marketplace's own domains and names: what only looks like them, and what is said against them."""

import re
import unicodedata
from collections.abc import Iterable
from urllib.parse import urlsplit

#: A name that is shorter is a part of too many honest domains.
SHORTEST_NAME = 6
#: Nobody's name: what settings hold until a marketplace puts its own pages there (RFC 2606).
PLACEHOLDER = "example"
#: Within this many letters of our own name it is a slip of the eye.
NEAR = 1

_DOMAIN = re.compile(
    r"(?<![\w.@-])(?:https?://)?(?:[^\s@/]{1,64}@)?((?:[^\W_](?:[\w-]{0,61}[^\W_])?\.)+[^\W\d_]{2,24})\b", re.IGNORECASE
)
_FOLDED = str.maketrans({"0": "o", "1": "l", "3": "e", "4": "a", "5": "s", "7": "t", "8": "b", "i": "l", "-": None})
#: Letters of other alphabets that are drawn like Latin ones.
_DRAWN_ALIKE = str.maketrans("аеорсухіѕјӏԁɡɩοαικν", "aeopcyxisjldglouikv")

#: "You guys stole my account" is said to us by somebody who is locked out; "my client stole it" is not.
_ACCUSED = (
    r"(?<!\bmy )(?<!\ba )(?<!\bthe )(?<!\bthis )(?<!\bthat )\b(?:{names})(?:['\u2019]ve)?"
    r"(?: (?:all|guys|people|have|has|just|simply|basically|literally|really)){{0,3}} (?:stole|stolen|took over)\b"
)


class OwnDomains:
    """The marketplace's own hosts and its name.

    Tells which other domains are made to be taken for them, and where the marketplace itself is accused.
    """

    def __init__(self, brand: str, urls: Iterable[str]) -> None:
        """Take the brand and the addresses of the marketplace's own pages."""
        self._hosts = {host for url in urls if (host := urlsplit(url).hostname)}
        names = {_label(host) for host in self._hosts} | {re.sub(r"\W|_", "", brand.lower())}
        self._names = frozenset(_folded(name) for name in names if len(name) >= SHORTEST_NAME and name != PLACEHOLDER)
        called = {"you", brand, *brand.split()[:1], *names} - {"", PLACEHOLDER}
        self._accused = re.compile(_ACCUSED.format(names="|".join(map(re.escape, sorted(called)))), re.IGNORECASE)

    def look_alikes(self, text: str) -> list[str]:
        """Return the domains in a text that look like ours, as they are written, each once."""
        found = dict.fromkeys(match[1] for match in _DOMAIN.finditer(text))
        return [domain for domain in found if not self._is_own(domain) and self._resembles(domain)]

    def are_accused(self, clause: str) -> bool:
        """Tell whether the marketplace itself is said to have stolen or taken over something."""
        return bool(self._accused.search(clause))

    def _is_own(self, domain: str) -> bool:
        host = domain.lower()
        return any(
            host == own or host.endswith(f".{_registered(own)}") or host == _registered(own) for own in self._hosts
        )

    def _resembles(self, domain: str) -> bool:
        labels = [_folded(label) for label in _readable(domain).split(".")[:-1]]
        return any(name in label or _near(name, label) for name in self._names for label in labels)


def _registered(host: str) -> str:
    return ".".join(host.split(".")[-2:])


def _label(host: str) -> str:
    parts = host.split(".")
    return parts[-2] if len(parts) > 1 else host


def _readable(domain: str) -> str:
    try:
        return domain.lower().encode("ascii").decode("idna")
    except UnicodeError:
        return domain.lower()


def _folded(label: str) -> str:
    plain = unicodedata.normalize("NFKD", label.lower().translate(_DRAWN_ALIKE))
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return plain.replace("rn", "m").replace("vv", "w").translate(_FOLDED)


def _near(name: str, label: str) -> bool:
    """Tell whether one letter was changed, left out, put in, or swapped with its neighbour."""
    if abs(len(name) - len(label)) > NEAR:
        return False
    head = next((at for at, (one, other) in enumerate(zip(name, label, strict=False)) if one != other), None)
    if head is None:
        return True
    mine, theirs = name[head:], label[head:]
    return (
        mine[1:] == theirs[1:]
        or mine[1:] == theirs
        or mine == theirs[1:]
        or (mine[:2] == theirs[:2][::-1] and mine[2:] == theirs[2:])
    )
