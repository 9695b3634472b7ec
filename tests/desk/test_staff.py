"""Who is on the desk's staff, and what each role may do."""

from dataclasses import replace

import pytest

from bot.desk.staff import demo, members, roles
from bot.desk.staff.member import CAPACITY_MAX, Member
from bot.desk.staff.roles import ALLOWED, Act, NotAllowed, Role, may
from bot.errors import Refused

# One line for each act: who may, of specialist, verifier, supervisor, admin.
CELLS = """
take_chats        yes yes yes no
take_any_chats    yes no  yes no
see_queue         yes yes yes no
open_own          yes yes yes no
open_any          no  no  yes no
search            yes yes yes no
write_notes       yes yes yes no
make_promises     yes yes yes no
edit_drafts       yes no  yes no
verify            no  yes no  no
see_team          no  no  yes yes
reassign          no  no  yes no
see_figures       no  no  yes yes
see_reports       no  yes yes no
see_requests      no  yes yes no
decide_requests   no  yes yes no
manage_staff      no  no  no  yes
"""
TABLE = {Act(act): cells for act, *cells in (line.split() for line in CELLS.split("\n") if line)}
PAIRS = [(role, act) for role in Role for act in Act]


@pytest.mark.parametrize(("role", "act"), PAIRS)
def test_each_role_may_do_what_the_table_says(role, act):
    allowed = TABLE[act][list(Role).index(role)] == "yes"
    member = Member("ann", "Ann", (role,))
    assert may((role,), act) is allowed
    if allowed:
        roles.require(member, act)
    else:
        with pytest.raises(NotAllowed):
            roles.require(member, act)
    with pytest.raises(NotAllowed):
        roles.require(replace(member, active=False), act)


def test_every_role_and_every_act_has_its_cells():
    assert set(ALLOWED) == set(Role)
    assert set(TABLE) == set(Act)


@pytest.mark.parametrize("act", Act)
def test_who_has_no_known_role_may_do_nothing(act):
    assert not may((), act)
    assert not may(("owner", ""), act)


def test_several_roles_add_up():
    assert may(("verifier", "admin"), Act.VERIFY)
    assert may(("verifier", "admin"), Act.MANAGE_STAFF)
    assert not may(("verifier", "admin"), Act.REASSIGN)


def new(**changed):
    return {"handle": "ann", "name": "Ann", "password_hash": "x", "roles": ["specialist"], **changed}


async def test_a_member_is_added_found_changed_and_listed(desk):
    async with desk() as session:
        added = await members.add(
            session, **new(categories=["Web", "Design", "Web"], languages=["de", "en"]), now=desk.now
        )
        await members.add(session, **new(handle="zoe", name="Abe", categories=["Audio"]), now=desk.now)
    assert added == Member("ann", "Ann", ("specialist",), ("Web", "Design"), ("de", "en"), 3, active=True)
    async with desk() as session:
        assert await members.find(session, handle="ann") == added
        assert await members.find(session, handle="nobody") is None
        assert [each.handle for each in await members.everybody(session)] == ["zoe", "ann"]
        assert await members.categories(session) == ["Audio", "Design", "Web"]
        changed = await members.change(session, handle="ann", capacity=5, active=False)
        assert changed == replace(added, capacity=5, active=False)
    async with desk() as session:
        assert [each.handle for each in await members.everybody(session)] == ["zoe"]
        assert await members.categories(session) == ["Audio"]
        with pytest.raises(members.UnknownMember):
            await members.require_member(session, handle="ann")
        with pytest.raises(members.UnknownMember):
            await members.change(session, handle="nobody", name="x")
        with pytest.raises(members.UnknownMember):
            await members.set_password(session, handle="nobody", password_hash="x")
        with pytest.raises(members.HandleTaken):
            await members.add(session, **new(), now=desk.now)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"handle": ""}, "A handle has"),
        ({"handle": "Ann"}, "A handle has"),
        ({"handle": "ann lee"}, "A handle has"),
        ({"handle": "-ann"}, "A handle has"),
        ({"handle": "a" * 81}, "A handle has"),
        ({"name": " "}, "A name has 1 to 120"),
        ({"name": "a" * 121}, "A name has"),
        ({"roles": []}, "A role is one of specialist, verifier, supervisor, admin"),
        ({"roles": ["specialist", "boss"]}, "A role is one of"),
        ({"categories": [""]}, "A category has"),
        ({"categories": ["a" * 81]}, "A category has"),
        ({"categories": [str(number) for number in range(51)]}, "A category has"),
        ({"languages": []}, "A language is a code"),
        ({"languages": ["English"]}, "A language is a code"),
        ({"capacity": 0}, "A member takes 1 to 10"),
        ({"capacity": CAPACITY_MAX + 1}, "A member takes 1 to 10"),
    ],
)
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_what_does_not_fit_a_member_is_refused_with_a_sentence(desk, wrong, sentence):
    async with desk() as session:
        with pytest.raises(members.WrongMember) as refusal:
            await members.add(session, **new(**wrong), now=desk.now)
        assert refusal.value.message.startswith(sentence)
        if "handle" not in wrong:
            await members.add(session, **new(), now=desk.now)
            with pytest.raises(members.WrongMember):
                await members.change(session, handle="ann", **wrong)


@pytest.mark.parametrize(
    ("languages", "language", "speaks"),
    [
        (("en",), "en", True),
        (("en",), "en-GB", True),
        (("de", "fr"), "DE-at", True),
        (("en",), "de", False),
        (("en",), "", False),
    ],
)
def test_a_language_is_spoken_in_every_region(languages, language, speaks):
    assert Member("ann", "Ann", ("specialist",), languages=languages).speaks(language) is speaks


async def test_the_demo_has_its_four_people_once(desk):
    async with desk() as session:
        assert await demo.ensure(session, password_hash="x", now=desk.now)
        assert not await demo.ensure(session, password_hash="y", now=desk.now)
        staff = {each.handle: each for each in await members.everybody(session)}
    assert set(staff) == {"specialist-web", "specialist-design", "specialist-verify", "lead-demo"}
    assert staff["specialist-verify"].roles == ("verifier",)
    assert staff["lead-demo"].roles == ("supervisor",)
    assert [staff[each].categories for each in ("specialist-web", "specialist-design")] == [(demo.WEB,), (demo.DESIGN,)]


def test_every_refusal_of_the_staff_has_a_code_of_its_own():
    refusals = [members.HandleTaken, members.WrongMember, members.UnknownMember, NotAllowed]
    assert len({each.code for each in refusals}) == len(refusals)
    assert all(issubclass(each, Refused) for each in refusals)
