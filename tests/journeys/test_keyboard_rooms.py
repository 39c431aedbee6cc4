"""The rooms of the six stages by keyboard alone: the city agrees, a row is added and saved, the focus is always seen.

Nothing is clicked in a room: Tab, Enter, Space, arrows and typing do it all, 360 px wide.
"""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from playwright.sync_api import expect

from tests import factories as make
from tests.journeys.house import House
from tests.journeys.reader import Device, Reader
from tests.journeys.scenes import inside, person
from tracker.db import db
from tracker.models.cities import City
from tracker.models.partnerships import Partnership

SMALL = Device(360, 740)
MZUZU, MATOLA = "Mzuzu", "Matola"
ROW = "A row by keyboard"


def both_need(of: Partnership) -> None:
    """Record a need of each city."""
    for city in of.cities:
        make.need(of, city)


def assessed(of: Partnership) -> None:
    """Assess a result, rate an instrument, write a lesson."""
    make.result(of)
    instrument = make.instrument(of)
    for city in of.cities:
        make.rating(instrument, city)
    make.note(of, person("technician.matola"))


@dataclass(frozen=True)
class Room:
    """A room: what stands there before, and how a row is added; `ticks` and `lists` are used with Space and arrows."""

    number: int
    fill: Callable[[Partnership], object]
    add: str
    about: str = ""
    texts: tuple[str, ...] = ()
    lists: tuple[str, ...] = ()
    ticks: tuple[str, ...] = ()
    is_joint: bool = True


ROOMS = (
    Room(1, both_need, "Add a need", f"of {MZUZU}", ("What is needed?",), ("Sector",), ("High",)),
    Room(2, make.comparison, "Add a dimension", "", ("Dimension", "How is it in Mzuzu?"), (), ("Similar",)),
    Room(3, make.priority, "Add a priority", "", ("What comes first?",)),
    Room(4, make.activity, "Add an activity", "", ("Activity", MZUZU, "Expected result")),
    Room(5, make.instrument, "Add an instrument", "", ("Instrument or practice",), is_joint=False),
    Room(6, assessed, "Add a result", "", ("What was expected?", "What was achieved?")),
)


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: f"stage-{room.number}")
def test_a_room_is_used_by_keyboard_alone(house: House, arrive: Callable[..., Reader], room: Room) -> None:
    with inside(house):
        cities = [db.session.query(City).filter_by(name=name).one() for name in (MZUZU, MATOLA)]
        of = make.partnership(cities, stage=room.number, policy="guide-2")
        room.fill(of)
        address = f"/partnerships/{of.ref}/stages/{room.number}"
        db.session.commit()
    technician = arrive(house, "technician.mzuzu", device=SMALL)
    technician.sign_in()
    technician.open(address)
    if room.is_joint:
        agrees(technician)
    adds_a_row(technician, room)
    technician.sees(ROW)
    if room.is_joint:
        assert technician.named("We agree to this", about=MZUZU).count() == 1


def agrees(technician: Reader) -> None:
    """The city gives its word, and takes the focus with it."""
    technician.go_by_tab(technician.named("We agree to this", about=MZUZU))
    technician.enter()
    technician.sees("Your city agrees to what stands here. A later change asks for its word anew.")


def adds_a_row(technician: Reader, room: Room) -> None:
    """From the room to the form, through its fields in their order, and back."""
    technician.go_by_tab(technician.named(room.add, about=room.about))
    technician.enter()
    for label in room.texts:
        technician.go_by_tab(technician.field(label))
        technician.type_here(ROW)
    for label in room.lists:
        choice = technician.field(label)
        before = choice.input_value()
        technician.go_by_tab(choice)
        technician.press("ArrowDown")
        expect(choice).not_to_have_value(before)
    for label in room.ticks:
        chooses(technician, label)
    technician.go_by_tab(technician.named("Save"))
    technician.enter()


def chooses(technician: Reader, label: str) -> None:
    """Reach a group of tiles by Tab, go through it by the arrows, and choose."""
    tile = technician.page.get_by_label(label, exact=True)
    group = technician.page.locator(f"input[name={tile.get_attribute('name')}]")
    technician.go_by_tab(group.first)
    technician.press("Space")
    for _step in range(group.count()):
        if tile.is_checked():
            return
        technician.press("ArrowDown")
    expect(tile).to_be_checked()
