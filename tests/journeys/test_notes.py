"""What worked and what failed: written by whoever was there, read by those it was meant for."""

from collections.abc import Callable

from tests.journeys.house import House
from tests.journeys.reader import PHONE, Reader
from tests.journeys.scenes import VISIT

NOTES = {
    "Only me": "Our own surveyors were late.",
    "The partners": "The forms were too long for residents.",
    "Everyone": "Map the plot first, ask for papers later.",
}


def test_each_note_is_read_by_those_it_is_for(house: House, arrive: Callable[..., Reader]) -> None:
    technician = arrive(house, "technician.nampula", language="pt", device=PHONE)
    technician.sign_in()
    places = ("/partnerships/P-0004", "/partnerships/P-0004/stages/5", f"/missions/{VISIT}")
    kinds = ("Failed", "Lesson", "Recommendation")
    for place, kind, (readers, text) in zip(places, kinds, NOTES.items(), strict=True):
        technician.open(place)
        technician.tap("Add a note", within="[aria-labelledby=notes]")
        technician.pick(kind)
        technician.write("In your words", text)
        technician.pick(readers)
        technician.tap("Save")
        technician.sees(text)
    private, shared, public = NOTES.values()

    partner = arrive(house, "technician.guarulhos", language="pt")
    partner.sign_in()
    partner.open("/partnerships/P-0004/notes")
    partner.sees(shared, public)
    partner.misses(private)

    stranger = arrive(house)
    stranger.open("/compendium?q=Nampula")
    stranger.tap("Guarulhos – Nampula")
    stranger.sees(public)
    stranger.misses(private, shared)
