"""Cases: appeals and profile requests, and how often a suspension's letter was sent."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "account_case",
        sa.Column("reference", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("account_id", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("statement", sa.Text(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.String(length=64), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_account_case_account_id")),
        sa.PrimaryKeyConstraint("reference", name=op.f("pk_account_case")),
    )
    with op.batch_alter_table("account_case", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_account_case_account_id"), ["account_id"], unique=False)
        batch_op.create_index(
            "ux_account_case_open",
            ["account_id", "kind"],
            unique=True,
            sqlite_where=sa.text("state = 'submitted'"),
            postgresql_where=sa.text("state = 'submitted'"),
        )
    op.drop_table("profile_request")  # nothing has ever written to it
    with op.batch_alter_table("hold", schema=None) as batch_op:
        batch_op.add_column(sa.Column("notices", sa.Integer(), nullable=False, server_default="1"))
        batch_op.add_column(sa.Column("notice_last_at", sa.DateTime(timezone=True), nullable=True))
    op.execute("UPDATE hold SET notice_last_at = notice_sent_at")
    with op.batch_alter_table("hold", schema=None) as batch_op:
        batch_op.alter_column("notice_last_at", existing_type=sa.DateTime(timezone=True), nullable=False)
        batch_op.alter_column("notices", existing_type=sa.Integer(), server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("hold", schema=None) as batch_op:
        batch_op.drop_column("notice_last_at")
        batch_op.drop_column("notices")
    op.create_table(
        "profile_request",
        sa.Column("reference", sa.String(length=64), nullable=False),
        sa.Column("account_id", sa.String(length=64), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("status", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_profile_request_account_id")),
        sa.PrimaryKeyConstraint("reference", name=op.f("pk_profile_request")),
    )
    with op.batch_alter_table("profile_request", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_profile_request_account_id"), ["account_id"], unique=False)
    with op.batch_alter_table("account_case", schema=None) as batch_op:
        batch_op.drop_index(
            "ux_account_case_open",
            sqlite_where=sa.text("state = 'submitted'"),
            postgresql_where=sa.text("state = 'submitted'"),
        )
        batch_op.drop_index(batch_op.f("ix_account_case_account_id"))
    op.drop_table("account_case")
