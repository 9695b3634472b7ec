"""Verification: the line for video calls, and every move in it."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

OPEN = "state NOT IN ('passed', 'failed')"
ACTIVE = "state IN ('waiting', 'ringing', 'in_call')"


def upgrade() -> None:
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "verification",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("account_id", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("required_at", moment, nullable=False),
        sa.Column("due_at", moment, nullable=True),
        sa.Column("checks", sa.JSON(), nullable=False),
        sa.Column("checked_at", moment, nullable=True),
        sa.Column("waiting_since", moment, nullable=True),
        sa.Column("ahead", sa.Boolean(), nullable=False),
        sa.Column("seen_at", moment, nullable=True),
        sa.Column("call_back_at", moment, nullable=True),
        sa.Column("verifier", sa.String(length=64), nullable=True),
        sa.Column("verifier_seen_at", moment, nullable=True),
        sa.Column("called_at", moment, nullable=True),
        sa.Column("ring_until", moment, nullable=True),
        sa.Column("answered_at", moment, nullable=True),
        sa.Column("ended_at", moment, nullable=True),
        sa.Column("reason", sa.String(length=5000), nullable=True),
        sa.Column("no_shows", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_verification_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_verification")),
    )
    with op.batch_alter_table("verification", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_verification_account_id"), ["account_id"], unique=False)
        batch_op.create_index(
            "ux_verification_open",
            ["account_id"],
            unique=True,
            sqlite_where=sa.text(OPEN),
            postgresql_where=sa.text(OPEN),
        )
        batch_op.create_index(
            "ix_verification_active",
            ["state", "waiting_since"],
            unique=False,
            sqlite_where=sa.text(ACTIVE),
            postgresql_where=sa.text(ACTIVE),
        )
    op.create_table(
        "verification_move",
        sa.Column("visit", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", moment, nullable=False),
        sa.Column("actor", sa.String(length=64), nullable=False),
        sa.Column("move", sa.String(length=32), nullable=False),
        sa.Column("was", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("why", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["visit"], ["verification.id"], name=op.f("fk_verification_move_visit")),
        sa.PrimaryKeyConstraint("visit", "version", name=op.f("pk_verification_move")),
    )


def downgrade() -> None:
    op.drop_table("verification_move")
    with op.batch_alter_table("verification", schema=None) as batch_op:
        batch_op.drop_index("ix_verification_active", sqlite_where=sa.text(ACTIVE), postgresql_where=sa.text(ACTIVE))
        batch_op.drop_index("ux_verification_open", sqlite_where=sa.text(OPEN), postgresql_where=sa.text(OPEN))
        batch_op.drop_index(batch_op.f("ix_verification_account_id"))
    op.drop_table("verification")
