"""Offers made in the chat, and presses whose receipt is still to be told."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("contract", schema=None) as batch_op:
        batch_op.add_column(sa.Column("scope", sa.String(length=5000), server_default="", nullable=False))
    with op.batch_alter_table("milestone", schema=None) as batch_op:
        batch_op.add_column(sa.Column("due_on", sa.Date(), nullable=True))

    # An offer is quoted before there is a contract; the receipt names the one that was made.
    with op.batch_alter_table("quote", schema=None) as batch_op:
        batch_op.alter_column("contract_id", existing_type=sa.String(length=64), nullable=True)
    with op.batch_alter_table("receipt", schema=None) as batch_op:
        batch_op.add_column(sa.Column("contract_id", sa.String(length=64), nullable=True))
    op.execute("UPDATE receipt SET contract_id = (SELECT contract_id FROM quote WHERE quote.id = receipt.quote_id)")
    with op.batch_alter_table("receipt", schema=None) as batch_op:
        batch_op.alter_column("contract_id", existing_type=sa.String(length=64), nullable=False)
        batch_op.create_foreign_key(batch_op.f("fk_receipt_contract_id_contract"), "contract", ["contract_id"], ["id"])

    op.create_table(
        "press",
        sa.Column("quote", sa.String(length=64), nullable=False),
        sa.Column("account", sa.String(length=80), nullable=False),
        sa.Column("conversation", sa.String(length=36), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("locale", sa.String(length=35), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=True),
        sa.Column("pressed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("look_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("quote", name=op.f("pk_press")),
        sa.ForeignKeyConstraint(["conversation"], ["conversation.id"], name=op.f("fk_press_conversation_conversation")),
    )
    with op.batch_alter_table("press", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_press_look_at"), ["look_at"], unique=False)


def downgrade() -> None:
    op.drop_table("press")
    with op.batch_alter_table("receipt", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_receipt_contract_id_contract"), type_="foreignkey")
        batch_op.drop_column("contract_id")
    # What was quoted or done about no contract cannot be kept without one.
    op.execute("DELETE FROM receipt WHERE quote_id IN (SELECT id FROM quote WHERE contract_id IS NULL)")
    op.execute("DELETE FROM quote WHERE contract_id IS NULL")
    with op.batch_alter_table("quote", schema=None) as batch_op:
        batch_op.alter_column("contract_id", existing_type=sa.String(length=64), nullable=False)
    with op.batch_alter_table("milestone", schema=None) as batch_op:
        batch_op.drop_column("due_on")
    with op.batch_alter_table("contract", schema=None) as batch_op:
        batch_op.drop_column("scope")
