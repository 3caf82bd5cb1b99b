"""The log holds every act at the desk, not only decisions; answers to case studies are stored."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

ID = sa.String(64)
MOMENT = sa.DateTime(timezone=True)
KINDS = "'begin', 'open', 'decide', 'request', 'look', 'predict', 'submit', 'reflect'"
COLUMNS = "attempt_id, sequence, kind, declaration_id, lane, flags, confidence, note, at"


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        _log_on_sqlite()
    else:
        _log_on_postgresql()
    op.create_table(
        "case_answers",
        sa.Column("person_id", ID, nullable=False),
        sa.Column("case_id", ID, nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("option", sa.Integer(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("person_id", "case_id", "round", "step", name="pk_case_answers"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_case_answers_person_id"),
    )


def _log_on_postgresql() -> None:
    for name in ("ck_decisions_kind", "ck_decisions_ck_decisions_kind"):  # the first revision used both names
        op.execute(f"ALTER TABLE decisions DROP CONSTRAINT IF EXISTS {name}")
    op.create_check_constraint(op.f("ck_decisions_kind"), "decisions", f"kind IN ({KINDS})")
    op.add_column("decisions", sa.Column("detail", sa.JSON(), nullable=False, server_default="{}"))
    op.alter_column("decisions", "detail", server_default=None)


def _log_on_sqlite() -> None:
    """SQLite cannot change a table's constraints: a new table takes the lines; the old triggers are dropped."""
    op.rename_table("decisions", "decisions_before")
    op.drop_index("ix_decisions_attempt_id_declaration_id", "decisions_before")
    op.create_table(
        "decisions",
        sa.Column("attempt_id", ID, nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("declaration_id", ID, nullable=True),
        sa.Column("lane", sa.String(16), nullable=True),
        sa.Column("flags", sa.JSON(), nullable=False),
        sa.Column("confidence", sa.Float(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("attempt_id", "sequence", name="pk_decisions"),
        sa.ForeignKeyConstraint(["attempt_id"], ["attempts.id"], name="fk_decisions_attempt_id"),
        sa.CheckConstraint(f"kind IN ({KINDS})", name="ck_decisions_kind"),
    )
    op.create_index("ix_decisions_attempt_id_declaration_id", "decisions", ["attempt_id", "declaration_id"])
    op.execute(f"INSERT INTO decisions ({COLUMNS}, detail) SELECT {COLUMNS}, '{{}}' FROM decisions_before")
    op.drop_table("decisions_before")
    for verb in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER decisions_no_{verb.lower()} BEFORE {verb} ON decisions "
            "BEGIN SELECT RAISE(ABORT, 'decisions are append-only'); END"
        )
