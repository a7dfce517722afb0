"""What is published about a ledger while and after a vote, and what takes two people."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

SQLITE_TRIGGERS = (
    """
    CREATE TRIGGER ledger_head_stays BEFORE DELETE ON ledger_head
    BEGIN SELECT RAISE(ABORT, 'a published head is never deleted'); END
    """,
    """
    CREATE TRIGGER ledger_head_keeps_its_content BEFORE UPDATE ON ledger_head
    BEGIN SELECT RAISE(ABORT, 'a published head is never changed'); END
    """,
)
POSTGRESQL_TRIGGERS = (
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
)


def upgrade() -> None:
    op.add_column("round", sa.Column("ledger_witnesses", sa.JSON(), server_default="[]", nullable=False))
    op.add_column("round", sa.Column("appeal_days", sa.Integer(), server_default="30", nullable=False))
    op.add_column("poll", sa.Column("appeal_until", sa.DateTime(timezone=True), nullable=True))
    op.add_column("poll", sa.Column("key_destroyed_at", sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "ledger_head",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("head_hash", sa.String(), nullable=False),
        sa.Column("batches", sa.Integer(), nullable=False),
        sa.Column("about", sa.Integer(), nullable=False),
        sa.Column("live_hash", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_ledger_head_round_id")),
        sa.PrimaryKeyConstraint("round_id", "number", name=op.f("pk_ledger_head")),
    )
    op.create_table(
        "two_person_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("act", sa.String(length=40), nullable=False),
        sa.Column("about", sa.JSON(), nullable=False),
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.Column("asked_by", sa.Integer(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("answered_by", sa.Integer(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state <> 'done' OR answered_by <> asked_by", name=op.f("ck_two_person_request_two_people")
        ),
        sa.ForeignKeyConstraint(
            ["answered_by"],
            ["person.id"],
            name=op.f("fk_two_person_request_answered_by"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["asked_by"], ["person.id"], name=op.f("fk_two_person_request_asked_by"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["round_id"], ["round.id"], name=op.f("fk_two_person_request_round_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_two_person_request")),
    )
    op.create_index(
        "one_open_request",
        "two_person_request",
        ["round_id", "act", "fingerprint"],
        unique=True,
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    )
    triggers = SQLITE_TRIGGERS if op.get_bind().dialect.name == "sqlite" else POSTGRESQL_TRIGGERS
    for trigger in triggers:
        op.execute(trigger)


def downgrade() -> None:
    op.drop_index("one_open_request", table_name="two_person_request")
    op.drop_table("two_person_request")
    op.drop_table("ledger_head")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION refuse_head_change()")
    op.drop_column("poll", "key_destroyed_at")
    op.drop_column("poll", "appeal_until")
    op.drop_column("round", "appeal_days")
    op.drop_column("round", "ledger_witnesses")
