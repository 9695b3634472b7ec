"""Flowed: text whose lines were broken for sending only, put together again (RFC 3676)."""

QUOTE = ">"
SIGNATURE = "-- "


def unflowed(text: str, *, delsp: bool = False) -> str:
    """Join the lines that end in a space with the next line of the same quote depth; take off the stuffed space."""
    written: list[str] = []
    flowing: tuple[int, list[str]] | None = None
    for line in text.replace("\r\n", "\n").split("\n"):
        words = line.lstrip(QUOTE)
        depth = len(line) - len(words)
        words = words.removeprefix(" ")
        soft = words.endswith(" ") and words != SIGNATURE
        if flowing is not None and (flowing[0] != depth or words == SIGNATURE):
            written.append(_line(*flowing))
            flowing = None
        parts = flowing[1] if flowing is not None else []
        parts.append(words[:-1] if soft and delsp else words)
        flowing = (depth, parts)
        if not soft:
            written.append(_line(depth, parts))
            flowing = None
    if flowing is not None:
        written.append(_line(*flowing))
    return "\n".join(written)


def _line(depth: int, parts: list[str]) -> str:
    words = "".join(parts)
    return f"{QUOTE * depth} {words}".rstrip() if depth else words
