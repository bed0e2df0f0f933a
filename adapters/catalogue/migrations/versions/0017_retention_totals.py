"""What falls due is counted as it changes, and found by one index: a report reads no dossiers.

Triggers, so that nothing that writes can forget it. Whoever rebuilds ``retention_assignment`` or ``dossier`` (as
batch mode does on SQLite) has to make them anew.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"

_DATED = "superseded_at IS NULL AND candidate_from IS NOT NULL"
_UNDATED = "superseded_at IS NULL AND candidate_from IS NULL"
_INTO = (
    "INSERT INTO retention_total (unit, access_level, restricted_until, kind, state, period, candidate_from,"
    " waiting_for, dossiers) "
)
_COPIED = (
    # Of what is destroyed nobody sees the level: it is counted and listed for nobody.
    "unit = NEW.unit, restricted_until = NEW.restricted_until,"
    " access_level = CASE WHEN NEW.state IN ('going', 'destroyed') THEN '' ELSE NEW.access_level END"
)
_FOLLOWED = ("unit", "access_level", "restricted_until", "state")


def _values(row: str) -> str:
    return (
        f"{row}.unit, {row}.access_level, coalesce({row}.restricted_until, '0001-01-01'), {row}.kind, {row}.state,"
        f" {row}.period, coalesce({row}.candidate_from, '9999-12-31'), coalesce({row}.waiting_for, '')"
    )


def upgrade() -> None:
    with op.batch_alter_table("retention_assignment", recreate="never") as table:
        table.add_column(sa.Column("period", sa.String(length=64), server_default="", nullable=False))
        table.add_column(sa.Column("unit", sa.String(length=64), server_default="", nullable=False))
        table.add_column(sa.Column("access_level", sa.String(length=2), server_default="", nullable=False))
        table.add_column(sa.Column("restricted_until", sa.Date(), nullable=True))
    on_server = op.get_bind().dialect.name == "postgresql"
    period = "assignment -> 'rule' ->> 'period'" if on_server else "json_extract(assignment, '$.rule.period')"
    op.execute(
        f"UPDATE retention_assignment SET period = coalesce({period}, ''),"  # noqa: S608  of constants
        " unit = (SELECT d.unit FROM dossier d WHERE d.id = dossier_id),"
        " access_level = (SELECT d.access_level FROM dossier d WHERE d.id = dossier_id),"
        " restricted_until = (SELECT d.restricted_until FROM dossier d WHERE d.id = dossier_id)"
    )
    op.drop_index("ix_retention_assignment_due", "retention_assignment")
    _index("ix_retention_assignment_due", ["access_level", "candidate_from", "dossier_id"], _DATED)
    _index("ix_retention_assignment_due_of_unit", ["unit", "access_level", "candidate_from", "dossier_id"], _DATED)
    _index("ix_retention_assignment_undated", ["dossier_id"], _UNDATED)
    _make_totals()
    if on_server:
        _triggers_of_server()
    else:
        _triggers_of_sqlite()


def _index(name: str, columns: list[str], where: str) -> None:
    op.create_index(name, "retention_assignment", columns, sqlite_where=sa.text(where), postgresql_where=sa.text(where))


def _make_totals() -> None:
    number = sa.BigInteger().with_variant(sa.Integer, "sqlite")
    op.create_table(
        "retention_total",
        sa.Column("id", number, autoincrement=True, nullable=False),
        sa.Column("unit", sa.String(length=64), nullable=False),
        sa.Column("access_level", sa.String(length=2), nullable=False),
        sa.Column("restricted_until", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(length=14), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("period", sa.String(length=64), nullable=False),
        sa.Column("candidate_from", sa.Date(), nullable=False),
        sa.Column("waiting_for", sa.String(length=20), nullable=False),
        sa.Column("dossiers", sa.Integer(), nullable=False),
        sa.Column("loose", sa.Boolean(), server_default=sa.true(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_retention_total"),
    )
    folded = [
        "unit", "access_level", "restricted_until", "kind", "state", "period", "candidate_from", "waiting_for"
    ]  # fmt: skip
    for name, columns, unique, where in (
        ("ix_retention_total_loose", ["id"], False, "loose"),
        ("uq_retention_total_folded", folded, True, "NOT loose"),
    ):
        op.create_index(
            name,
            "retention_total",
            columns,
            unique=unique,
            sqlite_where=sa.text(where),
            postgresql_where=sa.text(where),
        )
    groups = _values("a")
    op.execute(
        f"{_INTO} SELECT {groups}, count(*) FROM retention_assignment a WHERE a.superseded_at IS NULL"  # noqa: S608  of constants
        f" GROUP BY {groups}"
    )


def _triggers_of_sqlite() -> None:
    changed = "superseded_at, unit, access_level, restricted_until"
    for name, when, row, number in (
        ("added", "INSERT", "NEW", 1),
        ("removed", "DELETE", "OLD", -1),
        ("changed_from", f"UPDATE OF {changed}", "OLD", -1),
        ("changed_to", f"UPDATE OF {changed}", "NEW", 1),
    ):
        op.execute(
            f"CREATE TRIGGER retention_total_{name} AFTER {when} ON retention_assignment"
            f" WHEN {row}.superseded_at IS NULL BEGIN {_INTO} VALUES ({_values(row)}, {number}); END"
        )
    op.execute(
        f"CREATE TRIGGER retention_follows_dossier AFTER UPDATE OF {', '.join(_FOLLOWED)} ON dossier"  # noqa: S608  of constants
        f" WHEN {' OR '.join(f'OLD.{name} IS NOT NEW.{name}' for name in _FOLLOWED)}"
        f" BEGIN UPDATE retention_assignment SET {_COPIED}"
        " WHERE dossier_id = NEW.id AND superseded_at IS NULL; END"
    )


def _triggers_of_server() -> None:
    op.execute(
        "CREATE FUNCTION retention_total_count() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
        " IF TG_OP <> 'INSERT' THEN IF OLD.superseded_at IS NULL THEN"
        f" {_INTO} VALUES ({_values('OLD')}, -1); END IF; END IF;"
        " IF TG_OP <> 'DELETE' THEN IF NEW.superseded_at IS NULL THEN"
        f" {_INTO} VALUES ({_values('NEW')}, 1); END IF; END IF;"
        " RETURN NULL; END $$"
    )
    op.execute(
        "CREATE TRIGGER retention_total_changed AFTER INSERT OR DELETE OR UPDATE OF superseded_at, unit, access_level,"
        " restricted_until ON retention_assignment FOR EACH ROW EXECUTE FUNCTION retention_total_count()"
    )
    op.execute(
        "CREATE FUNCTION retention_follow_dossier() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"  # noqa: S608  of constants
        f" UPDATE retention_assignment SET {_COPIED} WHERE dossier_id = NEW.id AND superseded_at IS NULL;"
        " RETURN NULL; END $$"
    )
    op.execute(
        f"CREATE TRIGGER retention_follows_dossier AFTER UPDATE OF {', '.join(_FOLLOWED)} ON dossier FOR EACH ROW"
        f" WHEN ({' OR '.join(f'OLD.{name} IS DISTINCT FROM NEW.{name}' for name in _FOLLOWED)})"
        " EXECUTE FUNCTION retention_follow_dossier()"
    )
