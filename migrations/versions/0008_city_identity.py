"""A city's own name, colours, logo and map."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """One table with one row at the most."""
    op.create_table(
        "city",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", sa.JSON(), nullable=False),
        sa.Column("hue", sa.Integer(), nullable=True),
        sa.Column("logo_key", sa.String(), nullable=True),
        sa.Column("languages", sa.JSON(), nullable=False),
        sa.Column("map_data", sa.JSON(), nullable=True),
        sa.Column("map_name", sa.String(), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("hue >= 0 AND hue < 360", name=op.f("ck_city_hue_on_the_wheel")),
        sa.CheckConstraint("id = 1", name=op.f("ck_city_only_one")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_city")),
    )


def downgrade() -> None:
    """The settings' own name and our colours again."""
    op.drop_table("city")
