"""Guides, calibration and deliberation of judging."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Say when a rubric froze, what wrote a scorecard, on which terms mentors score, and keep deliberations."""
    op.add_column("rubric", sa.Column("frozen_at", MOMENT, nullable=True))
    op.execute(
        "UPDATE rubric SET frozen_at = (SELECT min(scorecard.saved_at) FROM scorecard"
        " WHERE scorecard.rubric_id = rubric.id)"
    )
    op.add_column("scorecard", sa.Column("save_key", sa.String(), nullable=True))
    with op.batch_alter_table("scorecard") as batch_op:
        batch_op.add_column(sa.Column("entered_by", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            op.f("fk_scorecard_entered_by"), "person", ["entered_by"], ["id"], ondelete="SET NULL"
        )
    _create_guides()
    _create_deliberations()


def _create_guides() -> None:
    op.create_table(
        "mentor_guide",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.JSON(), nullable=False),
        sa.Column("questions", sa.JSON(), nullable=False),
        sa.Column("do", sa.JSON(), nullable=False),
        sa.Column("avoid", sa.JSON(), nullable=False),
        sa.Column("changed_by", sa.Integer(), nullable=True),
        sa.Column("changed_at", MOMENT, nullable=False),
        _link("mentor_guide", "round_id", "round.id", "CASCADE"),
        _link("mentor_guide", "changed_by", "person.id", "SET NULL"),
        sa.PrimaryKeyConstraint("round_id", name=op.f("pk_mentor_guide")),
    )
    op.create_table(
        "mentor_terms",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("is_trainee", sa.Boolean(), nullable=False),
        sa.Column("max_load", sa.Integer(), nullable=True),
        _link("mentor_terms", "round_id", "round.id", "CASCADE"),
        _link("mentor_terms", "person_id", "person.id", "CASCADE"),
        sa.PrimaryKeyConstraint("round_id", "person_id", name=op.f("pk_mentor_terms")),
    )
    op.create_index(op.f("ix_mentor_terms_person_id"), "mentor_terms", ["person_id"])


def _create_deliberations() -> None:
    op.create_table(
        "deliberation",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("agenda", sa.JSON(), nullable=False),
        sa.Column("opened_by", sa.Integer(), nullable=True),
        sa.Column("opened_at", MOMENT, nullable=False),
        sa.Column("statement", sa.String(), nullable=False),
        sa.Column("closed_by", sa.Integer(), nullable=True),
        sa.Column("closed_at", MOMENT, nullable=True),
        _link("deliberation", "round_id", "round.id", "CASCADE"),
        _link("deliberation", "opened_by", "person.id", "SET NULL"),
        _link("deliberation", "closed_by", "person.id", "SET NULL"),
        sa.PrimaryKeyConstraint("round_id", name=op.f("pk_deliberation")),
    )
    op.create_table(
        "motion",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("order", sa.JSON(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("moved_by", sa.Integer(), nullable=True),
        sa.Column("moved_at", MOMENT, nullable=False),
        sa.Column("outcome", sa.String(length=40), nullable=True),
        sa.Column("recused", sa.JSON(), nullable=False),
        sa.Column("decided_at", MOMENT, nullable=True),
        _link("motion", "round_id", "deliberation.round_id", "CASCADE"),
        _link("motion", "moved_by", "person.id", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_motion")),
    )
    op.create_index(op.f("ix_motion_round_id"), "motion", ["round_id"])
    op.create_table(
        "motion_vote",
        sa.Column("motion_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("word", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("voted_at", MOMENT, nullable=False),
        _link("motion_vote", "motion_id", "motion.id", "CASCADE"),
        _link("motion_vote", "person_id", "person.id", "CASCADE"),
        sa.PrimaryKeyConstraint("motion_id", "person_id", name=op.f("pk_motion_vote")),
    )
    op.create_index(op.f("ix_motion_vote_person_id"), "motion_vote", ["person_id"])


def _link(table: str, column: str, target: str, ondelete: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [target], name=op.f(f"fk_{table}_{column}"), ondelete=ondelete)


def downgrade() -> None:
    """Take all of it back."""
    op.drop_index(op.f("ix_motion_vote_person_id"), "motion_vote")
    op.drop_table("motion_vote")
    op.drop_index(op.f("ix_motion_round_id"), "motion")
    op.drop_table("motion")
    op.drop_table("deliberation")
    op.drop_index(op.f("ix_mentor_terms_person_id"), "mentor_terms")
    op.drop_table("mentor_terms")
    op.drop_table("mentor_guide")
    with op.batch_alter_table("scorecard") as batch_op:
        batch_op.drop_constraint(op.f("fk_scorecard_entered_by"), type_="foreignkey")
        batch_op.drop_column("entered_by")
    op.drop_column("scorecard", "save_key")
    op.drop_column("rubric", "frozen_at")
