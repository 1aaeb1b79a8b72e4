"""PyTorch modules: asked without learning and without dropout, on scaled columns, for the event."""

from __future__ import annotations

import pickle

import numpy as np
import pytest
from sklearn.preprocessing import StandardScaler

from workbook.errors import InputError
from workbook.models.sources.probing import probe
from workbook.models.sources.torch_modules import from_module, is_module

torch = pytest.importorskip("torch")
COLUMNS = ["income", "loan amount"]


def network(outputs=1, *last):
    torch.manual_seed(3)
    return torch.nn.Sequential(
        torch.nn.Linear(2, 4), torch.nn.ReLU(), torch.nn.Dropout(0.5), torch.nn.Linear(4, outputs), *last
    )


@pytest.fixture(scope="module")
def scaling(rows):
    return StandardScaler().fit(rows[COLUMNS])


def by_hand(module, rows, scaling):
    module.eval()
    with torch.no_grad():
        return module(torch.as_tensor(scaling.transform(rows[COLUMNS]), dtype=torch.float32)).numpy().astype(float)


def test_a_probability(rows, scaling):
    module = network(1, torch.nn.Sigmoid())
    model = from_module(module, columns=COLUMNS, scaling=scaling).model
    assert model.score(rows) == pytest.approx(by_hand(module, rows, scaling)[:, 0])
    assert model.kind == "torch" and is_module(module)


def test_log_odds(rows, scaling):
    module = network()
    model = from_module(module, columns=COLUMNS, scaling=scaling, gives="log odds").model
    assert model.score(rows) == pytest.approx(1 / (1 + np.exp(-by_hand(module, rows, scaling)[:, 0])))


@pytest.mark.parametrize("event", [0, 1])
def test_log_odds_of_two(rows, scaling, event):
    module = network(2)
    model = from_module(module, columns=COLUMNS, scaling=scaling, gives="log odds of two", event=event).model
    both = torch.softmax(torch.as_tensor(by_hand(module, rows, scaling)), dim=1).numpy()
    assert model.score(rows) == pytest.approx(both[:, event])


def test_asking_leaves_the_module_as_it_was(rows, scaling):
    module = network(1, torch.nn.Sigmoid())
    module.train()
    model = from_module(module, columns=COLUMNS, scaling=scaling).model
    probe(model, rows)  # with dropout on, it would give other scores each time
    assert module.training and all(one.grad is None for one in module.parameters())


def test_the_fingerprint_follows_the_weights(scaling):
    one, same, other = network(), network(), network()
    with torch.no_grad():
        other[0].weight[0, 0] += 1e-3
    marks = [from_module(each, columns=COLUMNS, gives="log odds").model.fingerprint for each in (one, same, other)]
    assert marks[0] == marks[1] != marks[2]
    assert from_module(one, columns=COLUMNS, scaling=scaling, gives="log odds").model.fingerprint != marks[0]


@pytest.mark.parametrize(
    ("options", "why"),
    [
        ({"columns": None}, "which columns it reads"),
        ({"gives": "wisdom"}, "nothing a module gives"),
    ],
)
def test_what_has_to_be_said(options, why):
    with pytest.raises(InputError, match=why):
        from_module(network(), **{"columns": COLUMNS, **options})


def test_what_it_gives_has_to_be_what_was_said(rows, scaling):
    with pytest.raises(InputError, match="outside 0 to 1"):
        from_module(network(), columns=COLUMNS, scaling=scaling).model.score(rows)
    with pytest.raises(InputError, match="gave 400 × 3 numbers"):
        from_module(network(3), columns=COLUMNS, scaling=scaling).model.score(rows)
    with pytest.raises(InputError, match="could not score"):
        from_module(network(), columns=["income"], gives="log odds").model.score(rows)


def test_words_need_their_preparation(rows):
    with pytest.raises(InputError, match="Column “home” holds no numbers"):
        from_module(network(), columns=["income", "home"], gives="log odds").model.score(rows)


def test_weights_of_a_file(rows, scaling, tmp_path):
    learned, fresh = network(), network()
    with torch.no_grad():
        learned[0].weight.mul_(2)
    torch.save(learned.state_dict(), tmp_path / "weights.pt")
    model = from_module(
        fresh, columns=COLUMNS, scaling=scaling, gives="log odds", weights=tmp_path / "weights.pt"
    ).model
    other = from_module(learned, columns=COLUMNS, scaling=scaling, gives="log odds").model
    assert model.score(rows) == pytest.approx(other.score(rows))


class Harmful:
    def __reduce__(self):
        return pytest.fail, ("it ran",)


def test_a_file_with_more_than_weights_is_refused_and_not_run(tmp_path):
    whole, harm = tmp_path / "whole.pt", tmp_path / "harm.pt"
    torch.save(network(), whole)
    torch.save({"weights": Harmful()}, harm)
    plain = tmp_path / "plain.pt"
    plain.write_bytes(pickle.dumps(Harmful()))
    for path in (whole, harm, plain):
        with pytest.raises(InputError, match="could run code"):
            from_module(network(), columns=COLUMNS, weights=path)


def test_weights_of_another_module_are_told(tmp_path):
    torch.save(network(2).state_dict(), tmp_path / "other.pt")
    with pytest.raises(InputError, match="not hold the weights of this module"):
        from_module(network(1), columns=COLUMNS, weights=tmp_path / "other.pt")
    with pytest.raises(InputError, match="no file"):
        from_module(network(1), columns=COLUMNS, weights=tmp_path / "none.pt")


def test_what_is_no_module(fitted):
    assert not is_module(fitted) and not is_module(len)
