"""References: short names of what was filed, which people read out and type."""

import base64
import hashlib

_BYTES = 5  # eight letters: few enough to read out, too many to meet twice


def derived(prefix: str, *submission: str) -> str:
    """Return the reference of what a submission files: the same submission, the same reference."""
    hashed = hashlib.sha256(":".join(submission).encode()).digest()[:_BYTES]
    return prefix + base64.b32encode(hashed).decode()
