"""One small city with something of every kind in every phase, so that each address leads somewhere."""

from tests.world.building import a_world, kept_world
from tests.world.pictures import a_picture
from tests.world.scenes import PEOPLE, PHASES, Scene, World

__all__ = ["PEOPLE", "PHASES", "Scene", "World", "a_picture", "a_world", "kept_world"]
