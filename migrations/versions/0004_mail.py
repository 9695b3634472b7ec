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
    _create_incoming()


def _create_incoming() -> None:
    op.create_table(
        "incoming_mail",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("message_id", sa.String(length=320), nullable=False),
        sa.Column("way", sa.String(length=24), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sender", sa.String(length=254), nullable=True),
        sa.Column("subject", sa.String(length=300), nullable=True),
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.Column("reason", sa.String(length=24), nullable=True),
        sa.Column("matched_by", sa.String(length=24), nullable=True),
        sa.Column("conversation", sa.String(length=36), nullable=True),
        sa.Column("seq", sa.Integer(), nullable=True),
        sa.Column("body", sa.Text(), nullable=True),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("raw", sa.String(length=36), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incoming_mail")),
        sa.UniqueConstraint("message_id", name=op.f("uq_incoming_mail_message_id")),
    )
    op.create_index("ix_incoming_mail_received_at", "incoming_mail", ["received_at"])
    op.create_index("ix_incoming_mail_conversation", "incoming_mail", ["conversation", "received_at"])
    op.create_table(
        "mail_file",
        sa.Column("mail", sa.String(length=36), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("media_type", sa.String(length=100), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("stored", sa.String(length=36), nullable=True),
        sa.Column("refused", sa.String(length=24), nullable=True),
        sa.ForeignKeyConstraint(
            ["mail"], ["incoming_mail.id"], name=op.f("fk_mail_file_mail_incoming_mail"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("mail", "number", name=op.f("pk_mail_file")),
    )


def downgrade() -> None:
    op.drop_table("mail_file")
    op.drop_table("incoming_mail")
    op.drop_table("demo_mail")
    with op.batch_alter_table("outbox") as outbox:
        for index in ("owed", "dead", "conversation", "sent", "message_id"):
            outbox.drop_index(f"ix_outbox_{index}")
        outbox.create_index("ix_outbox_due_at", ["due_at"])
        for column in (
            "conversation", "locale", "zone", "state", "message_id", "sent_in", "bounced_at", "last_error"
        ):  # fmt: skip
            outbox.drop_column(column)
