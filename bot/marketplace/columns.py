"""Column types and column groups that the marketplace's rows share."""

from enum import StrEnum

from sqlalchemy import BigInteger, Enum, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from bot.marketplace.money import Money

ID_LENGTH = 64
NAME_LENGTH = 32
TITLE_LENGTH = 200
TEXT_LENGTH = 5_000

# SQLite counts rows by itself only where the key is called INTEGER.
RowId = BigInteger().with_variant(Integer(), "sqlite")


def one_of(names: type[StrEnum]) -> Enum:
    """Make a column type that keeps the names of an enumeration as plain text."""
    return Enum(
        names,
        native_enum=False,
        create_constraint=False,
        length=NAME_LENGTH,
        values_callable=lambda kind: [name.value for name in kind],
    )


class Amount:
    """The two columns of an amount of money."""

    amount_minor: Mapped[int] = mapped_column(BigInteger)
    currency: Mapped[str] = mapped_column(String(3), default="USD")

    @property
    def amount(self) -> Money:
        """The amount, in minor units and its currency."""
        return Money(self.amount_minor, self.currency)
