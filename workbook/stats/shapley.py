"""Shapley values of a game: by going through every coalition, or through players in drawn orders and back.

A game is a function of coalitions: an array of bool, shape (coalitions, players) -> their worth, shape (coalitions,).
"""

from __future__ import annotations

from collections.abc import Callable
from math import factorial

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Coalitions = NDArray[np.bool_]
Game = Callable[[Coalitions], Floats]
MOST_PLAYERS = 16
"""With more players there are too many coalitions to go through."""


def by_enumeration(game: Game, players: int) -> Floats:
    """Exact Shapley values (Shapley 1953): each player's mean contribution over all orders of joining.

    Parameters
    ----------
    game : callable
    players : int

    Raises
    ------
    ValueError
        There are too many players.
    """
    if players > MOST_PLAYERS:
        raise ValueError(f"{players} players have too many coalitions; at most {MOST_PLAYERS} can be gone through")
    if players == 0:
        return np.zeros(0)
    codes = np.arange(2**players)
    member = (codes[:, None] >> np.arange(players)) & 1 == 1
    worth = np.asarray(game(member), dtype=float)
    sizes = member.sum(axis=1)
    weights = np.array([factorial(s) * factorial(players - s - 1) / factorial(players) for s in range(players)])
    found = np.zeros(players)
    for player in range(players):
        without = codes[~member[:, player]]
        found[player] = float((weights[sizes[without]] * (worth[without | (1 << player)] - worth[without])).sum())
    return found


def by_orders(game: Game, players: int, orders: int, generator: np.random.Generator) -> Floats:
    """Shapley values from drawn orders, each walked forth and back (Mitchell et al. 2022): exact where no more than two
    players interact. They add up to the worth of all less that of nobody, whatever was drawn.

    Parameters
    ----------
    game : callable
    players : int
    orders : int
    generator : numpy Generator
    """
    if players == 0:
        return np.zeros(0)
    drawn = [generator.permutation(players) for _ in range(orders)]
    walks = [order for one in drawn for order in (one, one[::-1])]
    joined = np.concatenate([_joining(order) for order in walks])
    worth = np.asarray(game(joined), dtype=float).reshape(len(walks), players + 1)
    found = np.zeros(players)
    for order, steps in zip(walks, np.diff(worth, axis=1), strict=True):
        found[order] += steps
    return found / len(walks)


def _joining(order: NDArray[np.int64]) -> Coalitions:
    """Nobody, then one more player at a time."""
    place = np.empty(len(order), dtype=np.int64)
    place[order] = np.arange(len(order))
    return place[None, :] < np.arange(len(order) + 1)[:, None]
