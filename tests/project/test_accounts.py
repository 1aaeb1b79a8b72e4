from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.project.test_admission import run_out
from workbook.errors import InputError, NotAllowed, NotFound
from workbook.project import Person, Repository, sentences
from workbook.project.people import person_of

RITA, OSKAR = Person("rita", "Rita"), Person("oskar", "Oskar")


def test_whoever_has_an_account_comes_in_as_themselves(repository: Repository, project_id: str, dana: Person) -> None:
    invited = repository.invite(project_id, dana, "Rita from Risk", "contributor")
    assert repository.accept_as(invited.code, RITA) == project_id
    assert repository.permission(project_id, RITA) == "contributor"
    assert {one.person for one in repository.members(project_id, dana)} == {dana, RITA}
    with pytest.raises(NotFound):
        repository.record(project_id, invited.person)
    entry = repository.log(project_id, dana)[-1]
    assert entry.person == RITA and "Rita" in sentences([entry])[0]
    assert repository.verify(project_id).ok


def test_the_same_person_may_use_the_link_again(repository: Repository, project_id: str, dana: Person) -> None:
    code = repository.invite(project_id, dana, "Rita").code
    assert repository.accept_as(code, RITA) == repository.accept_as(code, RITA) == project_id
    assert [entry.action for entry in repository.log(project_id, dana)].count("accepted the invitation") == 1


def test_nobody_else_comes_in_by_a_code_that_was_used(repository: Repository, project_id: str, dana: Person) -> None:
    code = repository.invite(project_id, dana, "Rita").code
    repository.accept_as(code, RITA)
    with pytest.raises(NotFound):
        repository.accept_as(code, OSKAR)
    with pytest.raises(NotFound):
        repository.accept(code)
    taken = repository.invite(project_id, dana, "Robin").code
    repository.accept(taken)
    with pytest.raises(NotFound):
        repository.accept_as(taken, OSKAR)
    assert repository.projects(OSKAR) == ()


def test_two_who_use_a_code_at_once_do_not_both_come_in(repository: Repository, project_id: str, dana: Person) -> None:
    code = repository.invite(project_id, dana, "Somebody").code

    def attempt(who: Person) -> bool:
        try:
            return repository.accept_as(code, who) == project_id
        except NotFound:
            return False

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(attempt, (RITA, OSKAR))) == [False, True]


@pytest.mark.parametrize("end", ["revoke", "renew", "run out", "wrong"])
def test_a_code_that_ended_opens_nothing(repository: Repository, project_id: str, dana: Person, end: str) -> None:
    invited = repository.invite(project_id, dana, "Rita")
    code = invited.code
    if end == "revoke":
        repository.revoke(project_id, dana, invited.person.id)
    elif end == "renew":
        repository.renew(project_id, dana, invited.person.id)
    elif end == "run out":
        run_out(repository, "invitation")
    else:
        code = code[:-1] + ("0" if code[-1] != "0" else "1")
    with pytest.raises(NotFound):
        repository.accept_as(code, RITA)


def test_who_is_in_already_is_told_and_the_code_stays_unused(
    repository: Repository, project_id: str, dana: Person
) -> None:
    code = repository.invite(project_id, dana, "Rita", "owner").code
    with pytest.raises(InputError, match="already"):
        repository.accept_as(code, dana)
    assert repository.accept_as(code, RITA) == project_id


def test_access_of_an_account_is_changed_renewed_and_taken_back_like_any_other(
    repository: Repository, project_id: str, dana: Person
) -> None:
    code = repository.invite(project_id, dana, "Rita", "contributor").code
    repository.accept_as(code, RITA)
    repository.change_permission(project_id, dana, RITA.id, "viewer")
    assert repository.permission(project_id, RITA) == "viewer"
    again = repository.renew(project_id, dana, RITA.id).code
    assert repository.accept_as(again, RITA) == project_id
    with pytest.raises(NotFound):
        repository.accept(again)
    repository.revoke(project_id, dana, RITA.id)
    for old in (code, again):
        with pytest.raises(NotFound):
            repository.accept_as(old, RITA)
    with pytest.raises((NotFound, NotAllowed)):
        repository.record(project_id, RITA)
    anew = repository.invite(project_id, dana, "Rita", "approver").code
    repository.accept_as(anew, RITA)
    assert repository.permission(project_id, RITA) == "approver"


def test_a_login_is_the_identifier() -> None:
    assert person_of("nobody-has-this-login") == Person("nobody-has-this-login", "nobody-has-this-login")
