"""Disclaimers: the paragraph on confidentiality that a company's server adds below every mail."""

from bot.mail.replies.wordlists import wordlist, words

SHORTEST = 80  # characters; a shorter paragraph that mentions secrecy is somebody's own
SIGNS = 2  # of different kinds make a disclaimer

KINDS = tuple(tuple(signs) for signs in wordlist("disclaimers")["signs"].values())
STAMPS = words("disclaimers", "stamps", "beginnings")


def is_disclaimer(paragraph: str) -> bool:
    """Tell whether a paragraph is a disclaimer: it says at least two of the three things that they all say."""
    words = " ".join(paragraph.casefold().split())
    if words.lstrip("*_-=# ").startswith(STAMPS):
        return True
    if len(words) < SHORTEST:
        return False
    return sum(any(sign in words for sign in kind) for kind in KINDS) >= SIGNS
