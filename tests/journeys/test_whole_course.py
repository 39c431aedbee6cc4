"""One pair from Seek to after-care: six stages, a second cycle, and what lasted two years later; told by its timeline.

Everything is done through the pages, 360 px wide; whoever is not the coordinator reads without scripts.
"""

from collections.abc import Callable

from tests.journeys.acts import (
    EXPECTED,
    TASKS,
    adds_an_activity,
    answers,
    logs_a_visit,
    rates,
    records_a_protocol,
    records_a_result,
    records_an_instrument,
    reviews_the_protocol,
    writes_a_lesson,
    writes_its_report,
)
from tests.journeys.course import MATOLA, MZUZU, TITLE, Course
from tests.journeys.house import House
from tests.journeys.reader import Reader
from tests.journeys.story import STORY

LAND, PORT = "Every plot is on a map", "Markets pay their fees on line"
SURVEY, PILOT = "Survey two wards together", "Try the fees in three markets"
NO_NEED = "The need of Mzuzu was met in the first cycle."
STREETS = "Streets have no names"
MANUAL, LESSON = "Manual of the register", "Register the streets first."


def test_a_pair_walks_from_seek_through_a_second_cycle_to_after_care(
    house: House, arrive: Callable[..., Reader]
) -> None:
    course = Course(house, arrive)
    founds(course)
    tells_the_needs(course)
    compares(course)
    sets_priorities(course)
    plans(course)
    exchanges(course)
    assesses(course)
    walks_a_second_cycle(course)
    goes_back_and_on(course)
    cares_for_what_lasts(course)
    keeps_every_room(course)
    tells_the_whole_story(course)


def founds(course: Course) -> None:
    """The coordinator founds the partnership, and makes it an active one."""
    coordinator = course.coordinator
    coordinator.sign_in()
    assert coordinator.path == "/portfolio"
    coordinator.tap("New partnership")
    for number, city in enumerate((MZUZU, MATOLA), start=1):
        place = coordinator.page.locator(f"#cities-{number}")
        offered = place.locator("option").all_inner_texts()
        place.select_option(label=next(one for one in offered if one.startswith(city)))
    coordinator.write("Title", TITLE)
    coordinator.choose("Kind of cooperation", "Twinning")
    coordinator.write("Theme and scope in words", "Land registers and fees that citizens can follow.")
    coordinator.tap("Found the partnership")
    course.address = coordinator.path
    coordinator.tap("Change state")
    coordinator.choose("New state", "Active")
    coordinator.tap("Change the state")
    course.track_says(coordinator, "i-----")
    coordinator.sees("Every city has recorded its needs", within="ul.gate")
    course.goes_to_room(coordinator, 1).sees("The guide's method, jointly", within="[aria-labelledby=gate]")


def tells_the_needs(course: Course) -> None:
    """Stage 1: each technician is told to record a need, each city agrees, the gate is passed."""
    for city, need, sector in ((MZUZU, LAND, "Cadastre"), (MATOLA, PORT, "Public services")):
        technician = course.technicians[city]
        course.owes(technician, "Record the needs of the city")
        technician.tap("Record the first need")
        technician.write("What is needed?", need)
        technician.choose("Sector", sector)
        technician.pick("High")
        technician.write("Baseline", "40")
        technician.write("Unit", "% of plots")
        technician.write("Year", "2025")
        technician.write("Source of the baseline", "Count of the municipality")
        technician.tap("Save")
        technician.sees(need, "40 % of plots, 2025, Count of the municipality")
        course.owes_no_more(technician, "Record the needs of the city")
    course.owes(course.matola, "Say whether the city agrees to the diagnostic")
    course.room_says(course.goes_to_room(course.mzuzu, 1), "every_city_agrees_on_the_diagnosis")
    course.agrees(number=1)
    course.later(40)
    course.passes(1, "Both diagnostics are there.")
    course.track_says(course.coordinator, "pi----")


def compares(course: Course) -> None:
    """Stage 2: each city describes itself beside the other."""
    course.owes(course.mzuzu, "Describe the city in each dimension compared")
    course.mzuzu.tap("Add a dimension")
    course.mzuzu.write("Dimension", "Land register")
    course.mzuzu.write(course.mzuzu.says("How is it in %(city)s?", city=MZUZU), "On paper, in one office.")
    course.mzuzu.pick("Different")
    course.mzuzu.tap("Save")
    course.room_says(course.mzuzu, "every_city_described_each_dimension", "every_city_agrees_on_the_comparison")
    course.owes(course.matola, "Describe the city in each dimension compared")
    course.matola.sees("On paper, in one office.")
    course.matola.tap("Edit", about="Land register")
    course.matola.write(course.matola.says("How is it in %(city)s?", city=MATOLA), "On line since 2021.")
    course.matola.tap("Save")
    course.owes_no_more(course.matola, "Describe the city in each dimension compared")
    course.agrees(number=2)
    course.later(30)
    course.passes(2, "What differs is what can be learned.")
    course.track_says(course.coordinator, "ppi---")


def sets_priorities(course: Course) -> None:
    """Stage 3: needs are chosen, not typed again; each city ranks them for itself."""
    technician = course.goes_to_room(course.mzuzu, 3)
    technician.tap("Set the first priority")
    for teacher, learner, need, title in ((MATOLA, MZUZU, LAND, ""), (MZUZU, MATOLA, PORT, "Fees by phone")):
        if need is PORT:
            technician.tap("Add a priority")
        technician.write(technician.says("Rank that %(city)s gives", city=MZUZU), "1")
        if title:
            technician.write("What comes first?", title)
        chosen = technician.field("Need behind it")
        chosen.select_option(label=[one for one in chosen.locator("option").all_inner_texts() if need in one])
        technician.pick(teacher, within="#teaches")
        technician.pick(learner, within="#learns")
        technician.tap("Save")
        technician.sees(need)
    course.room_says(course.goes_to_room(course.matola, 3), "every_city_agrees_on_the_priorities")
    course.matola.tap("Edit", about=LAND)
    course.matola.write(course.matola.says("Rank that %(city)s gives", city=MATOLA), "2")
    course.matola.tap("Save")
    course.matola.sees(course.matola.says("%(city)s ranks it %(rank)s", city=MATOLA, rank=2))
    course.agrees(number=3)
    course.later(60)
    course.passes(3, "One priority for each city.")
    course.track_says(course.coordinator, "pppi--")


def plans(course: Course) -> None:
    """Stage 4: an activity with all that the gate asks for; both mayors confirm the plan on their phones."""
    adds_an_activity(course, course.mzuzu, "Add the first activity", SURVEY)
    course.room_says(
        course.goes_to_room(course.coordinator, 4), "every_city_agrees_on_the_work_plan", "the_work_plan_is_confirmed"
    )
    course.mzuzu.tap("Prepare it")
    course.mzuzu.sees(SURVEY)
    course.mzuzu.write("What the office holders agree on", "One survey in each city, before the rains.")
    course.mzuzu.tap("Save the draft")
    course.sends(course.mzuzu)
    for city in course.mayors:
        course.signs(city, "Confirm the work plan", SURVEY)
    course.agrees(number=4)
    course.later(20)
    course.passes(4, "The plan is agreed and confirmed.")
    course.track_says(course.coordinator, "ppppi-")


def exchanges(course: Course) -> None:
    """Stage 5: a visit, its report signed by both mayors, an instrument that passed, the agreed tasks done."""
    course.room_says(course.goes_to_room(course.coordinator, 5), "a_report_is_signed", "an_instrument_is_recorded")
    mission = logs_a_visit(course)
    writes_its_report(course, mission)
    for city in course.mayors:
        course.signs(
            city, "Sign the report of %(mission)s, version %(number)d", *TASKS.values(), mission=mission, number=1
        )
    records_an_instrument(course, course.mzuzu, "Record an instrument", MANUAL, mission)
    for city, task in TASKS.items():
        technician = course.technicians[city]
        course.owes(technician, task)
        technician.tap("Done", about=task)
        course.owes_no_more(technician, task)
    course.later(200)
    course.passes(5, "Signed, and the manual is in use.")
    course.track_says(course.coordinator, "pppppi")


def assesses(course: Course) -> None:
    """Stage 6: the result beside what the plan expected, both cities' ratings, a lesson, one need met."""
    records_a_result(course, "Record a result", SURVEY, "Both wards are mapped; one is not yet registered.")
    for technician in course.technicians.values():
        rates(course, technician, MANUAL)
    writes_a_lesson(course, LESSON)
    course.goes_to_room(course.mzuzu, 6).tap("Say whether it is met", about=LAND)
    course.mzuzu.write("Met on", course.day(-1))
    course.mzuzu.write("How was it met?", "The council adopted the register.")
    course.mzuzu.tap("Save")
    said = course.goes_to_room(course.mzuzu, 6).page.locator("[aria-labelledby=needs] li")
    assert "The council adopted the register." in said.filter(has_text=LAND).inner_text()
    assert "Still open" in said.filter(has_text=PORT).inner_text()
    course.room_says(course.mzuzu, "every_city_agrees_on_the_assessment")
    course.agrees(number=6)
    course.later(30)
    course.passes(6, "Assessed by both.")
    course.track_says(course.coordinator, "pppppp")
    course.coordinator.sees(course.coordinator.says("Cycle %(number)s is complete", number=1))


def walks_a_second_cycle(course: Course) -> None:
    """The open need goes over into the second cycle; what need not be done again is waived, and it shows."""
    coordinator = course.goes_to_room(course.coordinator, 6)
    coordinator.tap(coordinator.says("Begin cycle %(number)s", number=2))
    course.track_says(coordinator, "i-----", cycle=2)
    coordinator.sees(PORT, "Carried over")
    coordinator.misses(LAND)
    course.owes_no_more(course.matola, "Record the needs of the city")
    course.waives(1, "every_city_has_needs", NO_NEED)
    course.agrees(number=1)
    course.passes(1, "The need of the markets is still there.")
    for condition in ("every_city_described_each_dimension", "every_city_agrees_on_the_comparison"):
        course.waives(2, condition, "Compared in the first cycle; nothing has changed.")
    course.passes(2, "As in the first cycle.")
    course.track_says(course.coordinator, "wwi---", cycle=2)
    adds_an_activity(course, course.matola, "Add the first activity", PILOT)
    course.track_says(course.matola, "wwii--", cycle=2)
    course.goes_to_room(course.coordinator, 4)
    assert course.coordinator.named("Pass the gate").count() == 0


def goes_back_and_on(course: Course) -> None:
    """A need turns up after all: stage 1 is opened again, and then the stages are passed in their order."""
    coordinator = course.goes_to_room(course.coordinator, 1)
    coordinator.tap("Reopen this stage")
    coordinator.write("Reason", "Mzuzu has found a need.")
    coordinator.tap("Reopen this stage")
    course.track_says(coordinator, "rwii--", cycle=2)
    course.owes_no_more(course.mzuzu, "Record the needs of the city")  # the condition was waived, and that stands
    course.goes_to_room(course.mzuzu, 1)
    course.mzuzu.sees(course.mzuzu.says("This stage was opened again: %(reason)s", reason="Mzuzu has found a need."))
    course.mzuzu.tap("Record the first need")
    course.mzuzu.write("What is needed?", STREETS)
    course.mzuzu.choose("Sector", "Cadastre")
    course.mzuzu.pick("Medium")
    course.mzuzu.tap("Save")
    course.agrees(number=1)
    course.passes(1, "Now both cities have a need.")
    course.track_says(course.coordinator, "wwii--", cycle=2)
    course.goes_to_room(course.matola, 3).tap("Set the first priority")
    offered = course.matola.field("Need behind it")
    offered.select_option(label=[one for one in offered.locator("option").all_inner_texts() if PORT in one])
    course.matola.pick(MZUZU, within="#teaches")
    course.matola.pick(MATOLA, within="#learns")
    course.matola.tap("Save")
    course.agrees(number=3)
    course.passes(3, "One thing at a time.")
    course.waives(4, "the_work_plan_is_confirmed", "The first plan covers the pilot.")
    course.agrees(number=4)
    course.passes(4, "The pilot can begin.")
    course.track_says(course.coordinator, "wwpwi-", cycle=2)
    records_an_instrument(course, course.matola, "Record an instrument", "Form of the fees")
    course.waives(5, "a_report_is_signed", "Held by telephone; there was no visit.")
    course.passes(5, "The form is in use.")
    records_a_result(course, "Record a result", PILOT, "Fees of three markets are paid by phone.")
    for technician in course.technicians.values():
        rates(course, technician, "Form of the fees")
    writes_a_lesson(course, "Ask the market women first.")
    course.agrees(number=6)
    course.later(90)
    course.passes(6, "Assessed by both, again.")
    course.track_says(course.coordinator, "wwpwwp", cycle=2)


def cares_for_what_lasts(course: Course) -> None:
    """The partnership is closed into after-care; each city says after 6, 12 and 24 months what has lasted."""
    coordinator = course.goes_to(course.coordinator, course.address)
    coordinator.tap("Change state")
    coordinator.choose("New state", "After-care")
    coordinator.write("Reason", "Both cycles are complete.")
    coordinator.tap("Change the state")
    coordinator.sees("Both cycles are complete.")
    for days, months in ((175, 6), (183, 12), (365, 24)):
        for technician in course.technicians.values():
            course.owes_nothing(technician)
        course.later(days)
        for city, technician in course.technicians.items():
            answers(course, technician, city, months)
        if months == 6:
            records_a_protocol(course)
    reviews_the_protocol(course)


def keeps_every_room(course: Course) -> None:
    """What the first cycle put into its six rooms is there as it was; each page is looked at on the way."""
    rooms = (
        (LAND, "40 % of plots, 2025, Count of the municipality"),
        ("On paper, in one office.", "On line since 2021."),
        (LAND, "Fees by phone"),
        (SURVEY, f"Head of surveys, {MATOLA}", "Signed by all"),
        (MANUAL, f"{course.ref}-M01"),
        (EXPECTED, "Both wards are mapped", LESSON, "The council adopted the register."),
    )
    for number, content in enumerate(rooms, 1):
        coordinator = course.goes_to(course.coordinator, f"{course.address}/stages/{number}?cycle=1")
        coordinator.sees(coordinator.says("This is cycle %(number)s, kept as it was.", number=1), *content)
        course.track_says(coordinator, "pppppp")


def tells_the_whole_story(course: Course) -> None:
    """Page, timeline and store agree at the end, and nothing that was done can have been changed since."""
    coordinator = course.goes_to(course.coordinator, course.address)
    coordinator.sees(TITLE, "Both cycles are complete.", "Open the follow-ups")
    course.track_says(coordinator, "wwpwwp", cycle=2)
    told = course.journal()
    at = 0
    for who, what, subject in STORY:
        sentence = coordinator.says(what, who=who, subject=subject.format(ref=course.ref))
        assert sentence in told[at:], f"after {told[at - 1] if at else 'nothing'!r} the timeline lacks {sentence!r}"
        at = told.index(sentence, at) + 1
    assert course.adds_up() == []
