"""Sealed decisions, and triggers that let no stage move without one: the gate has no door.

What the triggers hold, on both databases:
- a use case begins in Frame, without an outcome;
- its stage moves one step forward at a time, only with a *go* sealed for that stage and attempt; its outcome
  becomes scaled only with a *go* of the Scale gate;
- a decision is added for the present stage and attempt of its use case, in order, chained to the one before;
- a *go* whose criteria were not all met is refused by a check; a decision is never changed or deleted.
"""

import sqlalchemy as sa
from alembic import op

from store.columns import UtcDateTime
from store.migrations.going_back import only_if_none

revision = "0003"
down_revision = "0002"

_ALL_MET = (
    "choice <> 'go' OR (sealed NOT LIKE '%\"result\":\"not_met\"%' "
    'AND sealed NOT LIKE \'%"result":"unclear"%\' AND sealed LIKE \'%"result":"met"%\')'
)


def upgrade() -> None:
    """Make the tables, then shut the door."""
    op.add_column("use_cases", sa.Column("attempt", sa.Integer(), nullable=False, server_default="1"))
    _decisions()
    _decision_texts()
    for statement in _TRIGGERS[op.get_bind().dialect.name]:
        op.execute(statement)


def downgrade() -> None:
    """Only before anything was decided."""
    only_if_none("SELECT COUNT(*) FROM decisions", "sealed decisions")
    only_if_none("SELECT COUNT(*) FROM use_cases WHERE attempt <> 1", "second attempts")
    for statement in _WITHOUT[op.get_bind().dialect.name]:
        op.execute(statement)
    op.drop_table("decision_texts")
    op.drop_table("decisions")
    op.drop_column("use_cases", "attempt")


_WITHOUT = {
    "sqlite": ("DROP TRIGGER use_cases_no_door", "DROP TRIGGER use_cases_begin"),
    "postgresql": (
        "DROP TRIGGER use_cases_no_door ON use_cases",
        "DROP TRIGGER decisions_in_order ON decisions",
        "DROP TRIGGER decisions_truncate ON decisions",
        "DROP FUNCTION use_cases_no_door()",
        "DROP FUNCTION decisions_in_order()",
        "DROP FUNCTION decisions_stay()",
    ),
}


def _decisions() -> None:
    op.create_table(
        "decisions",
        sa.Column("workspace", sa.String(), nullable=False),
        sa.Column("use_case", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("gate", sa.String(), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("choice", sa.String(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.Column("inputs", sa.Text(), nullable=False),
        sa.Column("previous", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.CheckConstraint("choice IN ('go', 'redesign', 'stop')", name="ck_decisions_choice"),
        sa.CheckConstraint(
            "gate IN ('entry', 'pilot', 'limited_production', 'scale')", name="ck_decisions_gate"
        ),
        sa.CheckConstraint(_ALL_MET, name="ck_decisions_all_met"),
        sa.ForeignKeyConstraint(
            ["workspace"], ["workspaces.id"], name="fk_decisions_workspace", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["workspace", "use_case"],
            ["use_cases.workspace", "use_cases.number"],
            name="fk_decisions_workspace_use_case",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("workspace", "use_case", "number", name="pk_decisions"),
    )


def _decision_texts() -> None:
    op.create_table(
        "decision_texts",
        sa.Column("workspace", sa.String(), nullable=False),
        sa.Column("use_case", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("token", sa.String(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace", "use_case", "number"],
            ["decisions.workspace", "decisions.use_case", "decisions.number"],
            name="fk_decision_texts_workspace_use_case_number",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("workspace", "use_case", "number", "token", name="pk_decision_texts"),
    )


_RANK = "CASE {stage} WHEN 'frame' THEN 0 WHEN 'pilot' THEN 1 WHEN 'limited_production' THEN 2 ELSE 3 END"
_OLD, _NEW = _RANK.format(stage="OLD.stage"), _RANK.format(stage="NEW.stage")
_GATE = (
    "CASE {stage} WHEN 'frame' THEN 'entry' WHEN 'pilot' THEN 'pilot' "
    "WHEN 'limited_production' THEN 'limited_production' ELSE 'scale' END"
)
_SEALED = (
    "EXISTS (SELECT 1 FROM decisions AS d WHERE d.workspace = OLD.workspace AND d.use_case = OLD.number "
    f"AND d.attempt = OLD.attempt AND d.choice = 'go' AND d.gate = {_GATE.format(stage='OLD.stage')})"
)
# What an update of a use case may not do.
_FORCED = (
    f"({_NEW} > {_OLD} AND NOT ({_NEW} = {_OLD} + 1 AND NEW.attempt = OLD.attempt AND {_SEALED})) "
    "OR (NEW.outcome = 'scaled' AND COALESCE(OLD.outcome, '') <> 'scaled' "
    f"AND NOT (OLD.stage = 'scale_decision' AND NEW.attempt = OLD.attempt AND {_SEALED})) "
    "OR NEW.attempt NOT IN (OLD.attempt, OLD.attempt + 1) "
    "OR NEW.number <> OLD.number OR NEW.workspace <> OLD.workspace"
)
_AHEAD = "NEW.stage <> 'frame' OR NEW.outcome IS NOT NULL OR NEW.attempt <> 1"
# What a new decision has to be.
_LAST = (
    "(SELECT MAX(d.number) FROM decisions AS d "
    "WHERE d.workspace = NEW.workspace AND d.use_case = NEW.use_case)"
)
_OUT_OF_PLACE = (
    "NOT EXISTS (SELECT 1 FROM use_cases AS u WHERE u.workspace = NEW.workspace AND u.number = NEW.use_case "
    f"AND u.attempt = NEW.attempt AND NEW.gate = {_GATE.format(stage='u.stage')} "
    "AND (u.outcome IS NULL OR (u.outcome = 'scaled' AND NEW.choice = 'stop'))) "
    f"OR NEW.number <> COALESCE({_LAST}, 0) + 1 "
    "OR NEW.previous <> COALESCE((SELECT d.hash FROM decisions AS d WHERE d.workspace = NEW.workspace "
    f"AND d.use_case = NEW.use_case AND d.number = {_LAST}), '{'0' * 64}')"
)
_NO_DOOR = "the gate has no door: no stage moves without a sealed decision whose criteria were all met"
_ORDER = "a decision is sealed for the present stage and attempt, after the one before"
_FINAL = "a sealed decision is final"

_TRIGGERS = {
    "sqlite": (
        f"""
        CREATE TRIGGER use_cases_no_door BEFORE UPDATE ON use_cases WHEN {_FORCED}
        BEGIN SELECT RAISE(ABORT, '{_NO_DOOR}'); END
        """,
        f"""
        CREATE TRIGGER use_cases_begin BEFORE INSERT ON use_cases WHEN {_AHEAD}
        BEGIN SELECT RAISE(ABORT, '{_NO_DOOR}'); END
        """,
        f"""
        CREATE TRIGGER decisions_in_order BEFORE INSERT ON decisions WHEN {_OUT_OF_PLACE}
        BEGIN SELECT RAISE(ABORT, '{_ORDER}'); END
        """,
        f"""
        CREATE TRIGGER decisions_update BEFORE UPDATE ON decisions
        BEGIN SELECT RAISE(ABORT, '{_FINAL}'); END
        """,
        f"""
        CREATE TRIGGER decisions_delete BEFORE DELETE ON decisions
        WHEN EXISTS (SELECT 1 FROM workspaces WHERE id = OLD.workspace)
        BEGIN SELECT RAISE(ABORT, '{_FINAL}'); END
        """,
    ),
    "postgresql": (
        f"""
        CREATE FUNCTION use_cases_no_door() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
            IF TG_OP = 'INSERT' THEN
                IF {_AHEAD} THEN RAISE EXCEPTION '{_NO_DOOR}'; END IF;
                RETURN NEW;
            END IF;
            IF {_FORCED} THEN RAISE EXCEPTION '{_NO_DOOR}'; END IF;
            RETURN NEW;
        END $$
        """,
        """
        CREATE TRIGGER use_cases_no_door BEFORE INSERT OR UPDATE ON use_cases
        FOR EACH ROW EXECUTE FUNCTION use_cases_no_door()
        """,
        f"""
        CREATE FUNCTION decisions_in_order() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
            IF TG_OP = 'INSERT' THEN
                IF {_OUT_OF_PLACE} THEN RAISE EXCEPTION '{_ORDER}'; END IF;
                RETURN NEW;
            END IF;
            IF TG_OP = 'DELETE' AND NOT EXISTS (SELECT 1 FROM workspaces WHERE id = OLD.workspace) THEN
                RETURN OLD;
            END IF;
            RAISE EXCEPTION '{_FINAL}';
        END $$
        """,
        """
        CREATE TRIGGER decisions_in_order BEFORE INSERT OR UPDATE OR DELETE ON decisions
        FOR EACH ROW EXECUTE FUNCTION decisions_in_order()
        """,
        """
        CREATE FUNCTION decisions_stay() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
            RAISE EXCEPTION 'a sealed decision is final';
        END $$
        """,
        """
        CREATE TRIGGER decisions_truncate BEFORE TRUNCATE ON decisions
        FOR EACH STATEMENT EXECUTE FUNCTION decisions_stay()
        """,
    ),
}
