"""People, classes, exercises, attempts, and the append-only log of decisions."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

ID = sa.String(64)
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Create every table, and the triggers that refuse to change or remove a decision."""
    _people()
    _exercises()
    _attempts()
    _append_only()


def _people() -> None:
    op.create_table(
        "people",
        sa.Column("id", ID, nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("role", sa.String(32), nullable=False),
        sa.Column("login", sa.String(120), nullable=True),
        sa.Column("secret_hash", sa.String(255), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_people"),
        sa.UniqueConstraint("login", name="uq_people_login"),
    )
    op.create_table(
        "classes",
        sa.Column("id", ID, nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("code", sa.String(32), nullable=False),
        sa.Column("instructor_id", ID, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_classes"),
        sa.UniqueConstraint("code", name="uq_classes_code"),
        sa.ForeignKeyConstraint(["instructor_id"], ["people.id"], name="fk_classes_instructor_id"),
    )
    op.create_index("ix_classes_instructor_id", "classes", ["instructor_id"])
    op.create_table(
        "memberships",
        sa.Column("class_id", ID, nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("name_key", sa.String(120), nullable=False),
        sa.Column("joined_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("class_id", "person_id", name="pk_memberships"),
        sa.UniqueConstraint("class_id", "name_key", name="uq_memberships_class_id_name_key"),
        sa.ForeignKeyConstraint(["class_id"], ["classes.id"], name="fk_memberships_class_id"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_memberships_person_id"),
    )
    op.create_index("ix_memberships_person_id", "memberships", ["person_id"])
    op.create_table(
        "web_sessions",
        sa.Column("id_hash", ID, nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("revoked_at", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("id_hash", name="pk_web_sessions"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_web_sessions_person_id"),
    )
    op.create_index("ix_web_sessions_person_id", "web_sessions", ["person_id"])


def _exercises() -> None:
    op.create_table(
        "exercises",
        sa.Column("id", ID, nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("level", sa.String(32), nullable=False),
        sa.Column("spec", sa.JSON(), nullable=False),
        sa.Column("provenance", sa.JSON(), nullable=False),
        sa.Column("capacity", sa.JSON(), nullable=False),
        sa.Column("content_hash", sa.String(128), nullable=False),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("created_by", ID, nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_exercises"),
        sa.ForeignKeyConstraint(["created_by"], ["people.id"], name="fk_exercises_created_by"),
        sa.CheckConstraint("status IN ('draft', 'published')", name="ck_exercises_status"),
    )
    op.create_index("ix_exercises_created_by", "exercises", ["created_by"])
    op.create_table(
        "exercise_parts",
        sa.Column("exercise_id", ID, nullable=False),
        sa.Column("name", sa.String(32), nullable=False),
        sa.Column("payload", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("exercise_id", "name", name="pk_exercise_parts"),
        sa.ForeignKeyConstraint(["exercise_id"], ["exercises.id"], name="fk_exercise_parts_exercise_id"),
    )
    op.create_table(
        "exercise_consignments",
        sa.Column("exercise_id", ID, nullable=False),
        sa.Column("declaration_id", ID, nullable=False),
        sa.PrimaryKeyConstraint("exercise_id", "declaration_id", name="pk_exercise_consignments"),
        sa.ForeignKeyConstraint(
            ["exercise_id"],
            ["exercises.id"],
            name="fk_exercise_consignments_exercise_id",
        ),
    )
    op.create_table(
        "publications",
        sa.Column("class_id", ID, nullable=False),
        sa.Column("exercise_id", ID, nullable=False),
        sa.Column("published_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("class_id", "exercise_id", name="pk_publications"),
        sa.ForeignKeyConstraint(["class_id"], ["classes.id"], name="fk_publications_class_id"),
        sa.ForeignKeyConstraint(["exercise_id"], ["exercises.id"], name="fk_publications_exercise_id"),
    )
    op.create_index("ix_publications_exercise_id", "publications", ["exercise_id"])


def _attempts() -> None:
    op.create_table(
        "attempts",
        sa.Column("id", ID, nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("exercise_id", ID, nullable=False),
        sa.Column("class_id", ID, nullable=False),
        sa.Column("started_at", MOMENT, nullable=False),
        sa.Column("submitted_at", MOMENT, nullable=True),
        sa.Column("result", sa.JSON(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_attempts"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_attempts_person_id"),
        sa.ForeignKeyConstraint(["exercise_id"], ["exercises.id"], name="fk_attempts_exercise_id"),
        sa.ForeignKeyConstraint(["class_id"], ["classes.id"], name="fk_attempts_class_id"),
    )
    op.create_index("ix_attempts_exercise_id", "attempts", ["exercise_id"])
    op.create_index("ix_attempts_class_id", "attempts", ["class_id"])
    op.create_index(
        "uq_attempts_in_progress",
        "attempts",
        ["person_id", "exercise_id"],
        unique=True,
        sqlite_where=sa.text("submitted_at IS NULL"),
        postgresql_where=sa.text("submitted_at IS NULL"),
    )
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
        sa.PrimaryKeyConstraint("attempt_id", "sequence", name="pk_decisions"),
        sa.ForeignKeyConstraint(["attempt_id"], ["attempts.id"], name="fk_decisions_attempt_id"),
        sa.CheckConstraint("kind IN ('open', 'decide', 'submit')", name="ck_decisions_kind"),
    )
    op.create_index(
        "ix_decisions_attempt_id_declaration_id",
        "decisions",
        ["attempt_id", "declaration_id"],
    )


def _append_only() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER decisions_no_{verb.lower()} BEFORE {verb} ON decisions "
                "BEGIN SELECT RAISE(ABORT, 'decisions are append-only'); END"
            )
        return
    op.execute(
        "CREATE FUNCTION refuse_decision_change() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'decisions are append-only'; END $$"
    )
    op.execute(
        "CREATE TRIGGER decisions_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON decisions "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_decision_change()"
    )
