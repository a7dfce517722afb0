"""The .pb format of Pabulib (Stolicki, Szufa and Talmon, arXiv 2012.06539), both ways and exactly."""

from app.domain.pabulib.file import PbBallot, PbFile, PbProject
from app.domain.pabulib.reading import PbFault, read
from app.domain.pabulib.rounds import Described, pb_of_round
from app.domain.pabulib.writing import write

__all__ = ["Described", "PbBallot", "PbFault", "PbFile", "PbProject", "pb_of_round", "read", "write"]
