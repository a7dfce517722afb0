"""About how many people belong to a group of voters, to compare turnout with."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column, empty for rounds that exist."""
    op.add_column("electorate", sa.Column("population", sa.Integer(), nullable=True))


def downgrade() -> None:
    """Take the column away."""
    op.drop_column("electorate", "population")
