"""The live parts about weak slices."""

from __future__ import annotations

from workbook.modelling.slices.answers import SliceAnswers, WatchList
from workbook.modelling.slices.figures import slice_picture
from workbook.modelling.slices.result import EVIDENCE, REVISION
from workbook.modelling.slices.tables import slice_table
from workbook.modelling.slices.watching import chosen_slice, search_slices, slices_on_record, watch
from workbook.modelling.slices.words import closer_in_words, slices_in_words
from workbook.ui.live import Act, Ask, Live, Task

SECTIONS = (SliceAnswers, WatchList)
REVISIONS = {EVIDENCE: REVISION}
READS = (f"evidence:{EVIDENCE}",)

PARTS = (
    Ask("slice_tolerance", SliceAnswers, ("tolerance",)),
    Task(
        "find_slices",
        "Search for weak slices",
        search_slices,
        "Every range and value of every column, and every two of them together: seconds, also for 100,000 rows.",
    ),
    Live(
        "slices", reads=READS, analyse=slices_on_record, show=slice_picture, say=slices_in_words, picks="slices.chosen"
    ),
    Live("slice_table", reads=READS, analyse=slices_on_record, show=slice_table),
    Ask("choose_slice", SliceAnswers, ("chosen",)),
    Live(
        "slice",
        reads=(*READS, "slices.chosen"),
        analyse=chosen_slice,
        say=lambda chosen: closer_in_words(chosen.slice, chosen.found),
    ),
    Act("watch_slice", "Watch this slice", watch, "Puts it on the list that monitoring reads."),
    Ask("watch_list", WatchList, ("items",)),
)
