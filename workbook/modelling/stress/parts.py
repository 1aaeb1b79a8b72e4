"""The live parts about stress."""

from __future__ import annotations

from workbook.modelling.stress.answers import StressAnswers
from workbook.modelling.stress.figures import curve_picture, feed_picture, stress_picture
from workbook.modelling.stress.result import EVIDENCE, REVISION
from workbook.modelling.stress.tables import feed_table, group_table, stress_table
from workbook.modelling.stress.trying import chosen_scenario, stress_on_record, try_stress
from workbook.modelling.stress.words import closer_in_words, feeds_in_words, stress_in_words
from workbook.ui.live import Ask, Live, Task

SECTIONS = (StressAnswers,)
REVISIONS = {EVIDENCE: REVISION}
READS = (f"evidence:{EVIDENCE}",)
CHOSEN = (*READS, "stress.chosen")

PARTS = (
    Ask("stress_limit", StressAnswers, ("limit",)),
    Ask("meant_columns", StressAnswers, ("meant",)),
    Ask("own_scenarios", StressAnswers, ("own",)),
    Task(
        "try_stress",
        "Try all of it",
        try_stress,
        "Every column once missing, every scenario at up to six strengths: seconds for some thousand rows, minutes for more.",
    ),
    Live(
        "stress", reads=READS, analyse=stress_on_record, show=stress_picture, say=stress_in_words, picks="stress.chosen"
    ),
    Live("stress_scenarios", reads=READS, analyse=stress_on_record, show=stress_table),
    Ask("choose_scenario", StressAnswers, ("chosen",)),
    Live(
        "stress_curve",
        reads=CHOSEN,
        analyse=chosen_scenario,
        show=lambda told: curve_picture(*told),
        say=lambda told: closer_in_words(*told),
    ),
    Live("stress_groups", reads=CHOSEN, analyse=chosen_scenario, show=lambda told: group_table(*told)),
    Live("feeds", reads=READS, analyse=stress_on_record, show=feed_picture, say=feeds_in_words),
    Live("feed_table", reads=READS, analyse=stress_on_record, show=feed_table),
)
