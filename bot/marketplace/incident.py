"""What the marketplace's status page says."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from bot.db import Base
from bot.marketplace.columns import NAME_LENGTH, TITLE_LENGTH, RowId


class Incident(Base):
    """Something that is or was wrong with the marketplace. Open until `resolved_at`."""

    __tablename__ = "incident"

    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    title: Mapped[str] = mapped_column(String(TITLE_LENGTH))
    impact: Mapped[str] = mapped_column(String(NAME_LENGTH))
    url: Mapped[str] = mapped_column(String(TITLE_LENGTH))
    started_at: Mapped[datetime]
    resolved_at: Mapped[datetime | None] = mapped_column(index=True)
