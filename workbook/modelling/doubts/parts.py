"""The live parts of the four doubts."""

from __future__ import annotations

from workbook.modelling.doubts.answers import DoubtsAnswers
from workbook.modelling.doubts.calibration import parts as calibration
from workbook.modelling.doubts.leakage import parts as leakage
from workbook.modelling.doubts.learning import parts as learning
from workbook.modelling.doubts.seeds import parts as seeds

SECTIONS = (DoubtsAnswers,)
REVISIONS = {**learning.REVISIONS, **calibration.REVISIONS, **leakage.REVISIONS, **seeds.REVISIONS}
PARTS = (*learning.PARTS, *calibration.PARTS, *leakage.PARTS, *seeds.PARTS)
