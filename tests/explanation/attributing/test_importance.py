"""The importance of columns: how many rows it needs, what it says of their order, whom a column decides."""

import numpy as np
import pytest
from scipy.special import expit

from tests.explanation import made
from workbook.errors import WorkbookError
from workbook.explanation.attributing.background import background_of
from workbook.explanation.attributing.drivers import drivers, partners_of
from workbook.explanation.attributing.importance import settle
from workbook.explanation.attributing.sampling import evenly_drawn, sample_scores
from workbook.outcomes import Wording


def what_drives(held, model, method, **more):
    score = sample_scores(held, model, 7)
    return drivers(held, model, method, score, background_of(held, model, 30, "everybody", 7), **more)


@pytest.fixture(scope="module")
def held():
    return made.study()


@pytest.fixture(scope="module")
def boosted(held):
    return made.trained(held)


def test_importance_is_the_mean_size_of_the_attributions_with_its_interval(held, boosted):
    found, rows = what_drives(held, boosted, "tree shap")
    assert found.explained == found.rows == 400 and found.stopped == "all rows" and found.unseen == 1
    income = found.named("income")
    sizes = np.abs(rows.values[:, rows.columns.index("income")])
    assert income.weight[0] == pytest.approx(sizes.mean())
    assert income.weight[2] - income.weight[0] == pytest.approx(1.96 * sizes.std() / 20, rel=1e-3)
    assert (income.first, income.last) == (1, 1) and income.direction > 0.9
    job = found.named("job")
    assert (job.raises, job.lowers) == ("fixed", "none") and np.isnan(job.direction)
    assert found.drivers[-1].column in ("noise", "rent")


def test_a_column_that_the_model_ignores_drives_nothing(held):
    model = made.Told(lambda rows: expit(rows["income"]), tuple(held.features.columns))
    found, _ = what_drives(held, model, "permutation shap")
    for name in ("rent", "age", "job", "noise"):
        one = found.named(name)
        assert one.weight == (0, 0, 0) and (one.direction == 0 or name == "job")
        assert one.decides[0] == 0 and one.shuffled.changed[0] == 0 and one.shuffled.errors == (0, 0, 0)
        assert (one.first, one.last) == (2, 5)
    assert found.unseen == 0


def test_it_stops_when_the_order_is_settled_and_says_where_it_is_not():
    features = made.frame(3000)
    held = made.study(features)
    columns = tuple(features.columns)
    clear = made.Told(lambda rows: expit(rows["income"] + 0.2 * rows["rent"]), columns, "clear")
    background = background_of(held, clear, 10, "everybody", 1)
    drawn = evenly_drawn(held, sample_scores(held, clear, 1), np.ones(3000, dtype=bool), 1)
    few = settle(held, clear, "permutation shap", drawn, background)
    assert few.stopped == "settled" and len(few.found.rows) == 128 and few.looks == 1 and not few.unsettled
    close = made.Told(lambda rows: expit(rows["income"] + 0.93 * rows["noise"]), columns, "close")
    open_ = settle(held, close, "permutation shap", drawn, background)
    assert open_.stopped == "limit" and len(open_.found.rows) == 512
    assert [set(pair) for pair in open_.unsettled] == [{"income", "noise"}]


def test_rows_are_never_the_first_and_every_first_part_is_even(held, boosted):
    score = sample_scores(held, boosted, 7)
    drawn = evenly_drawn(held, score, np.ones(400, dtype=bool), 3)
    assert sorted(drawn) == list(range(400)) and list(drawn[:50]) != list(range(50))
    for size in (40, 100, 200):
        part = drawn[:size]
        shares = [np.bincount(held.group[rows], minlength=3) / len(rows) for rows in (part, drawn)]
        assert np.abs(shares[0] - shares[1]).max() < 0.08
        assert abs(score[part].mean() - score.mean()) < 0.03
    assert not np.array_equal(drawn, evenly_drawn(held, score, np.ones(400, dtype=bool), 4))


def test_whom_a_column_decides_is_counted_at_the_threshold(held):
    model = made.Told(lambda rows: 0.5 + 0.2 * np.sign(rows["income"]) + 0.1 * np.sign(rows["noise"]),
                      tuple(held.features.columns))  # fmt: skip
    found, _ = what_drives(held, model, "permutation shap")
    income, noise = found.named("income"), found.named("noise")
    assert income.decides[0] > 0.3 and noise.decides[0] == 0
    assert income.shuffled.changed[0] == pytest.approx(0.5, abs=0.05) and noise.shuffled.changed[0] == 0


def test_shuffling_speaks_in_errors_and_money(held):
    rich = made.study(if_selected=np.where(held.label == 1, 100.0, -300.0), if_not=np.zeros(400), yearly_volume=1000)
    model = made.trained(rich)
    found, _ = what_drives(rich, model, "tree shap")
    income = found.named("income").shuffled
    assert found.per_year and income.errors[1] > 0 and income.money[2] < 0
    assert income.changed[1] <= income.changed[0] <= income.changed[2]


def test_weights_of_rows_count(held, boosted):
    young = held.group == 0
    heavy = made.study(weight=np.where(young, 50.0, 1.0))
    plain, _ = what_drives(held, boosted, "tree shap")
    moved, rows = what_drives(heavy, boosted, "tree shap")
    sizes = np.abs(rows.values[:, rows.columns.index("age")])
    assert moved.named("age").weight[0] == pytest.approx(np.average(sizes, weights=heavy.weight[rows.rows]))
    assert moved.named("age").weight[0] != pytest.approx(plain.named("age").weight[0], rel=1e-3)


def test_columns_that_go_together_are_named(held):
    partners = partners_of(held.features)
    assert partners["rent"][0] == "income" and partners["income"][0] == "rent" and "noise" not in partners


def test_words_of_fewer_than_ten_rows_are_not_named():
    features = made.frame()
    features.loc[:4, "job"] = "astronaut"
    held = made.study(features, groups=False)
    says = features["job"].map({"astronaut": 0.9, "fixed": 0.6, "free": 0.4, "none": 0.1})
    lookup = dict(zip(features["job"], says, strict=True))
    model = made.Told(lambda rows: rows["job"].map(lookup), tuple(held.features.columns))
    job = what_drives(held, model, "permutation shap")[0].named("job")
    assert (job.raises, job.lowers) == ("fixed", "none")


@pytest.mark.parametrize("selected", ["at_or_above", "below"])
def test_other_decisions_than_loans(selected):
    features = made.frame(60).assign(flat=1.0)
    machines = Wording(unit="thing", units="machines", selected_means="stopped", not_selected_means="left running")
    held = made.study(features, groups=False, selected=selected, wording=machines, event_is_right=False)
    found, _ = what_drives(held, made.trained(held, "logistic"), "linear shap")
    assert found.units == "machines" and found.named("flat").weight == (0, 0, 0)
    assert 0 <= found.named("income").decides[0] <= 1


def test_it_can_be_stopped_on_the_way(held, boosted):
    def stop():
        raise WorkbookError("Stopped.")

    with pytest.raises(WorkbookError, match="Stopped"):
        what_drives(held, boosted, "tree shap", tick=stop)
