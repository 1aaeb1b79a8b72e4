from __future__ import annotations

import itertools
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, get_args

import pytest
from sqlalchemy import text

from tests.project.sections import Range
from tests.project.test_repository import REFERENCE
from workbook.errors import InputError, NotAllowed, NotFound
from workbook.project import Permission, Person, Repository, sentences
from workbook.project.admission import DAYS
from workbook.project.invitations import CODE_LENGTH, LETTERS, code_hash, new_code

PERMISSIONS = get_args(Permission)


def everything(repository: Repository) -> str:
    """All that the database holds, as text."""
    with repository.engine.connect() as connection:
        tables = ("person", "project", "membership", "invitation", "ticket", "log", "shared")
        return str([connection.execute(text(f"SELECT * FROM {name}")).all() for name in tables])


def change(repository: Repository, statement: str, **values: Any) -> None:
    with repository.engine.connect().execution_options(writing=True) as connection, connection.begin():
        connection.execute(text(statement), values)


def run_out(repository: Repository, table: str) -> None:
    change(repository, f"UPDATE {table} SET expires_at = '2020-01-01T00:00:00+00:00'")


@pytest.mark.parametrize("permission", PERMISSIONS)
def test_who_is_invited_comes_in_with_that_permission(
    repository: Repository, project_id: str, dana: Person, permission: str
) -> None:
    invited = repository.invite(project_id, dana, " Robin ", permission)
    assert invited.person.name == "Robin" and invited.permission == permission
    assert [one.state for one in repository.members(project_id, dana)] == ["member", "invited"]
    with pytest.raises(NotFound):
        repository.record(project_id, invited.person)
    guest, invitation, turn = repository.accept(invited.code)
    assert guest == invited.person and repository.admitted(invitation, turn) == (guest, permission)
    assert repository.permission(project_id, guest) == permission
    assert [one.name for one in repository.projects(guest)] == ["Consumer loans"]
    assert [one.state for one in repository.members(project_id, dana)] == ["member", "member"]


def test_a_code_works_again_for_the_same_person_and_is_logged_once(
    repository: Repository, project_id: str, dana: Person
) -> None:
    code = repository.invite(project_id, dana, "Robin").code
    first = repository.accept(code)
    assert repository.accept(code) == first
    assert [entry.action for entry in repository.log(project_id, dana)].count("accepted the invitation") == 1


def test_two_browsers_that_accept_at_once_make_one_member(
    repository: Repository, project_id: str, dana: Person
) -> None:
    code = repository.invite(project_id, dana, "Robin").code
    with ThreadPoolExecutor(4) as pool:
        came = list(pool.map(lambda _: repository.accept(code), range(4)))
    assert len(set(came)) == 1 and len(repository.members(project_id, dana)) == 2


@pytest.mark.parametrize(
    "written", [str.lower, lambda code: code.replace("-", " "), lambda code: code.replace("0", "O")]
)
def test_a_code_is_taken_as_people_type_it(repository: Repository, project_id: str, dana: Person, written: Any) -> None:
    invited = repository.invite(project_id, dana, "Robin")
    assert repository.accept(written(invited.code))[0] == invited.person


def test_codes_are_long_unlike_each_other_and_easy_to_read() -> None:
    codes = {new_code() for _ in range(200)}
    assert len(codes) == 200 and all(len(one.replace("-", "")) == CODE_LENGTH for one in codes)
    assert CODE_LENGTH * (len(LETTERS).bit_length() - 1) >= 100, "bits that have to be guessed"
    assert not set("ILOU") & set(LETTERS)


def test_the_database_holds_no_code_and_no_ticket(repository: Repository, project_id: str, dana: Person) -> None:
    code = repository.invite(project_id, dana, "Robin").code
    newer = repository.renew(project_id, dana, repository.person_called(project_id, dana, "Robin").id).code
    secret = repository.issue_ticket(dana, project_id)
    held = everything(repository)
    assert code_hash(newer) in held
    for hidden in (code, newer, code.replace("-", ""), newer.replace("-", ""), secret):
        assert hidden not in held


@pytest.mark.parametrize("code", ["", "-", "AAAAA-AAAAA-AAAAA-AAAAA", "x" * 10_000, "\x00", "\ud800", "' OR 1=1 --"])
def test_a_wrong_code_is_told_like_any_other(repository: Repository, project_id: str, dana: Person, code: str) -> None:
    repository.invite(project_id, dana, "Robin")
    with pytest.raises(NotFound, match="not known here, has run out, or was taken back"):
        repository.accept(code)


def test_a_link_runs_out_and_a_new_one_ends_the_old_and_its_sessions(
    repository: Repository, project_id: str, dana: Person
) -> None:
    old = repository.invite(project_id, dana, "Robin")
    guest, invitation, turn = repository.accept(old.code)
    run_out(repository, "invitation")
    with pytest.raises(NotFound):
        repository.accept(old.code)
    assert repository.admitted(invitation, turn) == (guest, "viewer"), "whoever is in stays in"
    new = repository.renew(project_id, dana, guest.id)
    assert repository.admitted(invitation, turn) is None
    with pytest.raises(NotFound):
        repository.accept(old.code)
    again = repository.accept(new.code)
    assert again[0] == guest and repository.admitted(*again[1:]) == (guest, "viewer")


def test_an_invitation_that_was_never_accepted_runs_out(repository: Repository, project_id: str, dana: Person) -> None:
    invited = repository.invite(project_id, dana, "Robin")
    run_out(repository, "invitation")
    assert [one.state for one in repository.members(project_id, dana)] == ["member", "run out"]
    with pytest.raises(NotFound):
        repository.accept(invited.code)
    with pytest.raises(NotFound):
        repository.record(project_id, invited.person)


def test_revoking_ends_access_link_and_session(repository: Repository, project_id: str, dana: Person) -> None:
    invited = repository.invite(project_id, dana, "Robin", "contributor")
    guest, invitation, turn = repository.accept(invited.code)
    repository.save(project_id, guest, Range, {"low": 1})
    repository.revoke(project_id, dana, guest.id)
    assert repository.admitted(invitation, turn) is None and repository.projects(guest) == ()
    for refused in (
        lambda: repository.accept(invited.code),
        lambda: repository.record(project_id, guest),
        lambda: repository.save(project_id, guest, Range, {"low": 2}),
        lambda: repository.revoke(project_id, dana, guest.id),
        lambda: repository.renew(project_id, dana, guest.id),
    ):
        with pytest.raises(NotFound):
            refused()
    assert repository.record(project_id, dana).answers["range"]["low"].person == guest, "what they wrote stays"
    assert repository.verify(project_id).ok


def test_an_invitation_is_taken_back_before_anybody_came(repository: Repository, project_id: str, dana: Person) -> None:
    invited = repository.invite(project_id, dana, "Robin", "owner")
    repository.revoke(project_id, dana, invited.person.id)
    with pytest.raises(NotFound):
        repository.accept(invited.code)
    assert [one.person for one in repository.members(project_id, dana)] == [dana]


def test_the_last_owner_stays(repository: Repository, project_id: str, dana: Person) -> None:
    for refused in (
        lambda: repository.revoke(project_id, dana, dana.id),
        lambda: repository.change_permission(project_id, dana, dana.id, "viewer"),
    ):
        with pytest.raises(InputError, match="only owner"):
            refused()
    invited = repository.invite(project_id, dana, "Robin", "owner")
    with pytest.raises(InputError, match="only owner"):
        repository.revoke(project_id, dana, dana.id)  # Robin has not come yet
    robin = repository.accept(invited.code)[0]
    repository.revoke(project_id, robin, dana.id)
    assert repository.projects(dana) == () and repository.permission(project_id, robin) == "owner"
    with pytest.raises(InputError, match="only owner"):
        repository.change_permission(project_id, robin, robin.id, "approver")


def test_two_owners_cannot_remove_each_other_at_once(repository: Repository, project_id: str, dana: Person) -> None:
    robin = repository.accept(repository.invite(project_id, dana, "Robin", "owner").code)[0]

    def remove(pair: tuple[Person, Person]) -> bool:
        try:
            repository.revoke(project_id, *pair[:1], pair[1].id)
        except (InputError, NotFound, NotAllowed):
            return False
        return True

    with ThreadPoolExecutor(2) as pool:
        done = list(pool.map(remove, [(dana, robin), (robin, dana)]))
    assert done.count(True) == 1
    left = [who for who in (dana, robin) if repository.projects(who)]
    assert len(left) == 1 and repository.permission(project_id, left[0]) == "owner"


@pytest.mark.parametrize("permission", [one for one in PERMISSIONS if one != "owner"])
def test_only_an_owner_lets_people_in(repository: Repository, project_id: str, dana: Person, permission: str) -> None:
    repository.invite(project_id, dana, "Ines")
    guest = repository.accept(repository.invite(project_id, dana, "Robin", permission).code)[0]
    for refused in (
        lambda: repository.invite(project_id, guest, "Eve", "owner"),
        lambda: repository.change_permission(project_id, guest, guest.id, "owner"),
        lambda: repository.revoke(project_id, guest, dana.id),
        lambda: repository.renew(project_id, guest, guest.id),
        lambda: repository.person_called(project_id, guest, "Robin"),
    ):
        with pytest.raises(NotAllowed):
            refused()
    assert "Ines" not in {one.person.name for one in repository.members(project_id, guest)}
    assert repository.permission(project_id, guest) == permission


def test_a_stranger_is_told_that_there_is_no_such_project(
    repository: Repository, project_id: str, dana: Person
) -> None:
    other = repository.create_project("Another", Person("eve", "Eve"))
    guest = repository.accept(repository.invite(project_id, dana, "Robin", "owner").code)[0]
    for refused in (
        lambda: repository.invite(other, guest, "Mallory"),
        lambda: repository.members(other, guest),
        lambda: repository.revoke(other, guest, "eve"),
        lambda: repository.record(other, guest),
    ):
        with pytest.raises(NotFound, match="no such project for you"):
            refused()


def test_a_permission_changes_at_once_also_before_the_person_came(
    repository: Repository, project_id: str, dana: Person
) -> None:
    guest = repository.accept(repository.invite(project_id, dana, "Robin", "contributor").code)[0]
    repository.save(project_id, guest, Range, {"low": 1})
    repository.change_permission(project_id, dana, guest.id, "viewer")
    with pytest.raises(NotAllowed):
        repository.save(project_id, guest, Range, {"low": 2})
    waiting = repository.invite(project_id, dana, "Ines", "owner")
    repository.change_permission(project_id, dana, waiting.person.id, "participant")
    assert repository.permission(project_id, repository.accept(waiting.code)[0]) == "participant"


def test_the_rows_of_a_project_stay_hidden_from_whoever_may_not_see_them(
    repository: Repository, project_id: str, dana: Person
) -> None:
    repository.attach_data(project_id, dana, REFERENCE)
    viewer = repository.accept(repository.invite(project_id, dana, "Robin", "viewer").code)[0]
    seen = repository.record(project_id, viewer).data
    assert seen is not None and (seen.location, seen.connection) == ("", None)


@pytest.mark.parametrize(
    ("name", "permission", "days", "told"),
    [
        ("", "viewer", 1, "needs a name"),
        ("x" * 81, "viewer", 1, "needs a name"),
        ("Robin", "admin", 1, "no permission “admin”"),
        ("Robin", "viewer", 0, "more than 0"),
        ("Robin", "viewer", -1, "more than 0"),
        ("Robin", "viewer", float("nan"), "more than 0"),
        ("Robin", "viewer", 10_000, "more than 0"),
        ("Dana Ørsted", "viewer", 1, "a Dana Ørsted in this project already"),
    ],
)
def test_nonsense_is_refused_in_words(
    repository: Repository, project_id: str, dana: Person, name: str, permission: str, days: float, told: str
) -> None:
    repository.record(project_id, dana)
    repository.save(project_id, dana, Range, {"low": 1})
    with pytest.raises(InputError, match=told):
        repository.invite(project_id, dana, name, permission, days=days)
    assert len(repository.members(project_id, dana)) == 1


def test_a_guest_begins_no_project(repository: Repository, project_id: str, dana: Person, tmp_path: Path) -> None:
    guest = repository.accept(repository.invite(project_id, dana, "Robin", "contributor").code)[0]
    path = repository.export_project(project_id, dana, tmp_path / "project.json")
    for refused in (lambda: repository.create_project("Mine", guest), lambda: repository.import_project(path, guest)):
        with pytest.raises(NotAllowed, match="begins no project"):
            refused()


def test_each_change_of_people_is_a_sentence_of_the_log(repository: Repository, project_id: str, dana: Person) -> None:
    invited = repository.invite(project_id, dana, "Robin", "viewer")
    repository.accept(invited.code)
    repository.change_permission(project_id, dana, invited.person.id, "approver")
    repository.change_permission(project_id, dana, invited.person.id, "approver")  # no change, no entry
    repository.renew(project_id, dana, invited.person.id)
    repository.revoke(project_id, dana, invited.person.id)
    told = [line.split(": ", 1)[1] for line in sentences(repository.log(project_id, dana))][1:]
    assert told == [
        "Dana Ørsted invited Robin as viewer.",
        "Robin accepted the invitation as viewer.",
        "Dana Ørsted made Robin approver (was viewer).",
        "Dana Ørsted gave Robin a new link; the one before no longer works.",
        "Dana Ørsted took back the access of Robin (approver).",
    ]
    assert repository.verify(project_id).ok


def test_a_note_cannot_pretend_that_somebody_was_invited(repository: Repository, project_id: str, dana: Person) -> None:
    with pytest.raises(InputError.__base__, match="itself writes"):
        repository.note(project_id, dana, "invited", {"name": "Eve", "permission": "owner"})


def test_a_ticket_opens_once(repository: Repository, project_id: str, dana: Person) -> None:
    secret = repository.issue_ticket(dana, project_id)
    assert repository.redeem_ticket(secret) == (dana, project_id)
    with pytest.raises(NotAllowed, match="used already"):
        repository.redeem_ticket(secret)


def test_a_ticket_opens_once_also_for_two_at_the_same_moment(
    repository: Repository, project_id: str, dana: Person
) -> None:
    secret = repository.issue_ticket(dana, project_id)

    def redeem(_: int) -> bool:
        try:
            return repository.redeem_ticket(secret) == (dana, project_id)
        except NotAllowed:
            return False

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(redeem, range(4))).count(True) == 1


def test_a_ticket_older_than_a_minute_opens_nothing(repository: Repository, project_id: str, dana: Person) -> None:
    secret = repository.issue_ticket(dana, project_id)
    run_out(repository, "ticket")
    with pytest.raises(NotAllowed, match="older than a minute"):
        repository.redeem_ticket(secret)
    repository.issue_ticket(dana)
    with repository.engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM ticket")).scalar() == 1, "old ones are cleared away"


@pytest.mark.parametrize("secret", ["", "x", "\ud800", "a" * 5000])
def test_a_ticket_cannot_be_made_up(repository: Repository, project_id: str, dana: Person, secret: str) -> None:
    repository.issue_ticket(dana, project_id)
    with pytest.raises(NotAllowed):
        repository.redeem_ticket(secret)


def test_a_ticket_to_the_project_of_others_names_none(repository: Repository, project_id: str, dana: Person) -> None:
    eve = Person("eve", "Eve")
    repository.create_project("Mine", eve)
    for wanted, seen in ((project_id, None), ("nonsense", None), (None, None)):
        assert repository.redeem_ticket(repository.issue_ticket(eve, wanted)) == (eve, seen)


def test_the_address_that_is_shared_is_the_newest(repository: Repository) -> None:
    assert repository.shared_address() is None
    for address in ("http://one:1/", "https://two/"):
        repository.remember_address(address)
    assert repository.shared_address() == "https://two/"


def test_links_work_for_two_weeks_unless_told_otherwise(repository: Repository, project_id: str, dana: Person) -> None:
    usual, short = repository.invite(project_id, dana, "A"), repository.invite(project_id, dana, "B", days=1)
    assert round((usual.expires_at - short.expires_at).total_seconds() / 86400) == DAYS - 1


@pytest.mark.parametrize(("name", "count"), list(itertools.product(["Robin"], [1, 2])))
def test_a_person_is_found_by_name_where_one_has_it(
    repository: Repository, project_id: str, dana: Person, name: str, count: int
) -> None:
    invited = [repository.invite(project_id, dana, f"{name} {place}").person for place in range(count)]
    change(repository, "UPDATE person SET name = 'Robin' WHERE id LIKE 'invited-%'")
    if count == 1:
        assert repository.person_called(project_id, dana, name).id == invited[0].id
    else:
        with pytest.raises(InputError, match="Several people"):
            repository.person_called(project_id, dana, name)
    assert repository.person_called(project_id, dana, invited[0].id).id == invited[0].id
    with pytest.raises(NotFound, match="Nobody called"):
        repository.person_called(project_id, dana, "Zoe")
