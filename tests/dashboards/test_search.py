"""The search over everything: what is found by what, by whom, in which order, and at which price."""

from typing import Any

import pytest
from flask import Flask

from tests import factories as make
from tests.databases import statements
from tests.world import World
from tracker.dashboards import search
from tracker.dashboards.paging import Window
from tracker.dashboards.search import Group, Question, find, found, the_one
from tracker.dashboards.search_kinds import KINDS
from tracker.db import db
from tracker.domain.evaluation import Visibility
from tracker.domain.people import Role
from tracker.domain.search import SearchKind, kept_words
from tracker.models.people import Person
from tracker.models.search import SEARCHED
from tracker.permissions import Permission, allows, standing_of
from tracker.scopes import seen

NOW = make.AT
PERMISSIONS = {
    SearchKind.PARTNERSHIP: Permission.PARTNERSHIP_VIEW,
    SearchKind.CITY: Permission.SIGNED_IN,
    SearchKind.PERSON: Permission.PEOPLE_VIEW,
    SearchKind.MISSION: Permission.MISSION_VIEW,
    SearchKind.REPORT: Permission.REPORT_VIEW,
    SearchKind.PROGRAMME: Permission.SIGNED_IN,
    SearchKind.NOTE: Permission.NOTE_VIEW,
    SearchKind.INSTRUMENT: Permission.ROOM_VIEW,
    SearchKind.SHARE_ACTIVITY: Permission.ROOM_VIEW,
    SearchKind.NEED: Permission.ROOM_VIEW,
}
"""What it takes to open the page on which a thing of each kind is read."""


def asked(text: str, by: Person | None = None, **more: Any) -> list[Group]:
    """Give what somebody finds, by default an administrator."""
    return find(Question(text), standing_of(by or make.administrator(), NOW), **more)


def titles(text: str, kind: SearchKind, by: Person | None = None) -> list[str]:
    """Give the titles of what is found of one kind."""
    return [hit.title for group in asked(text, by) if group.kind is kind for hit in group.hits]


@pytest.mark.parametrize(
    ("why", "question", "is_found"),
    [
        ("three letters", "nam", True),
        ("two letters are too few", "na", False),
        ("capitals", "NAMPULA", True),
        ("accents that are not there", "námpula", True),
        ("accents left out", "electronico", True),
        ("the newer spelling", "eletrónico", True),
        ("the older spelling", "electrónico", True),
        ("cut off between the two letters", "elec", True),
        ("acção written ação", "ação", True),
        ("cut off after the mute letter", "acç", True),
        ("projecto written projeto", "projeto", True),
        ("ótima for óptima", "ótima", True),
        ("the joined word", "infraestrut", True),
        ("the word with its hyphen", "infra-estrut", True),
        ("what follows a hyphen", "bissau", True),
        ("several beginnings in any order", "ele nam", True),
        ("one word that is not there", "nampula lisboa", False),
        ("not from the middle of a word", "ampula", False),
        ("short words beside long ones are left aside", "nampula de", True),
        ("signs that mean something to databases", "na%_m", False),
        ("a backslash", "nampula \\", True),
    ],
)
def test_by_what_a_partnership_is_found(app: Flask, why: str, question: str, is_found: bool) -> None:
    title = "Nampula – Guiné-Bissau: projecto electrónico de infra-estruturas, acção óptima"
    make.partnership(title=title)
    assert titles(question, SearchKind.PARTNERSHIP) == ([title] if is_found else []), why


def test_every_kind_is_found_by_what_it_says(app: Flask) -> None:
    frame = make.programme("Zambezi basin")
    of = make.partnership([make.city("Zumbo"), make.city("Tete")], programme=frame, title="Zumbo – Tete")
    author = make.person("Zulmira", Role.TECHNICIAN, city=of.cities[0])
    visit = make.completed_mission(of, title="Zoning", place="Zumbo")
    make.draft_report(visit)
    make.note(of, author, text="Zero leaks.", language="en")
    make.instrument(of, title="Zoning plan")
    make.share_activity(of, title="Zambezi day")
    make.need(of, title="Zinc roofs")
    found_by = {
        SearchKind.PARTNERSHIP: ("zum", "Zumbo – Tete", f"/partnerships/{of.ref}"),
        SearchKind.CITY: ("zum", "Zumbo", "/cities/zumbo"),
        SearchKind.PERSON: ("zul", "Zulmira", f"/people/{author.id}"),
        SearchKind.MISSION: ("zon", "Zoning", f"/missions/{visit.ref}"),
        SearchKind.REPORT: (f"{visit.ref}-v1", "Mission report", f"/reports/{visit.ref}-v1"),
        SearchKind.PROGRAMME: ("zam", "Zambezi basin", f"/programmes/{frame.code}"),
        SearchKind.NOTE: ("zero", "Zero leaks.", f"/partnerships/{of.ref}/notes"),
        SearchKind.INSTRUMENT: ("zon", "Zoning plan", f"/partnerships/{of.ref}/stages/5"),
        SearchKind.SHARE_ACTIVITY: ("zam", "Zambezi day", f"/partnerships/{of.ref}/share"),
        SearchKind.NEED: ("zinc", "Zinc roofs", f"/partnerships/{of.ref}/stages/1"),
    }
    reader = make.coordinator(frame)
    for kind, (question, title, href) in found_by.items():
        hits = [hit for group in asked(question, reader) if group.kind is kind for hit in group.hits]
        assert [(hit.title, hit.href) for hit in hits] == [(title, href)], kind
    assert found_by.keys() == set(SearchKind)


def test_a_part_of_many_with_the_count_of_all(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(7):
        make.city(f"Nampula {number}")
    make.city("Lisboa")
    [group] = asked("nam")
    assert (group.count, [hit.title for hit in group.hits]) == (7, [f"Nampula {number}" for number in range(5)])
    assert not group.is_cut
    parts = [asked("nam", only=SearchKind.CITY, window=Window(number, 3)) for number in (1, 2, 3)]
    assert [[hit.title[-1] for hit in part[0].hits] for part in parts] == [["0", "1", "2"], ["3", "4", "5"], ["6"]]
    assert {part[0].count for part in parts} == {7}
    assert asked("nam", only=SearchKind.CITY, window=Window(4, 3)) == []
    monkeypatch.setattr(search, "MOST_FOUND", 4)
    [group] = asked("nam")
    assert (group.count, group.is_cut) == (4, True)


def test_what_is_meant_without_doubt(app: Flask) -> None:
    of = make.partnership([make.city("Nampula"), make.city("Tete")], title="Nampula – Tete")
    visit = make.completed_mission(of, title="Cadastre")

    def meant(text: str) -> str | None:
        hit = the_one(Question(text), asked(text))
        return hit and hit.href

    assert meant(of.ref) == meant(of.ref.lower()) == meant(of.ref[2:]) == f"/partnerships/{of.ref}"
    assert meant(visit.ref) == f"/missions/{visit.ref}"
    assert meant("cada") == f"/missions/{visit.ref}"
    assert meant("nampula") is None
    assert meant("nowhere") is None


def test_what_is_removed_or_deleted_is_not_found(app: Flask) -> None:
    of = make.partnership(title="Zumbo", deleted_at=NOW, deleted_reason="Twice")
    make.completed_mission(of, title="Zumbo")
    make.need(make.partnership(), title="Zumbo", removed_at=NOW)
    assert asked("zumbo") == []


def test_everybody_finds_what_they_may_open_and_nothing_else(world: World) -> None:
    """Each thing of the world is looked for by a word of its own, by everybody."""
    people = {person.id: person for person in db.session.query(Person)}
    for person in people.values():
        standing = standing_of(person, NOW)
        for kind in KINDS:
            told = SEARCHED[kind.table]
            visible = {
                thing.id
                for thing in db.session.scalars(seen(kind.table, standing)).unique()
                if allows(standing, PERMISSIONS[kind.kind], None if kind.table is Person else thing)
                and not getattr(thing, "removed_at", None)
            }
            for thing in db.session.query(kind.table):
                words = kept_words(*(getattr(thing, name) or "" for name in told.texts))
                question = Question(max(sorted(words), key=len))
                ids = set(db.session.scalars(found(kind, question, standing))) if kind.is_for(standing) else set()
                assert (thing.id in ids) == (thing.id in visible), f"{person.name}: {kind.kind} {question.text}"


def test_a_private_note_is_its_authors_alone(app: Flask) -> None:
    of = make.partnership()
    author, colleague = make.technician(of.cities[0]), make.technician(of.cities[1])
    make.note(of, author, text="Zinc", visibility=Visibility.PRIVATE)
    assert titles("zinc", SearchKind.NOTE, author) == ["Zinc"]
    for other in (colleague, make.administrator(), make.coordinator()):
        assert asked("zinc", other) == []


def test_as_many_statements_for_many_as_for_few_and_none_for_too_short_a_question(app: Flask) -> None:
    reader = standing_of(make.administrator(), NOW)

    def count(text: str) -> int:
        db.session.commit()
        with statements() as made:
            find(Question(text), reader)
        return len(made)

    few = count("nam")
    for number in range(20):
        make.partnership(title=f"Nampula {number}")
    assert count("nam") == few == 1
    assert count("na") == count("") == 0
