"""Who can be ticked on a mission's form."""

from flask import Flask

from tests import factories as make
from tests.databases import statements
from tracker.dashboards.delegations import MOST_A_SIDE, known_people
from tracker.domain.people import Role


def test_people_with_an_account_come_first_and_nobody_comes_twice(app: Flask) -> None:
    nampula, guarulhos = make.city("Nampula"), make.city("Guarulhos")
    partnership = make.partnership([nampula, guarulhos])
    technician = make.technician(nampula, function="Surveyor")
    make.technician(nampula, is_active=False)
    make.technician(make.city())
    make.person("Observer of Nampula", Role.OBSERVER, city=nampula)
    mission = make.mission(partnership)
    make.delegate(mission, nampula, name="TECHNICIAN of Nampúla", function="Other")
    make.delegate(mission, guarulhos, name="Clerk", organisation="Archive", function="Clerk")
    make.delegate(mission, guarulhos, name="Professor", city=None)
    make.delegate(make.mission(), guarulhos, name="Foreign")
    found = known_people(partnership)
    assert [(one.city_id, one.name, one.organisation, one.function) for one in found] == [
        (nampula.id, technician.name, "", "Surveyor"),
        (None, "Professor", "Guarulhos", "Surveyor"),
        (guarulhos.id, "Clerk", "Archive", "Clerk"),
    ]
    assert [one.key for one in found] == [f"{nampula.id}-technician of nampula", "0-professor", f"{guarulhos.id}-clerk"]


def test_a_side_shows_a_few_and_two_questions_are_enough(app: Flask) -> None:
    partnership = make.partnership()
    mission = make.mission(partnership)
    for number in range(MOST_A_SIDE + 5):
        make.delegate(mission, partnership.cities[0], name=f"Surveyor {number}")
    make.delegate(mission, partnership.cities[1], name="Clerk")
    assert partnership.members
    with statements() as seen:
        found = known_people(partnership)
    assert len(seen) == 2
    assert len(found) == MOST_A_SIDE + 1
    assert found[1].name == f"Surveyor {MOST_A_SIDE + 4}"
