"""The rulebook: what of the rules is this marketplace's own."""

from dataclasses import dataclass, field

from bot.safety.domains import OwnDomains
from bot.safety.reading import Reading, read
from bot.safety.work import WorkRules, work_rules


def _no_domains() -> OwnDomains:
    return OwnDomains("", ())


@dataclass(frozen=True, slots=True)
class Rulebook:
    """The marketplace's domains and its kinds of work."""

    own: OwnDomains = field(default_factory=_no_domains)
    work: WorkRules = field(default_factory=work_rules)

    def read(self, text: str) -> Reading:
        """Find the warning signs in a text."""
        return read(text, self.own)
