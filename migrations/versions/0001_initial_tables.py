"""Initial tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "account",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("role", sa.String(length=32), nullable=False),
        sa.Column("standing", sa.String(length=32), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
    )
    op.create_table(
        "audit_entry",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(length=64), nullable=False),
        sa.Column("act", sa.String(length=32), nullable=False),
        sa.Column("subject", sa.String(length=64), nullable=False),
        sa.Column("milestone", sa.Integer(), nullable=True),
        sa.Column("status", sa.String(length=32), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entry")),
    )
    with op.batch_alter_table("audit_entry", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_audit_entry_subject"), ["subject"], unique=False)

    op.create_table(
        "conversation",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("account", sa.String(length=80), nullable=True),
        sa.Column("visitor", sa.String(length=80), nullable=True),
        sa.Column("owner", sa.String(length=16), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("last_seq", sa.Integer(), nullable=False),
        sa.Column("seen_seq", sa.Integer(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(account IS NULL) <> (visitor IS NULL)", name=op.f("ck_conversation_one_party")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conversation")),
    )
    with op.batch_alter_table("conversation", schema=None) as batch_op:
        batch_op.create_index(
            "ux_conversation_open_account",
            ["account"],
            unique=True,
            sqlite_where=sa.text("closed_at IS NULL"),
            postgresql_where=sa.text("closed_at IS NULL"),
        )
        batch_op.create_index(
            "ux_conversation_open_visitor",
            ["visitor"],
            unique=True,
            sqlite_where=sa.text("closed_at IS NULL"),
            postgresql_where=sa.text("closed_at IS NULL"),
        )

    op.create_table(
        "incident",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("impact", sa.String(length=32), nullable=False),
        sa.Column("url", sa.String(length=200), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("resolved_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incident")),
    )
    with op.batch_alter_table("incident", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_incident_resolved_at"), ["resolved_at"], unique=False)

    op.create_table(
        "ledger_account",
        sa.Column("place", sa.String(length=80), nullable=False),
        sa.PrimaryKeyConstraint("place", name=op.f("pk_ledger_account")),
    )
    op.create_table(
        "outbox",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=320), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("account", sa.String(length=80), nullable=True),
        sa.Column("address", sa.String(length=254), nullable=False),
        sa.Column("subject_data", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("leased_by", sa.String(length=36), nullable=True),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
        sa.UniqueConstraint("key", name=op.f("uq_outbox_key")),
    )
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_outbox_due_at"), ["due_at"], unique=False)

    op.create_table(
        "safety_report",
        sa.Column("reference", sa.String(length=16), nullable=False),
        sa.Column("conversation", sa.String(length=36), nullable=False),
        sa.Column("message_id", sa.String(length=48), nullable=False),
        sa.Column("account", sa.String(length=80), nullable=True),
        sa.Column("visitor", sa.String(length=80), nullable=True),
        sa.Column("filed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("topic", sa.String(length=64), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("links", sa.Text(), nullable=True),
        sa.Column("amount_minor", sa.BigInteger(), nullable=True),
        sa.Column("currency", sa.String(length=3), nullable=True),
        sa.Column("who", sa.String(length=200), nullable=True),
        sa.Column("evidence", sa.Text(), nullable=True),
        sa.Column("contract", sa.String(length=64), nullable=True),
        sa.Column("signs", sa.JSON(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.CheckConstraint("(account IS NULL) <> (visitor IS NULL)", name=op.f("ck_safety_report_one_reporter")),
        sa.PrimaryKeyConstraint("reference", name=op.f("pk_safety_report")),
    )
    with op.batch_alter_table("safety_report", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_safety_report_account"), ["account"], unique=False)
        batch_op.create_index(batch_op.f("ix_safety_report_conversation"), ["conversation"], unique=False)
        batch_op.create_index("ux_safety_report_message", ["conversation", "message_id"], unique=True)

    op.create_table(
        "billing_method",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("account_id", sa.String(length=64), nullable=False),
        sa.Column("label", sa.String(length=200), nullable=False),
        sa.Column("primary", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_billing_method_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_billing_method")),
    )
    with op.batch_alter_table("billing_method", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_billing_method_account_id"), ["account_id"], unique=False)

    op.create_table(
        "contract",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("client_id", sa.String(length=64), nullable=False),
        sa.Column("freelancer_id", sa.String(length=64), nullable=False),
        sa.Column("status", sa.String(length=32), nullable=False),
        sa.Column("offered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("paused_reason", sa.String(length=200), nullable=True),
        sa.Column("paused_for_id", sa.String(length=64), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("client_id <> freelancer_id", name=op.f("ck_contract_two_parties")),
        sa.ForeignKeyConstraint(["client_id"], ["account.id"], name=op.f("fk_contract_client_id")),
        sa.ForeignKeyConstraint(["freelancer_id"], ["account.id"], name=op.f("fk_contract_freelancer_id")),
        sa.ForeignKeyConstraint(["paused_for_id"], ["account.id"], name=op.f("fk_contract_paused_for_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contract")),
    )
    with op.batch_alter_table("contract", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_contract_client_id"), ["client_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_contract_freelancer_id"), ["freelancer_id"], unique=False)

    op.create_table(
        "hold",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("account_id", sa.String(length=64), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("lifted_by", sa.String(length=32), nullable=True),
        sa.Column("appealable", sa.Boolean(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("notice_sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("notice_sent_to", sa.String(length=254), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_hold_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hold")),
    )
    with op.batch_alter_table("hold", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_hold_account_id"), ["account_id"], unique=False)
        batch_op.create_index(
            "uq_hold_open",
            ["account_id"],
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )

    op.create_table(
        "ledger_transfer",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("cause", sa.String(length=160), nullable=False),
        sa.Column("source", sa.String(length=80), nullable=False),
        sa.Column("target", sa.String(length=80), nullable=False),
        sa.Column("posting", sa.String(length=32), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("contract_id", sa.String(length=64), nullable=False),
        sa.Column("milestone", sa.Integer(), nullable=True),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.CheckConstraint("amount_minor > 0", name=op.f("ck_ledger_transfer_moves_something")),
        sa.CheckConstraint("source <> target", name=op.f("ck_ledger_transfer_moves_somewhere")),
        sa.ForeignKeyConstraint(["source"], ["ledger_account.place"], name=op.f("fk_ledger_transfer_source")),
        sa.ForeignKeyConstraint(["target"], ["ledger_account.place"], name=op.f("fk_ledger_transfer_target")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_transfer")),
        sa.UniqueConstraint("cause", name=op.f("uq_ledger_transfer_cause")),
    )
    with op.batch_alter_table("ledger_transfer", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ledger_transfer_contract_id"), ["contract_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_ledger_transfer_source"), ["source"], unique=False)
        batch_op.create_index(batch_op.f("ix_ledger_transfer_target"), ["target"], unique=False)

    op.create_table(
        "message",
        sa.Column("conversation", sa.String(length=36), nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("client_id", sa.String(length=48), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("blocks", sa.JSON(), nullable=False),
        sa.Column("then", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("topic", sa.String(length=64), nullable=True),
        sa.Column("reply_to", sa.Integer(), nullable=True),
        sa.Column("personal", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["conversation"], ["conversation.id"], name=op.f("fk_message_conversation")),
        sa.PrimaryKeyConstraint("conversation", "seq", name=op.f("pk_message")),
    )
    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.create_index("ux_message_sender", ["conversation", "kind", "client_id"], unique=True)

    op.create_table(
        "past_due",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("account_id", sa.String(length=64), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_past_due_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_past_due")),
    )
    with op.batch_alter_table("past_due", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_past_due_account_id"), ["account_id"], unique=False)

    op.create_table(
        "profile",
        sa.Column("account_id", sa.String(length=64), nullable=False),
        sa.Column("visibility", sa.String(length=32), nullable=False),
        sa.Column("set_by", sa.String(length=32), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_profile_account_id")),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_profile")),
    )
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

    op.create_table(
        "rating",
        sa.Column("conversation", sa.String(length=36), nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("comment", sa.Text(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("score BETWEEN 1 AND 5", name=op.f("ck_rating_one_to_five")),
        sa.ForeignKeyConstraint(["conversation"], ["conversation.id"], name=op.f("fk_rating_conversation")),
        sa.PrimaryKeyConstraint("conversation", name=op.f("pk_rating")),
    )
    op.create_table(
        "safety_evidence",
        sa.Column("reference", sa.String(length=16), nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("message_id", sa.String(length=48), nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["reference"], ["safety_report.reference"], name=op.f("fk_safety_evidence_reference")),
        sa.PrimaryKeyConstraint("reference", "seq", name=op.f("pk_safety_evidence")),
    )
    op.create_table(
        "safety_report_move",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("reference", sa.String(length=16), nullable=False),
        sa.Column("state", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(
            ["reference"], ["safety_report.reference"], name=op.f("fk_safety_report_move_reference")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_safety_report_move")),
    )
    with op.batch_alter_table("safety_report_move", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_safety_report_move_reference"), ["reference"], unique=False)

    op.create_table(
        "bonus",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("contract_id", sa.String(length=64), nullable=False),
        sa.Column("requested_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("charged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.CheckConstraint("amount_minor > 0", name=op.f("ck_bonus_gives_something")),
        sa.ForeignKeyConstraint(["contract_id"], ["contract.id"], name=op.f("fk_bonus_contract_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bonus")),
    )
    with op.batch_alter_table("bonus", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_bonus_contract_id"), ["contract_id"], unique=False)

    op.create_table(
        "dispute",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("contract_id", sa.String(length=64), nullable=False),
        sa.Column("stage", sa.String(length=32), nullable=False),
        sa.Column("refund_asked", sa.Boolean(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer_by", sa.DateTime(timezone=True), nullable=False),
        sa.Column("proposed_minor", sa.BigInteger(), nullable=True),
        sa.Column("client_agrees", sa.Boolean(), nullable=True),
        sa.Column("freelancer_agrees", sa.Boolean(), nullable=True),
        sa.Column("outcome", sa.String(length=32), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["contract_id"], ["contract.id"], name=op.f("fk_dispute_contract_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dispute")),
    )
    with op.batch_alter_table("dispute", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_dispute_contract_id"), ["contract_id"], unique=False)
        batch_op.create_index(
            "uq_dispute_open",
            ["contract_id"],
            unique=True,
            sqlite_where=sa.text("closed_at IS NULL"),
            postgresql_where=sa.text("closed_at IS NULL"),
        )

    op.create_table(
        "marketplace_event",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("actor", sa.String(length=64), nullable=False),
        sa.Column("contract_id", sa.String(length=64), nullable=False),
        sa.Column("milestone", sa.Integer(), nullable=True),
        sa.Column("status", sa.String(length=32), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=True),
        sa.Column("client_id", sa.String(length=64), nullable=True),
        sa.Column("freelancer_id", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(["contract_id"], ["contract.id"], name=op.f("fk_marketplace_event_contract_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_marketplace_event")),
    )
    with op.batch_alter_table("marketplace_event", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_marketplace_event_client_id"), ["client_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_marketplace_event_contract_id"), ["contract_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_marketplace_event_freelancer_id"), ["freelancer_id"], unique=False)

    op.create_table(
        "milestone",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("contract_id", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("status", sa.String(length=32), nullable=False),
        sa.Column("funded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("review_due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.CheckConstraint("amount_minor > 0", name=op.f("ck_milestone_costs_something")),
        sa.ForeignKeyConstraint(["contract_id"], ["contract.id"], name=op.f("fk_milestone_contract_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_milestone")),
        sa.UniqueConstraint("contract_id", "number", name=op.f("uq_milestone_contract_id_number")),
    )
    with op.batch_alter_table("milestone", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_milestone_review_due_at"), ["review_due_at"], unique=False)

    op.create_table(
        "nudge",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("key", sa.String(length=304), nullable=False),
        sa.Column("clock_key", sa.String(length=256), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("account_id", sa.String(length=64), nullable=False),
        sa.Column("contract_id", sa.String(length=64), nullable=False),
        sa.Column("milestone", sa.Integer(), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("leased_by", sa.String(length=64), nullable=True),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("delivered_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_nudge_account_id")),
        sa.ForeignKeyConstraint(["contract_id"], ["contract.id"], name=op.f("fk_nudge_contract_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_nudge")),
        sa.UniqueConstraint("key", name=op.f("uq_nudge_key")),
    )
    with op.batch_alter_table("nudge", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_nudge_account_id"), ["account_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_nudge_clock_key"), ["clock_key"], unique=False)
        batch_op.create_index(batch_op.f("ix_nudge_contract_id"), ["contract_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_nudge_delivered_at"), ["delivered_at"], unique=False)

    op.create_table(
        "quote",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("account_id", sa.String(length=64), nullable=False),
        sa.Column("action", sa.String(length=32), nullable=False),
        sa.Column("command", sa.JSON(), nullable=False),
        sa.Column("contract_id", sa.String(length=64), nullable=False),
        sa.Column("contract_title", sa.String(length=200), nullable=False),
        sa.Column("contract_version", sa.BigInteger(), nullable=False),
        sa.Column("milestone", sa.Integer(), nullable=True),
        sa.Column("milestone_title", sa.String(length=200), nullable=True),
        sa.Column("milestone_version", sa.Integer(), nullable=True),
        sa.Column("payee", sa.String(length=200), nullable=False),
        sa.Column("lines", sa.JSON(), nullable=False),
        sa.Column("words", sa.String(length=5000), nullable=False),
        sa.Column("quoted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_quote_account_id")),
        sa.ForeignKeyConstraint(["contract_id"], ["contract.id"], name=op.f("fk_quote_contract_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quote")),
    )
    with op.batch_alter_table("quote", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_quote_account_id"), ["account_id"], unique=False)

    op.create_table(
        "refund_request",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("contract_id", sa.String(length=64), nullable=False),
        sa.Column("requested_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("respond_by", sa.DateTime(timezone=True), nullable=False),
        sa.Column("outcome", sa.String(length=32), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.ForeignKeyConstraint(["contract_id"], ["contract.id"], name=op.f("fk_refund_request_contract_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_refund_request")),
    )
    with op.batch_alter_table("refund_request", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_refund_request_contract_id"), ["contract_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_refund_request_respond_by"), ["respond_by"], unique=False)
        batch_op.create_index(
            "uq_refund_request_open",
            ["contract_id"],
            unique=True,
            sqlite_where=sa.text("outcome IS NULL"),
            postgresql_where=sa.text("outcome IS NULL"),
        )

    op.create_table(
        "running_clock",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("key", sa.String(length=256), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("contract_id", sa.String(length=64), nullable=False),
        sa.Column("milestone", sa.Integer(), nullable=True),
        sa.Column("about", sa.String(length=160), nullable=False),
        sa.Column("account_id", sa.String(length=64), nullable=True),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("nudge_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("held_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("retry_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["contract_id"], ["contract.id"], name=op.f("fk_running_clock_contract_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_running_clock")),
        sa.UniqueConstraint("key", name=op.f("uq_running_clock_key")),
    )
    with op.batch_alter_table("running_clock", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_running_clock_account_id"), ["account_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_running_clock_contract_id"), ["contract_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_running_clock_due_at"), ["due_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_running_clock_nudge_at"), ["nudge_at"], unique=False)

    op.create_table(
        "turn",
        sa.Column("conversation", sa.String(length=36), nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("message_id", sa.String(length=48), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("request", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("leased_by", sa.String(length=36), nullable=True),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["conversation", "seq"], ["message.conversation", "message.seq"], name=op.f("fk_turn_conversation_seq")
        ),
        sa.PrimaryKeyConstraint("conversation", "seq", name=op.f("pk_turn")),
    )
    with op.batch_alter_table("turn", schema=None) as batch_op:
        batch_op.create_index(
            "ix_turn_owed",
            ["state", "lease_until"],
            unique=False,
            sqlite_where=sa.text("state IN ('queued', 'running')"),
            postgresql_where=sa.text("state IN ('queued', 'running')"),
        )
        batch_op.create_index(
            "ux_turn_running",
            ["conversation"],
            unique=True,
            sqlite_where=sa.text("state = 'running'"),
            postgresql_where=sa.text("state = 'running'"),
        )

    op.create_table(
        "change_request",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("milestone_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("message", sa.String(length=5000), nullable=False),
        sa.ForeignKeyConstraint(["milestone_id"], ["milestone.id"], name=op.f("fk_change_request_milestone_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change_request")),
    )
    with op.batch_alter_table("change_request", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_change_request_milestone_id"), ["milestone_id"], unique=False)

    op.create_table(
        "receipt",
        sa.Column("quote_id", sa.String(length=64), nullable=False),
        sa.Column("press", sa.String(length=36), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("transfers", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["quote_id"], ["quote.id"], name=op.f("fk_receipt_quote_id")),
        sa.PrimaryKeyConstraint("quote_id", name=op.f("pk_receipt")),
    )
    op.create_table(
        "submission",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("milestone_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("note", sa.String(length=5000), nullable=False),
        sa.ForeignKeyConstraint(["milestone_id"], ["milestone.id"], name=op.f("fk_submission_milestone_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_submission")),
    )
    with op.batch_alter_table("submission", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_submission_milestone_id"), ["milestone_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("submission", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_submission_milestone_id"))

    op.drop_table("submission")
    op.drop_table("receipt")
    with op.batch_alter_table("change_request", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_change_request_milestone_id"))

    op.drop_table("change_request")
    with op.batch_alter_table("turn", schema=None) as batch_op:
        batch_op.drop_index(
            "ux_turn_running", sqlite_where=sa.text("state = 'running'"), postgresql_where=sa.text("state = 'running'")
        )
        batch_op.drop_index(
            "ix_turn_owed",
            sqlite_where=sa.text("state IN ('queued', 'running')"),
            postgresql_where=sa.text("state IN ('queued', 'running')"),
        )

    op.drop_table("turn")
    with op.batch_alter_table("running_clock", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_running_clock_nudge_at"))
        batch_op.drop_index(batch_op.f("ix_running_clock_due_at"))
        batch_op.drop_index(batch_op.f("ix_running_clock_contract_id"))
        batch_op.drop_index(batch_op.f("ix_running_clock_account_id"))

    op.drop_table("running_clock")
    with op.batch_alter_table("refund_request", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_refund_request_open",
            sqlite_where=sa.text("outcome IS NULL"),
            postgresql_where=sa.text("outcome IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_refund_request_respond_by"))
        batch_op.drop_index(batch_op.f("ix_refund_request_contract_id"))

    op.drop_table("refund_request")
    with op.batch_alter_table("quote", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_quote_account_id"))

    op.drop_table("quote")
    with op.batch_alter_table("nudge", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_nudge_delivered_at"))
        batch_op.drop_index(batch_op.f("ix_nudge_contract_id"))
        batch_op.drop_index(batch_op.f("ix_nudge_clock_key"))
        batch_op.drop_index(batch_op.f("ix_nudge_account_id"))

    op.drop_table("nudge")
    with op.batch_alter_table("milestone", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_milestone_review_due_at"))

    op.drop_table("milestone")
    with op.batch_alter_table("marketplace_event", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_marketplace_event_freelancer_id"))
        batch_op.drop_index(batch_op.f("ix_marketplace_event_contract_id"))
        batch_op.drop_index(batch_op.f("ix_marketplace_event_client_id"))

    op.drop_table("marketplace_event")
    with op.batch_alter_table("dispute", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_dispute_open", sqlite_where=sa.text("closed_at IS NULL"), postgresql_where=sa.text("closed_at IS NULL")
        )
        batch_op.drop_index(batch_op.f("ix_dispute_contract_id"))

    op.drop_table("dispute")
    with op.batch_alter_table("bonus", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_bonus_contract_id"))

    op.drop_table("bonus")
    with op.batch_alter_table("safety_report_move", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_safety_report_move_reference"))

    op.drop_table("safety_report_move")
    op.drop_table("safety_evidence")
    op.drop_table("rating")
    with op.batch_alter_table("profile_request", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_profile_request_account_id"))

    op.drop_table("profile_request")
    op.drop_table("profile")
    with op.batch_alter_table("past_due", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_past_due_account_id"))

    op.drop_table("past_due")
    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.drop_index("ux_message_sender")

    op.drop_table("message")
    with op.batch_alter_table("ledger_transfer", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_ledger_transfer_target"))
        batch_op.drop_index(batch_op.f("ix_ledger_transfer_source"))
        batch_op.drop_index(batch_op.f("ix_ledger_transfer_contract_id"))

    op.drop_table("ledger_transfer")
    with op.batch_alter_table("hold", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_hold_open", sqlite_where=sa.text("ended_at IS NULL"), postgresql_where=sa.text("ended_at IS NULL")
        )
        batch_op.drop_index(batch_op.f("ix_hold_account_id"))

    op.drop_table("hold")
    with op.batch_alter_table("contract", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_contract_freelancer_id"))
        batch_op.drop_index(batch_op.f("ix_contract_client_id"))

    op.drop_table("contract")
    with op.batch_alter_table("billing_method", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_billing_method_account_id"))

    op.drop_table("billing_method")
    with op.batch_alter_table("safety_report", schema=None) as batch_op:
        batch_op.drop_index("ux_safety_report_message")
        batch_op.drop_index(batch_op.f("ix_safety_report_conversation"))
        batch_op.drop_index(batch_op.f("ix_safety_report_account"))

    op.drop_table("safety_report")
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_outbox_due_at"))

    op.drop_table("outbox")
    op.drop_table("ledger_account")
    with op.batch_alter_table("incident", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_incident_resolved_at"))

    op.drop_table("incident")
    with op.batch_alter_table("conversation", schema=None) as batch_op:
        batch_op.drop_index(
            "ux_conversation_open_visitor",
            sqlite_where=sa.text("closed_at IS NULL"),
            postgresql_where=sa.text("closed_at IS NULL"),
        )
        batch_op.drop_index(
            "ux_conversation_open_account",
            sqlite_where=sa.text("closed_at IS NULL"),
            postgresql_where=sa.text("closed_at IS NULL"),
        )

    op.drop_table("conversation")
    with op.batch_alter_table("audit_entry", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_audit_entry_subject"))

    op.drop_table("audit_entry")
    op.drop_table("account")
