"""Kiosks, paper ballots keyed twice, try-outs, and the roll as it was published.

``paper_batch`` is made anew: nothing could fill it before.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

SQLITE_TRIGGERS = (
    """
    CREATE TRIGGER roll_notice_stays BEFORE DELETE ON roll_notice
    BEGIN SELECT RAISE(ABORT, 'what was said of the roll stays'); END
    """,
    """
    CREATE TRIGGER roll_notice_keeps_its_content BEFORE UPDATE ON roll_notice
    BEGIN SELECT RAISE(ABORT, 'what was said of the roll stays'); END
    """,
    """
    CREATE TRIGGER rehearsal_ballot_stays BEFORE DELETE ON rehearsal_ballot
    WHEN EXISTS (SELECT 1 FROM ballot WHERE ballot.round_id = OLD.round_id)
    BEGIN SELECT RAISE(ABORT, 'a try-out is not wiped once people vote'); END
    """,
    """
    CREATE TRIGGER rehearsal_ballot_comes_first BEFORE INSERT ON rehearsal_ballot
    WHEN EXISTS (SELECT 1 FROM ballot WHERE ballot.round_id = NEW.round_id)
    BEGIN SELECT RAISE(ABORT, 'nobody tries out once people vote'); END
    """,
)

POSTGRESQL_TRIGGERS = (
    """
    CREATE OR REPLACE FUNCTION refuse_roll_notice_change() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'what was said of the roll stays' USING ERRCODE = 'restrict_violation'; END $$
    """,
    """
    CREATE TRIGGER roll_notice_stays BEFORE UPDATE OR DELETE ON roll_notice
    FOR EACH ROW EXECUTE FUNCTION refuse_roll_notice_change()
    """,
    """
    CREATE TRIGGER roll_notices_stay BEFORE TRUNCATE ON roll_notice
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_roll_notice_change()
    """,
    """
    CREATE OR REPLACE FUNCTION refuse_late_rehearsal() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF EXISTS (SELECT 1 FROM ballot WHERE ballot.round_id = COALESCE(NEW.round_id, OLD.round_id)) THEN
        RAISE EXCEPTION 'a try-out ends where people vote' USING ERRCODE = 'restrict_violation';
      END IF;
      RETURN COALESCE(NEW, OLD);
    END $$
    """,
    """
    CREATE TRIGGER rehearsal_ballot_stays BEFORE INSERT OR DELETE ON rehearsal_ballot
    FOR EACH ROW EXECUTE FUNCTION refuse_late_rehearsal()
    """,
)


def upgrade() -> None:
    """The new tables, and a neighbourhood for everybody on the roll."""
    op.execute(
        "ALTER TABLE voter_roll ADD COLUMN neighbourhood_id INTEGER "
        "CONSTRAINT fk_voter_roll_neighbourhood_id REFERENCES neighbourhood (id)"
    )
    _create_notices_and_kiosks()
    _create_paper()
    _create_rehearsals()
    triggers = SQLITE_TRIGGERS if op.get_bind().dialect.name == "sqlite" else POSTGRESQL_TRIGGERS
    for trigger in triggers:
        op.execute(trigger)


def downgrade() -> None:
    """Back to a roll without neighbourhoods and a paper batch without sheets."""
    for table in ("rehearsal_ballot", "rehearsal", "paper_entry", "paper_batch", "kiosk", "roll_notice"):
        op.drop_table(table)
    if op.get_bind().dialect.name != "sqlite":
        op.execute("DROP FUNCTION refuse_roll_notice_change()")
        op.execute("DROP FUNCTION refuse_late_rehearsal()")
    op.execute("ALTER TABLE voter_roll DROP COLUMN neighbourhood_id")
    op.create_table(
        "paper_batch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("booth", sa.String(), nullable=False),
        sa.Column("issued", sa.Integer(), nullable=False),
        sa.Column("box_count", sa.Integer(), nullable=True),
        sa.Column("entered_by", sa.Integer(), nullable=True),
        sa.Column("verified_by", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("entries", sa.JSON(), nullable=False),
        *_paper_rules(),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_batch")),
    )
    op.create_index("ix_paper_batch_round_id", "paper_batch", ["round_id"])


def _paper_rules() -> tuple[sa.Constraint, ...]:
    return (
        sa.CheckConstraint("box_count <= issued", name=op.f("ck_paper_batch_box_within_issued")),
        sa.CheckConstraint("verified_by <> entered_by", name=op.f("ck_paper_batch_two_people")),
        sa.ForeignKeyConstraint(["entered_by"], ["person.id"], name=op.f("fk_paper_batch_entered_by")),
        sa.ForeignKeyConstraint(["verified_by"], ["person.id"], name=op.f("fk_paper_batch_verified_by")),
        _link("paper_batch", "round_id", "round", ondelete="CASCADE"),
    )


def _link(table: str, column: str, target: str, ondelete: str | None = None) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}")
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=name, ondelete=ondelete)


def _create_notices_and_kiosks() -> None:
    op.create_table(
        "roll_notice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        _link("roll_notice", "round_id", "round"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roll_notice")),
    )
    op.create_index("ix_roll_notice_round_id", "roll_notice", ["round_id"])
    op.create_table(
        "kiosk",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("pin_hash", sa.String(), nullable=False),
        sa.Column("started_by", sa.Integer(), nullable=True),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("stopped_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ballots", sa.Integer(), nullable=False),
        _link("kiosk", "round_id", "round"),
        _link("kiosk", "started_by", "person", ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kiosk")),
        sa.UniqueConstraint("round_id", "name", name=op.f("uq_kiosk_round_id_name")),
    )


def _create_paper() -> None:
    op.drop_table("paper_batch")
    op.create_table(
        "paper_batch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("electorate_id", sa.Integer(), nullable=False),
        sa.Column("neighbourhood_id", sa.Integer(), nullable=True),
        sa.Column("booth", sa.String(), nullable=False),
        sa.Column("issued", sa.Integer(), nullable=False),
        sa.Column("rows", sa.JSON(), nullable=False),
        sa.Column("box_count", sa.Integer(), nullable=True),
        sa.Column("entered_by", sa.Integer(), nullable=True),
        sa.Column("verified_by", sa.Integer(), nullable=True),
        sa.Column("entered_done", sa.Boolean(), nullable=False),
        sa.Column("verified_done", sa.Boolean(), nullable=False),
        sa.Column("missing_reason", sa.String(), nullable=True),
        sa.Column("state", sa.String(length=40), nullable=False),
        *_paper_rules(),
        _link("paper_batch", "electorate_id", "electorate"),
        _link("paper_batch", "neighbourhood_id", "neighbourhood"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_batch")),
        sa.UniqueConstraint("round_id", "booth", name=op.f("uq_paper_batch_round_id_booth")),
    )
    op.create_table(
        "paper_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("keying", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("choices", sa.String(), nullable=True),
        sa.CheckConstraint("keying IN (1, 2)", name=op.f("ck_paper_entry_one_of_two")),
        _link("paper_entry", "batch_id", "paper_batch", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_entry")),
        sa.UniqueConstraint(
            "batch_id", "keying", "number", name=op.f("uq_paper_entry_batch_id_keying_number")
        ),
    )


def _create_rehearsals() -> None:
    op.create_table(
        "rehearsal",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("started_by", sa.Integer(), nullable=True),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        _link("rehearsal", "round_id", "round", ondelete="CASCADE"),
        _link("rehearsal", "started_by", "person", ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("round_id", name=op.f("pk_rehearsal")),
    )
    op.create_table(
        "rehearsal_ballot",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("electorate_id", sa.Integer(), nullable=False),
        sa.Column("voter_tag", sa.String(), nullable=False),
        sa.Column("cast_key", sa.String(), nullable=False),
        sa.Column("receipt_hash", sa.String(), nullable=False),
        sa.Column("choices", sa.String(), nullable=False),
        sa.Column("superseded", sa.Boolean(), nullable=False),
        _link("rehearsal_ballot", "round_id", "round", ondelete="CASCADE"),
        _link("rehearsal_ballot", "electorate_id", "electorate"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rehearsal_ballot")),
        sa.UniqueConstraint("round_id", "cast_key", name=op.f("uq_rehearsal_ballot_round_id_cast_key")),
        sa.UniqueConstraint(
            "round_id", "receipt_hash", name=op.f("uq_rehearsal_ballot_round_id_receipt_hash")
        ),
    )
    op.create_index("ix_rehearsal_ballot_round_id_voter_tag", "rehearsal_ballot", ["round_id", "voter_tag"])
