"""How an answer is said to one asker: the words filled in for them, what is theirs marked, policy to the rest."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from bot.actions.answer import Answer, Answering
from bot.actions.asked import Asked, Subject
from bot.actions.layout import laid_out
from bot.actions.phrases import phrased
from bot.actions.words import Entry, Words
from bot.marketplace.port import Records

type OwnAnswer = Callable[[Voice, Records], Answer]


@dataclass(frozen=True, slots=True)
class Voice:
    """Says entries of the words to the one who asked."""

    asked: Asked
    words: Words

    def say(self, key: str, **values: object) -> Entry:
        """Fill in an entry; money and moments are written for the asker. A value that is None is missing."""
        known = {name: value for name, value in values.items() if value is not None}
        return self.words.entry(key, **phrased(self.asked, known))

    def policy(self, key: str | None = None, *more: Entry) -> Answer:
        """Say what holds for everybody, and how to see what is one's own. Holds no record of anybody."""
        entries = [self.words.entry(key or self.asked.topic), *more]
        if self.asked.records is None:
            entries.append(self.words.entry(self._why_policy_only))
        return Answer(_text(entries), _blocks(entries))

    def own(
        self,
        *entries: Entry,
        blocks: Iterable[dict[str, Any] | None] = (),
        about: Subject = Subject(),
        offered: tuple[Subject, ...] = (),
    ) -> Answer:
        """Say what the asker's records hold, and when they were read."""
        records = self.asked.records
        assert records is not None, "own answers are made from records"  # noqa: S101
        dated = [*entries, self.say("as_of", as_of=records.as_of)]
        shown = (*_blocks(entries), *(block for block in blocks if block is not None))
        return Answer(_text(dated), shown, personal=True, about=about, offered=offered)

    @property
    def _why_policy_only(self) -> str:
        if self.asked.sign_in_expired:
            return "sign_in_expired"
        return "sign_in" if self.asked.account is None else "account_unknown"


def from_records(answer: OwnAnswer) -> Answering:
    """Answer from the asker's own records, and with the policy alone where there are none."""

    async def answering(asked: Asked, words: Words) -> Answer:
        voice = Voice(asked, words)
        return voice.policy() if asked.records is None else answer(voice, asked.records)

    return answering


def _text(entries: Iterable[Entry]) -> str:
    return laid_out(entry.text for entry in entries)


def _blocks(entries: Iterable[Entry]) -> tuple[dict[str, Any], ...]:
    return tuple(block for entry in entries for block in entry.blocks)
