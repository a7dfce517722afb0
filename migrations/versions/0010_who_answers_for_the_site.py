"""Who answers for a city's site."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """A text in the city's languages beside its name."""
    op.add_column("city", sa.Column("contact", sa.JSON(), nullable=True))


def downgrade() -> None:
    """Nobody is named."""
    op.drop_column("city", "contact")
