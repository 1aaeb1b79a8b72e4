from __future__ import annotations

import json
import math
import socket
import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tornado.ioloop import IOLoop

from workbook.server.hearing import AT_ONCE, LONGEST, Line, understand


@pytest.mark.parametrize(
    ("told", "found"),
    [
        ({"kind": "saved", "seconds": 0.25}, ("saved", 0.25)),
        ({"kind": "saved", "seconds": 2}, ("saved", 2.0)),
        ({"kind": "error", "seconds": None}, ("error", None)),
        ({"kind": "error"}, ("error", None)),
        ({"kind": "saved", "seconds": -1}, None),
        ({"kind": "saved", "seconds": math.inf}, None),
        ({"kind": "saved", "seconds": math.nan}, None),
        ({"kind": "saved", "seconds": True}, None),
        ({"kind": "saved", "seconds": "1"}, None),
        ({"kind": 3}, None),
        ({}, None),
        ([], None),
        ("saved", None),
    ],
)
def test_what_is_understood(told, found):
    assert understand(json.dumps(told).encode()) == found


@given(st.binary(max_size=2 * LONGEST))
def test_whatever_arrives_breaks_nothing(told):
    found = understand(told)
    assert found is None or isinstance(found[0], str)


def test_what_is_too_long_is_none_of_ours():
    assert understand(json.dumps({"kind": "saved", "more": "x" * LONGEST}).encode()) is None


async def turn():
    import asyncio

    await asyncio.sleep(0.02)


def test_what_is_told_is_heard_and_nothing_is_left_behind():
    heard = []
    loop = IOLoop(make_current=False)
    line = Line(lambda *told: heard.append(told))
    assert line.address == ""
    line.open(loop)
    folder = Path(line.address).parent
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as kernel:
        for told in ({"kind": "saved", "seconds": 0.5}, "nonsense", {"kind": "error"}):
            kernel.sendto(json.dumps(told).encode(), line.address)
        kernel.sendto(b"\xff" * 3, line.address)
    loop.run_sync(turn)
    assert heard == [("saved", 0.5), ("error", None)]
    line.close(loop)
    assert not folder.exists() and line.address == ""
    line.close(loop)
    loop.close()


def test_a_flood_is_read_in_parts(tmp_path):
    heard = []
    loop = IOLoop(make_current=False)
    line = Line(lambda *told: heard.append(told))
    line.open(loop)
    sent = 0
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as kernel:
        kernel.setblocking(False)
        try:
            while sent < 5 * AT_ONCE:
                kernel.sendto(b'{"kind":"error"}', line.address)
                sent += 1
        except BlockingIOError:
            pass
    loop.run_sync(turn)
    line.close(loop)
    loop.close()
    assert len(heard) == sent > 0
