"""No more sheets keyed from a box than were counted in it, whoever writes to the database."""

from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

SQLITE_TRIGGERS = (
    """
    CREATE TRIGGER paper_entry_fits_the_box BEFORE INSERT ON paper_entry
    WHEN (SELECT count(*) FROM paper_entry WHERE batch_id = NEW.batch_id AND keying = NEW.keying)
      >= COALESCE((SELECT box_count FROM paper_batch WHERE id = NEW.batch_id), 0)
    BEGIN SELECT RAISE(ABORT, 'more sheets than were counted in the box'); END
    """,
    """
    CREATE TRIGGER paper_entry_stays_in_its_box BEFORE UPDATE OF batch_id, keying ON paper_entry
    BEGIN SELECT RAISE(ABORT, 'a keyed sheet stays in its box'); END
    """,
    """
    CREATE TRIGGER paper_batch_holds_what_is_keyed BEFORE UPDATE OF box_count ON paper_batch
    WHEN COALESCE(NEW.box_count, 0) < (
      SELECT COALESCE(max(sheets), 0) FROM
        (SELECT count(*) AS sheets FROM paper_entry WHERE batch_id = NEW.id GROUP BY keying) AS keyed
    )
    BEGIN SELECT RAISE(ABORT, 'fewer sheets than are keyed from the box'); END
    """,
)

POSTGRESQL_TRIGGERS = (
    """
    CREATE OR REPLACE FUNCTION refuse_sheet_beyond_box() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE held integer;
    BEGIN
      IF TG_OP = 'UPDATE' THEN
        RAISE EXCEPTION 'a keyed sheet stays in its box' USING ERRCODE = 'restrict_violation';
      END IF;
      SELECT box_count INTO held FROM paper_batch WHERE id = NEW.batch_id FOR UPDATE;
      IF (SELECT count(*) FROM paper_entry WHERE batch_id = NEW.batch_id AND keying = NEW.keying)
        >= COALESCE(held, 0) THEN
        RAISE EXCEPTION 'more sheets than were counted in the box' USING ERRCODE = 'restrict_violation';
      END IF;
      RETURN NEW;
    END $$
    """,
    """
    CREATE TRIGGER paper_entry_fits_the_box BEFORE INSERT OR UPDATE OF batch_id, keying ON paper_entry
    FOR EACH ROW EXECUTE FUNCTION refuse_sheet_beyond_box()
    """,
    """
    CREATE OR REPLACE FUNCTION refuse_box_below_keyed() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF COALESCE(NEW.box_count, 0) < (
        SELECT COALESCE(max(sheets), 0) FROM
          (SELECT count(*) AS sheets FROM paper_entry WHERE batch_id = NEW.id GROUP BY keying) AS keyed
      ) THEN
        RAISE EXCEPTION 'fewer sheets than are keyed from the box' USING ERRCODE = 'restrict_violation';
      END IF;
      RETURN NEW;
    END $$
    """,
    """
    CREATE TRIGGER paper_batch_holds_what_is_keyed BEFORE UPDATE OF box_count ON paper_batch
    FOR EACH ROW EXECUTE FUNCTION refuse_box_below_keyed()
    """,
)


def upgrade() -> None:
    """Lay the triggers."""
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    for trigger in SQLITE_TRIGGERS if is_sqlite else POSTGRESQL_TRIGGERS:
        op.execute(trigger)


def downgrade() -> None:
    """Take them away."""
    if op.get_bind().dialect.name == "sqlite":
        for name in ("fits_the_box", "stays_in_its_box"):
            op.execute(f"DROP TRIGGER paper_entry_{name}")
        op.execute("DROP TRIGGER paper_batch_holds_what_is_keyed")
        return
    op.execute("DROP TRIGGER paper_entry_fits_the_box ON paper_entry")
    op.execute("DROP TRIGGER paper_batch_holds_what_is_keyed ON paper_batch")
    op.execute("DROP FUNCTION refuse_sheet_beyond_box()")
    op.execute("DROP FUNCTION refuse_box_below_keyed()")
