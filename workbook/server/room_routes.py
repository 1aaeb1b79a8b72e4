"""The addresses of room mode."""

from __future__ import annotations

from typing import Any

from workbook.server import room_lead, room_settle, room_teams, room_vote

CODE = r"/room/([A-Za-z]{5})"


def room_routes() -> list[Any]:
    """Every address with its handler."""
    return [
        (r"/room/?", room_lead.AllRooms),
        (r"/room/all/state", room_lead.AllRoomsState),
        (r"/room/join", room_vote.TypeCode),
        (CODE, room_vote.Vote),
        (f"{CODE}/state", room_vote.VoteState),
        (f"{CODE}/join", room_vote.Join),
        (f"{CODE}/answer", room_vote.SaveAnswer),
        (f"{CODE}/events", room_vote.VoteEvents),
        (f"{CODE}/lead", room_lead.Lead),
        (f"{CODE}/screen", room_lead.Screen),
        (f"{CODE}/lead/state", room_lead.LeadState),
        (f"{CODE}/lead/act", room_lead.Act),
        (f"{CODE}/lead/settle", room_settle.Settle),
        (f"{CODE}/lead/teams", room_teams.Teams),
        (f"{CODE}/lead/teams/link", room_teams.TeamLink),
        (f"{CODE}/lead/events", room_lead.LeadEvents),
        (f"{CODE}/join.svg", room_lead.JoinPicture),
        (f"{CODE}/cards", room_lead.Cards),
        (f"{CODE}/card/([0-9]{{1,3}})", room_lead.TypeIn),
        (f"{CODE}/(answers.csv|summary.html)", room_lead.TakeAway),
    ]
