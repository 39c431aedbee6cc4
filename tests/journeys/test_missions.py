"""A technician's missions: logged in a minute, logged with all there is to say, planned, moved on and called off."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pypdf
import pytest
from PIL import Image

from tests.journeys.album import Album
from tests.journeys.house import House
from tests.journeys.reader import PHONE, Reader
from tests.journeys.scenes import days_without_overlap, first_day_of

FEWEST_TAPS = 14
SECONDS = 120
TAP_SECONDS, KEY_SECONDS = 1.2, 0.3
"""How long a tap and a character take on a phone."""
WHEN = "fieldset:has(> #when)"
PLANNED = "P-0004-M02"
TECHNICIANS = ("technician.nampula", "technician.guarulhos")
DECIDED = "Nampula tries the cadastre in two neighbourhoods. Guarulhos sends its forms."
FOUND = "A plot is mapped first; its papers are asked for later."
LATER = {"Task 1": ("Send the forms of the cadastre", "Guarulhos"), "Task 2": ("Choose two neighbourhoods", "Nampula")}


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    """Take a photo."""
    file = tmp_path / "residents.jpg"
    Image.effect_noise((1200, 900), 60).convert("RGB").save(file, quality=80)
    return file


@pytest.fixture
def minutes(tmp_path: Path) -> Path:
    """Write the minutes of a meeting."""
    paper = pypdf.PdfWriter()
    paper.add_blank_page(595, 842)
    file = tmp_path / "minutes.pdf"
    with file.open("wb") as opened:
        paper.write(opened)
    return file


def test_a_mission_is_logged_with_few_taps(
    house: House, arrive: Callable[..., Reader], photo: Path, album: Album
) -> None:
    technician = arrive(house, "technician.nampula", device=PHONE, language="pt")
    technician.sign_in()
    technician.taps = technician.keys = 0
    technician.tap("Log a mission")
    technician.tap("Guarulhos – Nampula")
    technician.pick("Technical visit")
    for label, day in zip(("From", "Until"), days_without_overlap(house, "guarulhos", *TECHNICIANS), strict=True):
        technician.write(label, f"{day:%Y%m%d}", within=WHEN)
    technician.pick("Guarulhos", within="#host")
    technician.pick("Technician, Nampula")
    technician.pick("Technician, Guarulhos")
    technician.write("What was decided?", DECIDED)
    technician.attach("Photos and documents", photo)
    technician.tap("Save")
    technician.sees(f"{technician.says('Technical visit')}, Guarulhos", DECIDED, "residents.jpg", "Completed")
    seconds = technician.taps * TAP_SECONDS + technician.keys * KEY_SECONDS
    album.note(f"logging a mission: {technician.taps} taps, {technician.keys} characters, about {seconds:.0f} s")
    assert technician.taps <= FEWEST_TAPS
    assert seconds <= SECONDS


def test_all_there_is_to_say_is_typed_once(
    house: House, arrive: Callable[..., Reader], photo: Path, minutes: Path
) -> None:
    technician = arrive(house, "technician.nampula", language="pt")
    technician.sign_in()
    technician.tap("Log a mission")
    technician.tap("Guarulhos – Nampula")
    logs_all_there_is(technician, photo, minutes, days_without_overlap(house, "guarulhos", *TECHNICIANS))
    mission = technician.path.rpartition("/")[2]
    for said in ("Surveyor of Nampula", "Head of the cadastre", "Municipality of Nampula", DECIDED, FOUND):
        technician.sees(said)
    technician.sees("residents.jpg", "minutes.pdf", *(what for what, _city in LATER.values()))
    technician.tap("Write the report")
    assert technician.field("Decisions").input_value() == DECIDED
    assert technician.field("Findings").input_value() == FOUND
    technician.write("Summary", "Three days on the cadastre of informal plots.")
    technician.tap("Save the draft")
    technician.unfold("Read the full report")
    for said in ("Surveyor of Nampula", "Head of the cadastre", DECIDED, FOUND, "residents.jpg", "minutes.pdf"):
        technician.sees(said)
    assert technician.page.locator("[aria-labelledby=tasks] ol > li").count() == len(LATER)
    technician.tap("Send for signature")
    technician.tap("Send for signature")
    assert technician.path == f"/reports/{mission}-v1"
    technician.sees("Awaiting signature")


def logs_all_there_is(technician: Reader, photo: Path, minutes: Path, days: tuple[date, date]) -> None:
    """Fill in the whole form."""
    technician.pick("Training")
    technician.write("From", days[0].isoformat(), within=WHEN)
    technician.write("Until", days[1].isoformat(), within=WHEN)
    technician.pick("Guarulhos", within="#host")
    technician.write("Place", "Municipal school of administration")
    people = {
        "Nampula": ("Surveyor of Nampula", "Surveyor", "Municipality of Nampula"),
        "Guarulhos": ("Planner of Guarulhos", "Head of the cadastre", "Municipality of Guarulhos"),
    }
    for city, (name, function, payer) in people.items():
        side = f'#known fieldset.fld:has(> legend:text-is("{city}"))'
        technician.unfold("Somebody else, by name", within=side)
        row = f"{side} fieldset.row >> nth=0"
        technician.write("Name", name, within=row)
        technician.write("Organisation", "Municipal administration", within=row)
        technician.write("Function", function, within=row)
        technician.write("Who pays", payer, within=row)
    technician.write("What was decided?", DECIDED)
    technician.unfold("What, who, in which city, until when")
    for place, (what, city) in enumerate(LATER.values()):
        row = f"#tasks fieldset.row >> nth={place}"
        technician.write("What", what, within=row)
        technician.choose("City", city, within=row)
        technician.write("Who", "Technician", within=row)
        technician.write("Until", (days[1] + timedelta(days=120)).isoformat(), within=row)
    technician.write("Cost", "48000,50", within="#tasks fieldset.row >> nth=1")
    technician.write("Currency", "MZN", within="#tasks fieldset.row >> nth=1")
    technician.write("Who bears the cost", "Municipality of Nampula", within="#tasks fieldset.row >> nth=1")
    technician.attach("Photos and documents", photo, minutes)
    technician.unfold("More, now or later: purpose, theme, agenda, findings")
    technician.write("Purpose", "Learn how informal plots are registered.")
    technician.write("Findings", FOUND)
    technician.tap("Save")


def test_a_planned_mission_meets_another_one_and_is_called_off(house: House, arrive: Callable[..., Reader]) -> None:
    technician = arrive(house, "technician.nampula", language="pt")
    technician.sign_in()
    technician.open("/missions/new?partnership=P-0004")
    day = first_day_of(house, PLANNED) + timedelta(days=2)
    technician.pick("Seminar")
    technician.pick("No, I plan it")
    technician.write("From", day.isoformat(), within=WHEN)
    technician.write("Until", (day + timedelta(days=1)).isoformat(), within=WHEN)
    technician.pick("Nampula", within="#host")
    technician.named("Save").click()  # the page stays, and says what it found
    technician.sees("Nothing is saved yet. Save all the same, or change the dates, the place or the people.")
    met = technician.page.locator(f"main a[href='/missions/{PLANNED}']")
    assert met.count() == 1
    technician.tap("Save all the same")
    technician.sees("Proposed")
    assert met.count() == 1
    technician.tap("Authorise")
    technician.sees("Authorised")
    technician.tap("Cancel it")
    technician.pick("Visa or travel papers")
    technician.write("Remarks", "The consulate closed. <b>Another date</b> in May.")
    technician.tap("Cancel the mission")
    technician.sees("Cancelled", "The consulate closed. <b>Another date</b> in May.")
    mission = technician.path
    partner = arrive(house, "technician.guarulhos", language="pt")
    partner.sign_in()
    partner.open(mission)
    partner.sees("The consulate closed. <b>Another date</b> in May.")
