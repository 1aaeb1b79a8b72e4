"""The live parts of the four doubts."""

from __future__ import annotations

from workbook.modelling.doubts.learning import parts as learning

REVISIONS = {**learning.REVISIONS}
PARTS = (*learning.PARTS,)
