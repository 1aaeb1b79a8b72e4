"""Retrained scores beside the rows, as a private file of the project; and what the record keeps of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from workbook.data import ProjectFiles, Source, Tally, read_source, tally
from workbook.errors import WorkbookError
from workbook.fairness.mitigation.candidate import Offer
from workbook.fairness.mitigation.learning import Learning
from workbook.fairness.mitigation.offering import as_offer, costs_of, decision_in_force, with_scores
from workbook.fairness.mitigation.training import Trained, train_candidates
from workbook.models.making import hidden
from workbook.models.proxies import Proxy
from workbook.models.rows import frame_of
from workbook.models.scored_rows import write_rows
from workbook.outcomes import Policy
from workbook.project import DataReference, Evidence, Fingerprints

TRAINED = "fairness.trained"
REVISION = 1


@dataclass(frozen=True)
class Kept:
    """What was trained: tallies of the new scores by candidate, proxies, learning curve, and what is missing."""

    held: Mapping[str, tuple[Tally, Offer]]
    proxies: tuple[Proxy, ...] = ()
    learning: Learning | None = None
    notes: tuple[str, ...] = ()
    file: str = ""


NOT_YET = "Nothing was retrained yet: press “Retrain and compare”."


def train(desk: Any, progress: Callable[[float, str], None], cancelled: Callable[[], bool]) -> str:
    """Train every candidate on the project's rows, keep their scores beside the rows, and put it on record."""
    desk.store.repository.require(desk.store.project_id, desk.store.person, "connect data")
    roles, answers = dict(desk.read("tally_roles")), desk.read("mitigation")
    if roles["label"] is None:
        raise WorkbookError("These rows hold no label: there is nothing to learn.", "Connect rows with outcomes.")
    source, payoff = desk.read("source"), desk.read("payoff")
    good, costs = costs_of(desk.read("tally"), payoff)
    progress(0.0, "reading the rows")
    frame = frame_of(source)
    trained = train_candidates(
        frame,
        label=roles["label"],
        label_positive=roles["label_positive"],
        groups=roles["groups"],
        leave_out=hidden(roles, answers.leave_out, tuple(frame.columns)),
        costs=costs,
        event_is_good=good,
        tolerance=desk.read("fairness.tolerance"),
        progress=progress,
        cancelled=cancelled,
    )
    if cancelled():
        return ""
    path = write_rows(desk.store.project_id, with_scores(frame, trained), "retrained.parquet")
    names = ", ".join(one.title for one in trained.offers)
    record(desk, f"Trained and scored out of fold: {names}.", result_of(trained, path.name))
    return f"{len(trained.offers)} candidates were trained and judged. They are in the picture now. {' '.join(trained.notes)}".strip()


def result_of(trained: Trained, file: str) -> dict[str, Any]:
    """What the record keeps of a training: offers, proxies and learning curve; scores stay in the file."""
    offers = [
        {
            "name": one.name,
            "policy": one.policy.model_dump(mode="json"),
            "how": one.how,
            "notes": list(one.notes),
            "column": one.column,
        }
        for one in trained.offers
    ]
    return {
        "file": file,
        "offers": offers,
        "proxies": [asdict(one) for one in trained.proxies],
        "learning": asdict(trained.learning) if trained.learning else None,
        "notes": list(trained.notes),
    }


def record(desk: Any, sentence: str, result: Mapping[str, Any]) -> None:
    """Put a training on record, for the rows that are connected now."""
    data = desk.record.data
    names = ("columns.label", "columns.label_positive", "columns.groups", "mitigation.leave_out")
    fingerprints = Fingerprints(
        data=data.fingerprint if data else None, answers=desk.record.answer_fingerprints(names), revision=REVISION
    )
    desk.store.apply(
        lambda repository, project, person: repository.add_evidence(
            project,
            person,
            name=TRAINED,
            stage="fairness",
            sentence=sentence,
            result=result,
            fingerprints=fingerprints,
        )
    )


def kept(
    project_id: str,
    data: DataReference | None,
    evidence: Evidence | None,
    counted: Tally,
    roles: Mapping[str, Any],
    threshold: float | None,
    sees_rows: bool = True,
) -> Kept:
    """The retrained candidates of these rows, as tallies against the declared policy; empty with a reason where none."""
    if evidence is None:
        return Kept({}, notes=(NOT_YET,))
    result = evidence.result
    told = tuple(Proxy(**one) for one in result["proxies"])
    learned = _learning(result["learning"])
    if not sees_rows:
        return Kept({}, told, learned, ("The retrained candidates are shown to those who may see rows.",))
    if data is None or evidence.fingerprints.data != data.fingerprint:
        note = "The retrained candidates belong to rows that are no longer connected: retrain to see them."
        return Kept({}, told, learned, (note,))
    try:
        path = ProjectFiles(project_id).holds(result["file"])
    except WorkbookError:
        return Kept({}, told, learned, ("The file with the retrained scores is no longer there: retrain to see them.",))
    declared = declared_threshold(counted, threshold)
    if declared is None:
        return Kept({}, told, learned, ("Declare a threshold to compare the retrained candidates with it.",))
    held = _tallied(read_source(path), result, counted, roles, declared)
    return Kept(held, told, learned, tuple(result["notes"]), result["file"])


def declared_threshold(counted: Tally, threshold: float | None) -> Policy | None:
    """The declared policy, whatever was adopted: what doing nothing means."""
    if threshold is not None and counted.has_score:
        return Policy.at(threshold)
    return Policy.given_decision() if counted.has_decision and not counted.has_score else None


def _tallied(
    source: Source, result: Mapping[str, Any], counted: Tally, roles: Mapping[str, Any], declared: Policy
) -> dict[str, tuple[Tally, Offer]]:
    before = decision_in_force(declared, counted, roles["score"], roles["decision"], roles["decision_positive"])
    same = {name: roles[name] for name in ("label", "label_positive", "groups", "amounts", "weight", "split")}
    found = {}
    for one in result["offers"]:
        offer = as_offer(one)
        found[offer.name] = (
            tally(source, score=offer.column, selected="at_or_above", **before, **same),
            offer,
        )
    return found


def _learning(result: Mapping[str, Any] | None) -> Learning | None:
    if result is None:
        return None
    ranked = tuple((float(a), float(b), float(c)) for a, b, c in result["ranked"])
    value, low, high = result["gain"]
    return Learning(result["group"], tuple(result["rows"]), ranked, (value, low, high), result["verdict"])
