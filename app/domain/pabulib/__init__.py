"""The .pb format of Pabulib (Stolicki, Szufa and Talmon, arXiv 2012.06539), both ways and exactly."""

from app.domain.pabulib.file import PbBallot, PbFile, PbProject
from app.domain.pabulib.reading import PbFault, read
from app.domain.pabulib.writing import write

__all__ = ["PbBallot", "PbFault", "PbFile", "PbProject", "read", "write"]
