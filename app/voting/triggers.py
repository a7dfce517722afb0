"""What the database itself refuses, whoever asks: to change a ballot, a sealed batch, a published head, a close."""

from sqlalchemy import DDL, Table, event

SQLITE: dict[str, tuple[str, ...]] = {
    "ballot": (
        """
        CREATE TRIGGER ballot_stays BEFORE DELETE ON ballot
        BEGIN SELECT RAISE(ABORT, 'a ballot is never deleted'); END
        """,
        """
        CREATE TRIGGER ballot_keeps_its_content BEFORE UPDATE ON ballot
        WHEN NEW.id IS NOT OLD.id OR NEW.round_id IS NOT OLD.round_id OR NEW.electorate_id IS NOT OLD.electorate_id
          OR NEW.voter_tag IS NOT OLD.voter_tag OR NEW.revision IS NOT OLD.revision
          OR NEW.cast_key IS NOT OLD.cast_key OR NEW.receipt_hash IS NOT OLD.receipt_hash
          OR NEW.channel IS NOT OLD.channel OR NEW.choices IS NOT OLD.choices OR NEW.leaf_hash IS NOT OLD.leaf_hash
          OR (OLD.batch_no IS NOT NULL AND NEW.batch_no IS NOT OLD.batch_no)
          OR (OLD.superseded AND NOT NEW.superseded)
        BEGIN SELECT RAISE(ABORT, 'a ballot can only be superseded and sealed'); END
        """,
    ),
    "ballot_batch": (
        """
        CREATE TRIGGER ballot_batch_stays BEFORE DELETE ON ballot_batch
        BEGIN SELECT RAISE(ABORT, 'a sealed batch is never deleted'); END
        """,
        """
        CREATE TRIGGER ballot_batch_keeps_its_content BEFORE UPDATE ON ballot_batch
        BEGIN SELECT RAISE(ABORT, 'a sealed batch is never changed'); END
        """,
    ),
    "ledger_head": (
        """
        CREATE TRIGGER ledger_head_stays BEFORE DELETE ON ledger_head
        BEGIN SELECT RAISE(ABORT, 'a published head is never deleted'); END
        """,
        """
        CREATE TRIGGER ledger_head_keeps_its_content BEFORE UPDATE ON ledger_head
        BEGIN SELECT RAISE(ABORT, 'a published head is never changed'); END
        """,
    ),
    "poll": (
        """
        CREATE TRIGGER poll_stays BEFORE DELETE ON poll
        BEGIN SELECT RAISE(ABORT, 'a closed vote is never reopened'); END
        """,
        """
        CREATE TRIGGER poll_goes_forward BEFORE UPDATE ON poll
        WHEN NEW.round_id IS NOT OLD.round_id OR NEW.closed_at IS NOT OLD.closed_at
          OR NEW.n_ballots IS NOT OLD.n_ballots OR NEW.head_hash IS NOT OLD.head_hash
          OR (OLD.state = 'published' AND NEW.state <> 'published')
          OR (OLD.state = 'tallied' AND NEW.state = 'closed')
        BEGIN SELECT RAISE(ABORT, 'a closed vote is never reopened'); END
        """,
    ),
    "roll_notice": (
        """
        CREATE TRIGGER roll_notice_stays BEFORE DELETE ON roll_notice
        BEGIN SELECT RAISE(ABORT, 'what was said of the roll stays'); END
        """,
        """
        CREATE TRIGGER roll_notice_keeps_its_content BEFORE UPDATE ON roll_notice
        BEGIN SELECT RAISE(ABORT, 'what was said of the roll stays'); END
        """,
    ),
    "rehearsal_ballot": (
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
    ),
}

POSTGRESQL: dict[str, tuple[str, ...]] = {
    "ballot": (
        """
        CREATE OR REPLACE FUNCTION refuse_ballot_change() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION 'a ballot can only be superseded and sealed' USING ERRCODE = 'restrict_violation'; END $$
        """,
        """
        CREATE TRIGGER ballot_stays BEFORE DELETE ON ballot FOR EACH ROW EXECUTE FUNCTION refuse_ballot_change()
        """,
        """
        CREATE TRIGGER ballots_stay BEFORE TRUNCATE ON ballot
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_ballot_change()
        """,
        """
        CREATE TRIGGER ballot_keeps_its_content BEFORE UPDATE ON ballot FOR EACH ROW
        WHEN ((NEW.id, NEW.round_id, NEW.electorate_id, NEW.voter_tag, NEW.revision, NEW.cast_key,
               NEW.receipt_hash, NEW.channel, NEW.choices, NEW.leaf_hash)
              IS DISTINCT FROM
              (OLD.id, OLD.round_id, OLD.electorate_id, OLD.voter_tag, OLD.revision, OLD.cast_key,
               OLD.receipt_hash, OLD.channel, OLD.choices, OLD.leaf_hash)
              OR (OLD.batch_no IS NOT NULL AND NEW.batch_no IS DISTINCT FROM OLD.batch_no)
              OR (OLD.superseded AND NOT NEW.superseded))
        EXECUTE FUNCTION refuse_ballot_change()
        """,
    ),
    "ballot_batch": (
        """
        CREATE OR REPLACE FUNCTION refuse_batch_change() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION 'a sealed batch is never changed' USING ERRCODE = 'restrict_violation'; END $$
        """,
        """
        CREATE TRIGGER ballot_batch_stays BEFORE UPDATE OR DELETE ON ballot_batch
        FOR EACH ROW EXECUTE FUNCTION refuse_batch_change()
        """,
        """
        CREATE TRIGGER ballot_batches_stay BEFORE TRUNCATE ON ballot_batch
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_batch_change()
        """,
    ),
    "ledger_head": (
        """
        CREATE OR REPLACE FUNCTION refuse_head_change() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION 'a published head is never changed' USING ERRCODE = 'restrict_violation'; END $$
        """,
        """
        CREATE TRIGGER ledger_head_stays BEFORE UPDATE OR DELETE ON ledger_head
        FOR EACH ROW EXECUTE FUNCTION refuse_head_change()
        """,
        """
        CREATE TRIGGER ledger_heads_stay BEFORE TRUNCATE ON ledger_head
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_head_change()
        """,
    ),
    "poll": (
        """
        CREATE OR REPLACE FUNCTION refuse_poll_change() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION 'a closed vote is never reopened' USING ERRCODE = 'restrict_violation'; END $$
        """,
        """
        CREATE TRIGGER poll_stays BEFORE DELETE ON poll FOR EACH ROW EXECUTE FUNCTION refuse_poll_change()
        """,
        """
        CREATE TRIGGER polls_stay BEFORE TRUNCATE ON poll
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_poll_change()
        """,
        """
        CREATE TRIGGER poll_goes_forward BEFORE UPDATE ON poll FOR EACH ROW
        WHEN ((NEW.round_id, NEW.closed_at, NEW.n_ballots, NEW.head_hash)
              IS DISTINCT FROM (OLD.round_id, OLD.closed_at, OLD.n_ballots, OLD.head_hash)
              OR (OLD.state = 'published' AND NEW.state <> 'published')
              OR (OLD.state = 'tallied' AND NEW.state = 'closed'))
        EXECUTE FUNCTION refuse_poll_change()
        """,
    ),
    "roll_notice": (
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
    ),
    "rehearsal_ballot": (
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
    ),
}

BY_DIALECT: dict[str, dict[str, tuple[str, ...]]] = {"sqlite": SQLITE, "postgresql": POSTGRESQL}


def trigger_statements(dialect: str) -> list[str]:
    """All statements that protect the vote on ``sqlite`` or ``postgresql``, in order: what a migration executes."""
    return [statement for statements in BY_DIALECT[dialect].values() for statement in statements]


def protect(table: Table) -> None:
    """Have the table's triggers created together with the table."""
    for dialect, tables in BY_DIALECT.items():
        for statement in tables[table.name]:
            event.listen(table, "after_create", DDL(statement).execute_if(dialect=dialect))
