"""Mail: letters, threads, what came in."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

OWED = sa.text("state = 'queued'")
DEAD = sa.text("state = 'dead'")


def upgrade() -> None:
    with op.batch_alter_table("outbox") as outbox:
        outbox.add_column(sa.Column("conversation", sa.String(length=36), nullable=True))
        outbox.add_column(sa.Column("locale", sa.String(length=16), nullable=True))
        outbox.add_column(sa.Column("zone", sa.String(length=64), nullable=True))
        outbox.add_column(sa.Column("state", sa.String(length=16), nullable=False, server_default="queued"))
        outbox.add_column(sa.Column("message_id", sa.String(length=320), nullable=True))
        outbox.add_column(sa.Column("sent_in", sa.Integer(), nullable=True))
        outbox.add_column(sa.Column("bounced_at", sa.DateTime(timezone=True), nullable=True))
        outbox.add_column(sa.Column("last_error", sa.String(length=32), nullable=True))
        outbox.drop_index("ix_outbox_due_at")
    with op.batch_alter_table("outbox") as outbox:
        outbox.alter_column("state", existing_type=sa.String(length=16), server_default=None)
        outbox.create_index("ix_outbox_owed", ["due_at"], sqlite_where=OWED, postgresql_where=OWED)
        outbox.create_index("ix_outbox_dead", ["id"], sqlite_where=DEAD, postgresql_where=DEAD)
        outbox.create_index("ix_outbox_conversation", ["conversation", "address"])
        outbox.create_index("ix_outbox_sent", ["address", "sent_at"])
        outbox.create_index("ix_outbox_message_id", ["message_id"])

    op.create_table(
        "demo_mail",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.String(length=320), nullable=False),
        sa.Column("address", sa.String(length=254), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("raw", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_demo_mail")),
        sa.UniqueConstraint("message_id", name=op.f("uq_demo_mail_message_id")),
    )
    op.create_index("ix_demo_mail_address", "demo_mail", ["address", "id"])


def downgrade() -> None:
    op.drop_table("demo_mail")
    with op.batch_alter_table("outbox") as outbox:
        for index in ("owed", "dead", "conversation", "sent", "message_id"):
            outbox.drop_index(f"ix_outbox_{index}")
        outbox.create_index("ix_outbox_due_at", ["due_at"])
        for column in (
            "conversation", "locale", "zone", "state", "message_id", "sent_in", "bounced_at", "last_error"
        ):  # fmt: skip
            outbox.drop_column(column)
