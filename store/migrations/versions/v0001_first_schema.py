"""The first schema: workspaces, people, use cases, the ledger of letters, and the audit nobody can change."""

import sqlalchemy as sa
from alembic import op

from store.columns import Document, Serial, UtcDateTime

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make everything, each table after those it points to."""
    _clock()
    _heartbeats()
    _workspaces()
    _audit()
    _drafts()
    _inbox()
    _letters()
    _people()
    _rate_gates()
    _use_cases()
    _audit_texts()
    _letters_log()
    _nobody_rewrites_the_audit()


def _clock() -> None:
    op.create_table(
        "clock",
        sa.Column("one", sa.Integer(), nullable=False),
        sa.Column("latest", UtcDateTime(), nullable=False),
        sa.Column("doubted", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("one", name="pk_clock"),
    )


def _heartbeats() -> None:
    op.create_table(
        "heartbeats",
        sa.Column("worker", sa.String(), nullable=False),
        sa.Column("host", sa.String(), nullable=False),
        sa.Column("started_at", UtcDateTime(), nullable=False),
        sa.Column("beat_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("worker", name="pk_heartbeats"),
    )


def _workspaces() -> None:
    op.create_table(
        "workspaces",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("bot_user", sa.String(), nullable=False),
        sa.Column("ledger_key", sa.LargeBinary(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("parked_because", sa.String(), nullable=True),
        sa.Column("parked_at", UtcDateTime(), nullable=True),
        sa.Column("settings", Document(), nullable=False),
        sa.Column("settings_version", sa.Integer(), nullable=False),
        sa.Column("seen_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint("state IN ('active', 'parked')", name="ck_workspaces_state"),
        sa.PrimaryKeyConstraint("id", name="pk_workspaces"),
    )


def _audit() -> None:
    op.create_table(
        "audit",
        sa.Column("workspace", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("who", sa.String(), nullable=True),
        sa.Column("via", sa.String(), nullable=False),
        sa.Column("act", sa.String(), nullable=False),
        sa.Column("thing", sa.String(), nullable=False),
        sa.Column("changes", sa.Text(), nullable=False),
        sa.Column("previous", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace"], ["workspaces.id"], name="fk_audit_workspace", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("workspace", "number", name="pk_audit"),
    )
    op.create_index(
        "ix_audit_workspace_thing_number", "audit", ["workspace", "thing", "number"], unique=False
    )


def _drafts() -> None:
    op.create_table(
        "drafts",
        sa.Column("workspace", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("form", sa.String(), nullable=False),
        sa.Column("answers", Document(), nullable=False),
        sa.Column("saved_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace"], ["workspaces.id"], name="fk_drafts_workspace", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("workspace", "person", "form", name="pk_drafts"),
    )


def _inbox() -> None:
    op.create_table(
        "inbox",
        sa.Column("workspace", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("received_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace"], ["workspaces.id"], name="fk_inbox_workspace", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("workspace", "key", name="pk_inbox"),
    )
    op.create_index("ix_inbox_workspace_received_at", "inbox", ["workspace", "received_at"], unique=False)


def _letters() -> None:
    op.create_table(
        "letters",
        sa.Column("id", Serial, autoincrement=True, nullable=False),
        sa.Column("workspace", sa.String(), nullable=False),
        sa.Column("use_case", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("period", sa.String(), nullable=False),
        sa.Column("dest", sa.String(), nullable=False),
        sa.Column("notice", Document(), nullable=True),
        sa.Column("manner", sa.String(), nullable=False),
        sa.Column("root", Serial, nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("verify", sa.Integer(), nullable=False),
        sa.Column("plain", sa.Boolean(), nullable=False),
        sa.Column("due_at", UtcDateTime(), nullable=False),
        sa.Column("next_at", UtcDateTime(), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=True),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("refusals", sa.Integer(), nullable=False),
        sa.Column("rounds", sa.Integer(), nullable=False),
        sa.Column("first_try_at", UtcDateTime(), nullable=True),
        sa.Column("last_try_at", UtcDateTime(), nullable=True),
        sa.Column("lease_until", UtcDateTime(), nullable=True),
        sa.Column("token", sa.String(), nullable=True),
        sa.Column("channel", sa.String(), nullable=True),
        sa.Column("ts", sa.String(), nullable=True),
        sa.Column("sent_at", UtcDateTime(), nullable=True),
        sa.Column("gone_at", UtcDateTime(), nullable=True),
        sa.Column("folded_into", Serial, nullable=True),
        sa.Column("covers", Document(), nullable=False),
        sa.Column("render_hash", sa.String(), nullable=True),
        sa.Column("error", sa.String(), nullable=True),
        sa.Column("error_class", sa.String(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("dup_checked", sa.Integer(), nullable=False),
        sa.Column("sweep_at", UtcDateTime(), nullable=True),
        sa.Column("tell_at", UtcDateTime(), nullable=True),
        sa.Column("told_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint(
            "manner = 'post' OR root IS NOT NULL OR state = 'cancelled'", name="ck_letters_has_root"
        ),
        sa.CheckConstraint("manner IN ('post', 'reply', 'edit')", name="ck_letters_manner"),
        sa.CheckConstraint(
            "state IN ('pending', 'sending', 'unknown', 'sent', 'folded', 'cancelled', 'dead')",
            name="ck_letters_state",
        ),
        sa.ForeignKeyConstraint(
            ["workspace"], ["workspaces.id"], name="fk_letters_workspace", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_letters"),
    )
    op.create_index(
        "ix_letters_dead",
        "letters",
        ["workspace"],
        unique=False,
        sqlite_where=sa.text("state = 'dead'"),
        postgresql_where=sa.text("state = 'dead'"),
    )
    op.create_index(
        "ix_letters_due",
        "letters",
        ["next_at", "id"],
        unique=False,
        sqlite_where=sa.text("state IN ('pending', 'unknown')"),
        postgresql_where=sa.text("state IN ('pending', 'unknown')"),
    )
    op.create_index(
        "ix_letters_folded",
        "letters",
        ["folded_into"],
        unique=False,
        sqlite_where=sa.text("folded_into IS NOT NULL"),
        postgresql_where=sa.text("folded_into IS NOT NULL"),
    )
    op.create_index(
        "ix_letters_lease",
        "letters",
        ["lease_until"],
        unique=False,
        sqlite_where=sa.text("state = 'sending'"),
        postgresql_where=sa.text("state = 'sending'"),
    )
    op.create_index(
        "ix_letters_root",
        "letters",
        ["root", "id"],
        unique=False,
        sqlite_where=sa.text("root IS NOT NULL"),
        postgresql_where=sa.text("root IS NOT NULL"),
    )
    op.create_index(
        "ix_letters_sweep",
        "letters",
        ["sweep_at"],
        unique=False,
        sqlite_where=sa.text("sweep_at IS NOT NULL"),
        postgresql_where=sa.text("sweep_at IS NOT NULL"),
    )
    op.create_index(
        "ix_letters_tell",
        "letters",
        ["workspace", "tell_at"],
        unique=False,
        sqlite_where=sa.text("tell_at IS NOT NULL"),
        postgresql_where=sa.text("tell_at IS NOT NULL"),
    )
    op.create_index(
        "ix_letters_told",
        "letters",
        ["workspace", "told_at"],
        unique=False,
        sqlite_where=sa.text("told_at IS NOT NULL"),
        postgresql_where=sa.text("told_at IS NOT NULL"),
    )
    op.create_index("uq_letters_key", "letters", ["workspace", "use_case", "kind", "period"], unique=True)
    op.create_index(
        "uq_letters_message",
        "letters",
        ["workspace", "channel", "ts"],
        unique=True,
        sqlite_where=sa.text("ts IS NOT NULL"),
        postgresql_where=sa.text("ts IS NOT NULL"),
    )


def _people() -> None:
    op.create_table(
        "people",
        sa.Column("workspace", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("slack_id", sa.String(), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("zone", sa.String(), nullable=False),
        sa.Column("admin", sa.Boolean(), nullable=False),
        sa.Column("guest", sa.Boolean(), nullable=False),
        sa.Column("foreign", sa.Boolean(), nullable=False),
        sa.Column("bot", sa.Boolean(), nullable=False),
        sa.Column("deactivated", sa.Boolean(), nullable=False),
        sa.Column("seen_at", UtcDateTime(), nullable=True),
        sa.Column("direct_channel", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["workspace"], ["workspaces.id"], name="fk_people_workspace", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("workspace", "person", name="pk_people"),
    )
    op.create_index("ix_people_slack_id", "people", ["workspace", "slack_id"], unique=True)


def _rate_gates() -> None:
    op.create_table(
        "rate_gates",
        sa.Column("workspace", sa.String(), nullable=False),
        sa.Column("scope", sa.String(), nullable=False),
        sa.Column("not_before", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace"], ["workspaces.id"], name="fk_rate_gates_workspace", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("workspace", "scope", name="pk_rate_gates"),
    )


def _use_cases() -> None:
    op.create_table(
        "use_cases",
        sa.Column("workspace", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("nonce", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("workflow", sa.String(), nullable=True),
        sa.Column("function", sa.String(), nullable=True),
        sa.Column("owner", sa.String(), nullable=True),
        sa.Column("accepted", sa.Boolean(), nullable=False),
        sa.Column("sponsor", sa.String(), nullable=True),
        sa.Column("supporters", Document(), nullable=False),
        sa.Column("registrant", sa.String(), nullable=False),
        sa.Column("registered_at", UtcDateTime(), nullable=False),
        sa.Column("home_channel", sa.String(), nullable=True),
        sa.Column("home_private", sa.Boolean(), nullable=True),
        sa.Column("systems", sa.Integer(), nullable=True),
        sa.Column("layers", sa.Integer(), nullable=True),
        sa.Column("partners", sa.Integer(), nullable=True),
        sa.Column("loop_days", sa.Float(), nullable=True),
        sa.Column("day_one", sa.Date(), nullable=False),
        sa.Column("stage", sa.String(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=True),
        sa.Column("proposed", sa.Boolean(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.CheckConstraint("outcome IN ('scaled', 'stopped')", name="ck_use_cases_outcome"),
        sa.CheckConstraint(
            "stage IN ('frame', 'pilot', 'limited_production', 'scale_decision')", name="ck_use_cases_stage"
        ),
        sa.ForeignKeyConstraint(
            ["workspace"], ["workspaces.id"], name="fk_use_cases_workspace", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("workspace", "number", name="pk_use_cases"),
    )
    op.create_index("ix_use_cases_nonce", "use_cases", ["workspace", "nonce"], unique=True)


def _audit_texts() -> None:
    op.create_table(
        "audit_texts",
        sa.Column("workspace", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("salt", sa.String(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace", "number"],
            ["audit.workspace", "audit.number"],
            name="fk_audit_texts_workspace_number",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("workspace", "number", "hash", name="pk_audit_texts"),
    )


def _letters_log() -> None:
    op.create_table(
        "letters_log",
        sa.Column("id", Serial, autoincrement=True, nullable=False),
        sa.Column("letter", Serial, nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("was", sa.String(), nullable=True),
        sa.Column("became", sa.String(), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("error", sa.String(), nullable=True),
        sa.Column("worker", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["letter"], ["letters.id"], name="fk_letters_log_letter", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_letters_log"),
    )
    op.create_index("ix_letters_log_letter", "letters_log", ["letter"], unique=False)


def _nobody_rewrites_the_audit() -> None:
    """A row may only be added; it goes when its whole workspace goes, which is gone first then."""
    for statement in _TRIGGERS[op.get_bind().dialect.name]:
        op.execute(statement)


_TRIGGERS = {
    "sqlite": (
        """
        CREATE TRIGGER audit_update BEFORE UPDATE ON audit
        BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END
        """,
        """
        CREATE TRIGGER audit_delete BEFORE DELETE ON audit
        WHEN EXISTS (SELECT 1 FROM workspaces WHERE id = OLD.workspace)
        BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END
        """,
        """
        CREATE TRIGGER audit_replace BEFORE INSERT ON audit
        WHEN EXISTS (SELECT 1 FROM audit WHERE workspace = NEW.workspace AND number = NEW.number)
        BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END
        """,
    ),
    "postgresql": (
        """
        CREATE FUNCTION audit_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
            IF TG_OP = 'DELETE' AND NOT EXISTS (SELECT 1 FROM workspaces WHERE id = OLD.workspace) THEN
                RETURN OLD;
            END IF;
            RAISE EXCEPTION 'the audit is append-only';
        END $$
        """,
        """
        CREATE TRIGGER audit_change BEFORE UPDATE OR DELETE ON audit
        FOR EACH ROW EXECUTE FUNCTION audit_is_append_only()
        """,
        """
        CREATE TRIGGER audit_truncate BEFORE TRUNCATE ON audit
        FOR EACH STATEMENT EXECUTE FUNCTION audit_is_append_only()
        """,
    ),
}
