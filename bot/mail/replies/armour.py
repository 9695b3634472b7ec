"""Armour: what OpenPGP wraps around a signed text (RFC 9580, 7)."""

from bot.mail.replies.lines import bare

SIGNED = "-----BEGIN PGP SIGNED MESSAGE-----"
SIGNATURE = "-----BEGIN PGP SIGNATURE-----"
END = "-----END PGP SIGNATURE-----"


def armoured(texts: list[str]) -> set[int]:
    """Find the lines of armour: the opening with its hashes, and the signature with everything in it."""
    found: set[int] = set()
    opening = False
    signature: int | None = None
    for at, text in enumerate(texts):
        line = bare(text)
        if line == SIGNED:
            opening = True
            found.add(at)
        elif opening and (line.startswith("Hash:") or not line):
            found.add(at)
            opening = bool(line)
        elif line == SIGNATURE:
            opening, signature = False, at
        elif line == END and signature is not None:
            found.update(range(signature, at + 1))
            signature = None
    return found
