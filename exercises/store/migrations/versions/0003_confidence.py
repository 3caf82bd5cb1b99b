"""Confidence is stored as the chosen level, 1 to 4; before, it was stored as a share of the highest level."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

ID = sa.String(64)
KINDS = "'begin', 'open', 'decide', 'request', 'look', 'predict', 'submit', 'reflect'"
BEFORE = "attempt_id, sequence, kind, declaration_id, lane, flags"
AFTER = "note, at, detail"


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        _on_sqlite()
    else:
        op.execute("ALTER TABLE decisions ALTER COLUMN confidence TYPE SMALLINT USING round(confidence * 4)::smallint")


def _on_sqlite() -> None:
    """SQLite cannot change a column's type: a new table takes the lines; the old triggers are dropped."""
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
        sa.Column("confidence", sa.SmallInteger(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("attempt_id", "sequence", name="pk_decisions"),
        sa.ForeignKeyConstraint(["attempt_id"], ["attempts.id"], name="fk_decisions_attempt_id"),
        sa.CheckConstraint(f"kind IN ({KINDS})", name="ck_decisions_kind"),
    )
    op.create_index("ix_decisions_attempt_id_declaration_id", "decisions", ["attempt_id", "declaration_id"])
    op.execute(
        f"INSERT INTO decisions ({BEFORE}, confidence, {AFTER}) "
        f"SELECT {BEFORE}, CAST(round(confidence * 4) AS INTEGER), {AFTER} FROM decisions_before"
    )
    op.drop_table("decisions_before")
    for verb in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER decisions_no_{verb.lower()} BEFORE {verb} ON decisions "
            "BEGIN SELECT RAISE(ABORT, 'decisions are append-only'); END"
        )
