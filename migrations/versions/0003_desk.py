"""The desk: staff, hand-offs, follow-ups, drafts."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "address_code",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("party", sa.String(length=88), nullable=False),
        sa.Column("address", sa.String(length=254), nullable=False),
        sa.Column("code_digest", sa.String(length=64), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_address_code")),
    )
    op.create_index(op.f("ix_address_code_address"), "address_code", ["address"], unique=False)
    op.create_index(op.f("ix_address_code_party"), "address_code", ["party"], unique=False)
    op.create_table(
        "contact_address",
        sa.Column("party", sa.String(length=88), nullable=False),
        sa.Column("address", sa.String(length=254), nullable=False),
        sa.Column("source", sa.String(length=16), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("party", name=op.f("pk_contact_address")),
    )
    op.create_table(
        "handoff_routing",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handoff_routing")),
    )
    op.create_table(
        "sign_in_count",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_sign_in_count")),
    )
    op.create_table(
        "staff_member",
        sa.Column("handle", sa.String(length=80), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("password_hash", sa.String(length=160), nullable=False),
        sa.Column("roles", sa.JSON(), nullable=False),
        sa.Column("categories", sa.JSON(), nullable=False),
        sa.Column("languages", sa.JSON(), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("handle", name=op.f("pk_staff_member")),
    )
    op.create_table(
        "handoff",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("conversation", sa.String(length=36), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=32), nullable=False),
        sa.Column("category", sa.String(length=80), nullable=True),
        sa.Column("language", sa.String(length=16), nullable=False),
        sa.Column("requested_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ahead", sa.Boolean(), nullable=False),
        sa.Column("queued_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("unstaffed_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("missing", sa.String(length=32), nullable=True),
        sa.Column("specialist", sa.String(length=80), nullable=True),
        sa.Column("wanted", sa.String(length=80), nullable=True),
        sa.Column("passed_by", sa.JSON(), nullable=False),
        sa.Column("offer_again_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("offer_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("wrap_up_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("wrap_up_reason", sa.String(length=32), nullable=True),
        sa.Column("wrap_up_note", sa.Text(), nullable=True),
        sa.Column("deferred_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["conversation"], ["conversation.id"], name=op.f("fk_handoff_conversation")),
        sa.ForeignKeyConstraint(["specialist"], ["staff_member.handle"], name=op.f("fk_handoff_specialist")),
        sa.ForeignKeyConstraint(["wanted"], ["staff_member.handle"], name=op.f("fk_handoff_wanted")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handoff")),
    )
    op.create_index(op.f("ix_handoff_conversation"), "handoff", ["conversation"], unique=False)
    op.create_index(
        "ix_handoff_held",
        "handoff",
        ["specialist"],
        unique=False,
        sqlite_where=sa.text("state IN ('offered', 'active', 'wrap_up')"),
        postgresql_where=sa.text("state IN ('offered', 'active', 'wrap_up')"),
    )
    op.create_index("ix_handoff_state", "handoff", ["state", "queued_at"], unique=False)
    op.create_index(
        "ux_handoff_live",
        "handoff",
        ["conversation"],
        unique=True,
        sqlite_where=sa.text("state IN ('requested', 'queued', 'offered', 'active', 'after_hours')"),
        postgresql_where=sa.text("state IN ('requested', 'queued', 'offered', 'active', 'after_hours')"),
    )
    op.create_table(
        "job_draft",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("conversation", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.Column("request", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["conversation"], ["conversation.id"], name=op.f("fk_job_draft_conversation")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job_draft")),
    )
    op.create_index(op.f("ix_job_draft_conversation"), "job_draft", ["conversation"], unique=False)
    op.create_index(
        "ux_job_draft_unsettled",
        "job_draft",
        ["conversation"],
        unique=True,
        sqlite_where=sa.text("state <> 'accepted'"),
        postgresql_where=sa.text("state <> 'accepted'"),
    )
    op.create_table(
        "staff_console",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("member", sa.String(length=80), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("alive_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["member"], ["staff_member.handle"], name=op.f("fk_staff_console_member")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_console")),
    )
    op.create_index(op.f("ix_staff_console_alive_until"), "staff_console", ["alive_until"], unique=False)
    op.create_index(op.f("ix_staff_console_member"), "staff_console", ["member"], unique=False)
    op.create_table(
        "staff_note",
        sa.Column("id", sa.String(length=48), nullable=False),
        sa.Column("author", sa.String(length=80), nullable=False),
        sa.Column("conversation", sa.String(length=36), nullable=False),
        sa.Column("handoff", sa.String(length=36), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["author"], ["staff_member.handle"], name=op.f("fk_staff_note_author")),
        sa.ForeignKeyConstraint(["conversation"], ["conversation.id"], name=op.f("fk_staff_note_conversation")),
        sa.PrimaryKeyConstraint("id", "author", name=op.f("pk_staff_note")),
    )
    op.create_index(op.f("ix_staff_note_conversation"), "staff_note", ["conversation"], unique=False)
    op.create_table(
        "staff_presence",
        sa.Column("member", sa.String(length=80), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("idle_since", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["member"], ["staff_member.handle"], name=op.f("fk_staff_presence_member")),
        sa.PrimaryKeyConstraint("member", name=op.f("pk_staff_presence")),
    )
    op.create_table(
        "staff_session",
        sa.Column("token_digest", sa.String(length=64), nullable=False),
        sa.Column("member", sa.String(length=80), nullable=False),
        sa.Column("csrf", sa.String(length=64), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["member"], ["staff_member.handle"], name=op.f("fk_staff_session_member")),
        sa.PrimaryKeyConstraint("token_digest", name=op.f("pk_staff_session")),
    )
    op.create_index(op.f("ix_staff_session_member"), "staff_session", ["member"], unique=False)
    op.create_table(
        "follow_up",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("reference", sa.String(length=16), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("conversation", sa.String(length=36), nullable=False),
        sa.Column("handoff", sa.String(length=36), nullable=True),
        sa.Column("account", sa.String(length=80), nullable=True),
        sa.Column("visitor", sa.String(length=80), nullable=True),
        sa.Column("category", sa.String(length=80), nullable=True),
        sa.Column("address", sa.String(length=254), nullable=True),
        sa.Column("made_by", sa.String(length=80), nullable=False),
        sa.Column("assigned_to", sa.String(length=80), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("alert_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("alerted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("broken_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_by", sa.String(length=80), nullable=True),
        sa.ForeignKeyConstraint(["assigned_to"], ["staff_member.handle"], name=op.f("fk_follow_up_assigned_to")),
        sa.ForeignKeyConstraint(["conversation"], ["conversation.id"], name=op.f("fk_follow_up_conversation")),
        sa.ForeignKeyConstraint(["handoff"], ["handoff.id"], name=op.f("fk_follow_up_handoff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_follow_up")),
        sa.UniqueConstraint("reference", name=op.f("uq_follow_up_reference")),
    )
    op.create_index("ix_follow_up_account", "follow_up", ["account"], unique=False)
    op.create_index(op.f("ix_follow_up_conversation"), "follow_up", ["conversation"], unique=False)
    op.create_index(op.f("ix_follow_up_handoff"), "follow_up", ["handoff"], unique=False)
    op.create_index(
        "ix_follow_up_owed",
        "follow_up",
        ["due_at"],
        unique=False,
        sqlite_where=sa.text("state = 'owed'"),
        postgresql_where=sa.text("state = 'owed'"),
    )
    op.create_index("ix_follow_up_visitor", "follow_up", ["visitor"], unique=False)
    op.create_table(
        "handoff_move",
        sa.Column("handoff", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(length=80), nullable=False),
        sa.Column("move", sa.String(length=16), nullable=False),
        sa.Column("was", sa.String(length=16), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("reason", sa.String(length=32), nullable=False),
        sa.Column("specialist", sa.String(length=80), nullable=True),
        sa.ForeignKeyConstraint(["handoff"], ["handoff.id"], name=op.f("fk_handoff_move_handoff")),
        sa.PrimaryKeyConstraint("handoff", "version", name=op.f("pk_handoff_move")),
    )
    op.create_table(
        "job_draft_version",
        sa.Column("draft", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("author_kind", sa.String(length=24), nullable=False),
        sa.Column("author_name", sa.String(length=120), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["draft"], ["job_draft.id"], name=op.f("fk_job_draft_version_draft")),
        sa.PrimaryKeyConstraint("draft", "version", name=op.f("pk_job_draft_version")),
    )
    # Whoever gives out chats holds this one row.
    op.execute("INSERT INTO handoff_routing (id) VALUES (1)")
    op.create_table(
        "job_post_draft",
        sa.Column("reference", sa.String(length=32), nullable=False),
        sa.Column("draft", sa.String(length=64), nullable=False),
        sa.Column("account_id", sa.String(length=64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_job_post_draft_account_id")),
        sa.PrimaryKeyConstraint("reference", name=op.f("pk_job_post_draft")),
        sa.UniqueConstraint("draft", name=op.f("uq_job_post_draft_draft")),
    )
    op.create_index(op.f("ix_job_post_draft_account_id"), "job_post_draft", ["account_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_job_post_draft_account_id"), table_name="job_post_draft")
    op.drop_table("job_post_draft")
    op.drop_table("job_draft_version")
    op.drop_table("handoff_move")
    op.drop_index("ix_follow_up_visitor", table_name="follow_up")
    op.drop_index(
        "ix_follow_up_owed",
        table_name="follow_up",
        sqlite_where=sa.text("state = 'owed'"),
        postgresql_where=sa.text("state = 'owed'"),
    )
    op.drop_index(op.f("ix_follow_up_handoff"), table_name="follow_up")
    op.drop_index(op.f("ix_follow_up_conversation"), table_name="follow_up")
    op.drop_index("ix_follow_up_account", table_name="follow_up")
    op.drop_table("follow_up")
    op.drop_index(op.f("ix_staff_session_member"), table_name="staff_session")
    op.drop_table("staff_session")
    op.drop_table("staff_presence")
    op.drop_index(op.f("ix_staff_note_conversation"), table_name="staff_note")
    op.drop_table("staff_note")
    op.drop_index(op.f("ix_staff_console_member"), table_name="staff_console")
    op.drop_index(op.f("ix_staff_console_alive_until"), table_name="staff_console")
    op.drop_table("staff_console")
    op.drop_index(
        "ux_job_draft_unsettled",
        table_name="job_draft",
        sqlite_where=sa.text("state <> 'accepted'"),
        postgresql_where=sa.text("state <> 'accepted'"),
    )
    op.drop_index(op.f("ix_job_draft_conversation"), table_name="job_draft")
    op.drop_table("job_draft")
    op.drop_index(
        "ux_handoff_live",
        table_name="handoff",
        sqlite_where=sa.text("state IN ('requested', 'queued', 'offered', 'active', 'after_hours')"),
        postgresql_where=sa.text("state IN ('requested', 'queued', 'offered', 'active', 'after_hours')"),
    )
    op.drop_index("ix_handoff_state", table_name="handoff")
    op.drop_index(
        "ix_handoff_held",
        table_name="handoff",
        sqlite_where=sa.text("state IN ('offered', 'active', 'wrap_up')"),
        postgresql_where=sa.text("state IN ('offered', 'active', 'wrap_up')"),
    )
    op.drop_index(op.f("ix_handoff_conversation"), table_name="handoff")
    op.drop_table("handoff")
    op.drop_table("staff_member")
    op.drop_table("sign_in_count")
    op.drop_table("handoff_routing")
    op.drop_table("contact_address")
    op.drop_index(op.f("ix_address_code_party"), table_name="address_code")
    op.drop_index(op.f("ix_address_code_address"), table_name="address_code")
    op.drop_table("address_code")
