"""Verification: passes to its page."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "verification_pass",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("account_id", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_verification_pass_account_id")),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_verification_pass")),
    )
    with op.batch_alter_table("verification_pass", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_verification_pass_account_id"), ["account_id"], unique=False)


def downgrade() -> None:
    op.drop_table("verification_pass")
