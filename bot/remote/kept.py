"""Documents that were read before, each with the ETag that tells whether it is still true."""

from collections import OrderedDict
from dataclasses import dataclass

from bot.marketplace.port import Records

ETAG_LENGTH = 200


@dataclass(frozen=True, slots=True)
class Document:
    """An account's records, the server's name for this state of them, and how long the document was."""

    etag: str
    records: Records
    size: int


class Kept:
    """The last document of each account, the least used ones forgotten first.

    Nothing in here is ever answered from without asking: the server says each time whether it still holds.
    """

    def __init__(self, budget: int) -> None:
        """Keep documents of `budget` bytes in all."""
        self._budget = budget
        self._size = 0
        self._documents: OrderedDict[str, Document] = OrderedDict()

    def of(self, account: str) -> Document | None:
        """Return the account's document, if it is kept."""
        if account in self._documents:
            self._documents.move_to_end(account)
        return self._documents.get(account)

    def keep(self, account: str, document: Document) -> None:
        """Keep the account's newest document, in the place of an older one."""
        self.forget(account)
        if not 0 < len(document.etag) <= ETAG_LENGTH:
            return
        self._documents[account] = document
        self._size += document.size
        while self._size > self._budget:
            self.forget(next(iter(self._documents)))

    def forget(self, account: str) -> None:
        """Let go of the account's document."""
        document = self._documents.pop(account, None)
        if document is not None:
            self._size -= document.size
