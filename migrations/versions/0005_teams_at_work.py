"""Rules, consent, maps, canvases and prototypes of teams."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("round", sa.Column("team_rules", sa.JSON(), server_default="{}", nullable=False))
    op.add_column("round", sa.Column("grace_minutes", sa.Integer(), server_default="0", nullable=False))
    op.add_column("round", sa.Column("stage_minutes", sa.Integer(), server_default="3", nullable=False))
    op.add_column("person", sa.Column("consent_until", sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "guardian_consent",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("age_band", sa.String(length=40), nullable=False),
        sa.Column("token", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("guardian_name", sa.String(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_guardian_consent_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_guardian_consent")),
        sa.UniqueConstraint("token", name=op.f("uq_guardian_consent_token")),
    )
    op.create_index(op.f("ix_guardian_consent_person_id"), "guardian_consent", ["person_id"], unique=False)
    op.create_table(
        "mentor_profile",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("themes", sa.JSON(), nullable=False),
        sa.Column("neighbourhood_ids", sa.JSON(), nullable=False),
        sa.Column("about", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_mentor_profile_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_mentor_profile")),
    )
    op.create_table(
        "join_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_join_request_person_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["team_id"], ["team.id"], name=op.f("fk_join_request_team_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_join_request")),
        sa.UniqueConstraint("team_id", "person_id", name=op.f("uq_join_request_team_id_person_id")),
    )
    op.create_index(op.f("ix_join_request_person_id"), "join_request", ["person_id"], unique=False)
    op.create_table(
        "credit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("shown_name", sa.String(), nullable=False),
        sa.Column("age_band", sa.String(length=40), nullable=False),
        sa.Column("has_agreed", sa.Boolean(), nullable=False),
        sa.Column("added_by", sa.Integer(), nullable=True),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["added_by"], ["person.id"], name=op.f("fk_credit_added_by"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_credit_team_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_credit")),
    )
    op.create_index(op.f("ix_credit_team_id"), "credit", ["team_id"], unique=False)
    op.create_table(
        "team_extension",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("extended_by", sa.Integer(), nullable=True),
        sa.Column("extended_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["extended_by"], ["person.id"], name=op.f("fk_team_extension_extended_by"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["team_id"], ["team.id"], name=op.f("fk_team_extension_team_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_team_extension")),
    )
    op.create_index(op.f("ix_team_extension_team_id"), "team_extension", ["team_id"], unique=False)
    op.create_table(
        "sheet_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("cells", sa.JSON(), nullable=False),
        sa.Column("clashes", sa.JSON(), nullable=False),
        sa.Column("saved_by", sa.Integer(), nullable=True),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["saved_by"], ["person.id"], name=op.f("fk_sheet_version_saved_by"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["team_id"], ["team.id"], name=op.f("fk_sheet_version_team_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sheet_version")),
        sa.UniqueConstraint("team_id", "kind", "number", name=op.f("uq_sheet_version_team_id_kind_number")),
    )
    op.create_table(
        "board_post",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("team_id", sa.Integer(), nullable=True),
        sa.Column("theme", sa.String(length=40), nullable=True),
        sa.Column("neighbourhood_id", sa.Integer(), nullable=True),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["author_id"], ["person.id"], name=op.f("fk_board_post_author_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["neighbourhood_id"], ["neighbourhood.id"], name=op.f("fk_board_post_neighbourhood_id")
        ),
        sa.ForeignKeyConstraint(
            ["round_id"], ["round.id"], name=op.f("fk_board_post_round_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["team_id"], ["team.id"], name=op.f("fk_board_post_team_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_board_post")),
    )
    op.create_index(op.f("ix_board_post_author_id"), "board_post", ["author_id"], unique=False)
    op.create_index(
        "ix_board_post_round_id_written_at", "board_post", ["round_id", "written_at"], unique=False
    )
    op.create_index(op.f("ix_board_post_team_id"), "board_post", ["team_id"], unique=False)
    op.create_table(
        "board_reply",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("post_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("hidden_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["author_id"], ["person.id"], name=op.f("fk_board_reply_author_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["post_id"], ["board_post.id"], name=op.f("fk_board_reply_post_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_board_reply")),
    )
    op.create_index(op.f("ix_board_reply_post_id"), "board_reply", ["post_id"], unique=False)
    op.create_table(
        "mentor_slot",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("mentor_id", sa.Integer(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=True),
        sa.Column("topic", sa.String(), nullable=False),
        sa.Column("booked_by", sa.Integer(), nullable=True),
        sa.Column("booked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("minutes > 0", name=op.f("ck_mentor_slot_minutes_positive")),
        sa.ForeignKeyConstraint(
            ["booked_by"], ["person.id"], name=op.f("fk_mentor_slot_booked_by"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["mentor_id"], ["person.id"], name=op.f("fk_mentor_slot_mentor_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["round_id"], ["round.id"], name=op.f("fk_mentor_slot_round_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["team_id"], ["team.id"], name=op.f("fk_mentor_slot_team_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mentor_slot")),
        sa.UniqueConstraint("mentor_id", "starts_at", name=op.f("uq_mentor_slot_mentor_id_starts_at")),
    )
    op.create_index(
        "ix_mentor_slot_round_id_starts_at", "mentor_slot", ["round_id", "starts_at"], unique=False
    )
    op.create_index(op.f("ix_mentor_slot_team_id"), "mentor_slot", ["team_id"], unique=False)
    op.create_table(
        "questionnaire",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("takes_before", sa.Boolean(), nullable=False),
        sa.Column("takes_after", sa.Boolean(), nullable=False),
        sa.Column("is_public", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["round_id"], ["round.id"], name=op.f("fk_questionnaire_round_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("round_id", name=op.f("pk_questionnaire")),
    )
    op.create_table(
        "question",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("text", sa.JSON(), nullable=False),
        sa.Column("options", sa.JSON(), nullable=False),
        sa.Column("is_before", sa.Boolean(), nullable=False),
        sa.Column("is_after", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["round_id"], ["round.id"], name=op.f("fk_question_round_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question")),
    )
    op.create_index(op.f("ix_question_round_id"), "question", ["round_id"], unique=False)
    op.create_table(
        "answer_sheet",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("sitting", sa.String(length=40), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("mark", sa.String(), nullable=True),
        sa.Column("age_group", sa.String(length=40), nullable=True),
        sa.Column("gender", sa.String(length=40), nullable=True),
        sa.Column("field", sa.String(length=40), nullable=True),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("entered_by", sa.Integer(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["entered_by"], ["person.id"], name=op.f("fk_answer_sheet_entered_by"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_answer_sheet_person_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["round_id"], ["round.id"], name=op.f("fk_answer_sheet_round_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer_sheet")),
        sa.UniqueConstraint(
            "round_id", "sitting", "mark", name=op.f("uq_answer_sheet_round_id_sitting_mark")
        ),
        sa.UniqueConstraint(
            "round_id", "sitting", "person_id", name=op.f("uq_answer_sheet_round_id_sitting_person_id")
        ),
    )
    op.create_index(op.f("ix_answer_sheet_person_id"), "answer_sheet", ["person_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_answer_sheet_person_id"), table_name="answer_sheet")
    op.drop_table("answer_sheet")
    op.drop_index(op.f("ix_question_round_id"), table_name="question")
    op.drop_table("question")
    op.drop_table("questionnaire")
    op.drop_index(op.f("ix_mentor_slot_team_id"), table_name="mentor_slot")
    op.drop_index(op.f("ix_mentor_slot_round_id_starts_at"), table_name="mentor_slot")
    op.drop_table("mentor_slot")
    op.drop_index(op.f("ix_board_reply_post_id"), table_name="board_reply")
    op.drop_table("board_reply")
    op.drop_index(op.f("ix_board_post_team_id"), table_name="board_post")
    op.drop_index(op.f("ix_board_post_round_id_written_at"), table_name="board_post")
    op.drop_index(op.f("ix_board_post_author_id"), table_name="board_post")
    op.drop_table("board_post")
    op.drop_table("sheet_version")
    op.drop_index(op.f("ix_team_extension_team_id"), table_name="team_extension")
    op.drop_table("team_extension")
    op.drop_index(op.f("ix_credit_team_id"), table_name="credit")
    op.drop_table("credit")
    op.drop_index(op.f("ix_join_request_person_id"), table_name="join_request")
    op.drop_table("join_request")
    op.drop_table("mentor_profile")
    op.drop_index(op.f("ix_guardian_consent_person_id"), table_name="guardian_consent")
    op.drop_table("guardian_consent")
    op.drop_column("person", "consent_until")
    op.drop_column("round", "stage_minutes")
    op.drop_column("round", "grace_minutes")
    op.drop_column("round", "team_rules")
