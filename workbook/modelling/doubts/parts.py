"""The live parts of the four doubts."""

from __future__ import annotations

from workbook.modelling.doubts.calibration import parts as calibration
from workbook.modelling.doubts.learning import parts as learning

REVISIONS = {**learning.REVISIONS, **calibration.REVISIONS}
PARTS = (*learning.PARTS, *calibration.PARTS)
