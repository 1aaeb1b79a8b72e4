"""The live parts on shapes, on reasons by group, and on the tree that stands in for the model."""

from __future__ import annotations

from workbook.explanation.attributing.keeping import MISSING, REMEDY
from workbook.explanation.shaping import by_group, shapes, stand_in
from workbook.explanation.shaping.by_group import ByGroup
from workbook.explanation.shaping.figures import shapes_picture
from workbook.explanation.shaping.group_figures import groups_picture
from workbook.explanation.shaping.shapes import Shapes
from workbook.explanation.shaping.stand_in import StandIn
from workbook.explanation.shaping.tables import fidelity_table, tree_table
from workbook.explanation.shaping.words import groups_in_words, shapes_in_words, stand_in_in_words
from workbook.project import Evidence
from workbook.project.results import on_record
from workbook.ui.live import Live

REVISIONS = {
    shapes.EVIDENCE: shapes.REVISION,
    by_group.EVIDENCE: by_group.REVISION,
    stand_in.EVIDENCE: stand_in.REVISION,
}


def recorded_shapes(evidence: Evidence | None) -> Shapes:
    """The shapes on record."""
    return on_record(Shapes, evidence, MISSING, REMEDY)


def recorded_groups(evidence: Evidence | None) -> ByGroup:
    """The reasons by group on record."""
    return on_record(ByGroup, evidence, MISSING, REMEDY)


def recorded_tree(evidence: Evidence | None) -> StandIn:
    """The tree on record."""
    return on_record(StandIn, evidence, MISSING, REMEDY)


PARTS = (
    Live("shapes", (f"evidence:{shapes.EVIDENCE}",), recorded_shapes, shapes_picture, shapes_in_words),
    Live("reasons_by_group", (f"evidence:{by_group.EVIDENCE}",), recorded_groups, groups_picture, groups_in_words),
    Live("stand_in", (f"evidence:{stand_in.EVIDENCE}",), recorded_tree, tree_table, stand_in_in_words),
    Live("stand_in_for", (f"evidence:{stand_in.EVIDENCE}",), recorded_tree, fidelity_table),
)
