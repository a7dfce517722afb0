"""Feedback, certificates and the hand-over of entries."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Keep what was said of comments to teams, who holds a certificate, and what an idea grew out of."""
    op.add_column("screening", sa.Column("reminded_before_at", MOMENT, nullable=True))
    op.add_column("screening", sa.Column("reminded_after_at", MOMENT, nullable=True))
    _create_origin()
    _create_feedback()
    _create_certificate()


def _create_origin() -> None:
    op.create_table(
        "origin",
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("handed_over_by", sa.Integer(), nullable=True),
        sa.Column("handed_over_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["proposal.id"], name=op.f("fk_origin_proposal_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["source_id"], ["proposal.id"], name=op.f("fk_origin_source_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["round_id"], ["round.id"], name=op.f("fk_origin_round_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["handed_over_by"], ["person.id"], name=op.f("fk_origin_handed_over_by"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("proposal_id", name=op.f("pk_origin")),
        sa.UniqueConstraint("source_id", "round_id", name=op.f("uq_origin_source_id_round_id")),
    )


def _create_feedback() -> None:
    op.create_table(
        "comment_review",
        sa.Column("scorecard_id", sa.Integer(), nullable=False),
        sa.Column("part", sa.String(), nullable=False),
        sa.Column("is_shown", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("reviewed_by", sa.Integer(), nullable=True),
        sa.Column("reviewed_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["scorecard_id"],
            ["scorecard.id"],
            name=op.f("fk_comment_review_scorecard_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["reviewed_by"], ["person.id"], name=op.f("fk_comment_review_reviewed_by"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("scorecard_id", "part", name=op.f("pk_comment_review")),
    )
    op.create_table(
        "feedback_release",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("released_by", sa.Integer(), nullable=True),
        sa.Column("released_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["round_id"], ["round.id"], name=op.f("fk_feedback_release_round_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["released_by"], ["person.id"], name=op.f("fk_feedback_release_released_by"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("round_id", name=op.f("pk_feedback_release")),
    )


def _create_certificate() -> None:
    op.create_table(
        "certificate",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("hours", sa.Integer(), nullable=True),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("shows_name", sa.Boolean(), nullable=False),
        sa.Column("issued_by", sa.Integer(), nullable=True),
        sa.Column("issued_at", MOMENT, nullable=False),
        sa.Column("revoked_at", MOMENT, nullable=True),
        sa.Column("revoked_reason", sa.String(), nullable=False),
        sa.CheckConstraint("hours > 0", name=op.f("ck_certificate_hours_above_zero")),
        sa.ForeignKeyConstraint(
            ["round_id"], ["round.id"], name=op.f("fk_certificate_round_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_certificate_person_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["issued_by"], ["person.id"], name=op.f("fk_certificate_issued_by"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certificate")),
        sa.UniqueConstraint("code", name=op.f("uq_certificate_code")),
        sa.UniqueConstraint(
            "round_id", "person_id", "kind", name=op.f("uq_certificate_round_id_person_id_kind")
        ),
    )
    op.create_index(op.f("ix_certificate_person_id"), "certificate", ["person_id"])


def downgrade() -> None:
    """Forget all of it."""
    op.drop_table("certificate")
    op.drop_table("feedback_release")
    op.drop_table("comment_review")
    op.drop_table("origin")
    op.drop_column("screening", "reminded_after_at")
    op.drop_column("screening", "reminded_before_at")
