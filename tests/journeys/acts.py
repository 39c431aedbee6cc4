"""What technicians of one pair do in its rooms and in after-care, act by act."""

from tests.journeys.course import MATOLA, MZUZU, Course
from tests.journeys.reader import Reader

VISIT_DECIDED = "Mzuzu tries the register in one ward."
TASKS = {MZUZU: "Train two surveyors", MATOLA: "Send the forms of the register"}
EXPECTED = "Two wards are on the map."
PROTOCOL = "Friends of the register"


def adds_an_activity(course: Course, technician: Reader, button: str, title: str) -> None:
    """A technician writes a line of the work plan: when, who answers for it, what it brings, what it costs."""
    course.goes_to_room(technician, 4).tap(button)
    technician.write("Activity", title)
    technician.write("First day", course.day(10))
    technician.write("Last day", course.day(60))
    for city in course.technicians:
        technician.write(city, f"Head of surveys, {city}")
    technician.write("Expected result", EXPECTED)
    cost = "#costs fieldset.row >> nth=0"
    technician.write("What for", "Travel", within=cost)
    technician.write("Amount", "1200,50", within=cost)
    technician.write("Currency", "EUR", within=cost)
    technician.write("Who bears it", "Municipality of Matola", within=cost)
    technician.tap("Save")
    technician.sees(title, f"Head of surveys, {MATOLA}", EXPECTED)


def logs_a_visit(course: Course) -> str:
    """The technician of the first city logs the visit to the second; gives the reference of the mission."""
    course.later(15)
    technician = course.goes_to_room(course.mzuzu, 5)
    technician.tap("Log a mission")
    technician.pick("Technical visit")
    technician.write("From", course.day(-4), within="fieldset:has(> #when)")
    technician.write("Until", course.day(-2), within="fieldset:has(> #when)")
    technician.pick(MATOLA, within="#host")
    technician.pick(f"Technician, {MZUZU}")
    technician.pick(f"Technician, {MATOLA}")
    technician.write("What was decided?", VISIT_DECIDED)
    technician.unfold("What, who, in which city, until when")
    for place, (city, task) in enumerate(TASKS.items()):
        row = f"#tasks fieldset.row >> nth={place}"
        technician.write("What", task, within=row)
        technician.choose("City", city, within=row)
        technician.write("Who", "Technician", within=row)
        technician.write("Until", course.day(30), within=row)
    technician.tap("Save")
    technician.sees(VISIT_DECIDED, *TASKS.values())
    return technician.path.rpartition("/")[2]


def writes_its_report(course: Course, mission: str) -> None:
    """The report opens with what the mission says already."""
    course.owes(course.mzuzu, "Write the report of mission %(mission)s", mission=mission)
    course.mzuzu.tap("Write the report")
    assert course.mzuzu.field("Decisions").input_value() == VISIT_DECIDED
    course.mzuzu.write("Summary", "Three days in the office of the register.")
    course.mzuzu.tap("Save the draft")
    course.sends(course.mzuzu)


def records_an_instrument(course: Course, technician: Reader, button: str, title: str, mission: str = "") -> None:
    """A technician records what passed from the second city to the first."""
    course.goes_to_room(technician, 5).tap(button)
    technician.write("Instrument or practice", title)
    technician.choose("From", MATOLA)
    technician.choose("To", MZUZU)
    if mission:
        offered = technician.field("Mission on which it passed")
        offered.select_option(label=[one for one in offered.locator("option").all_inner_texts() if mission in one])
    technician.tap("Save")
    technician.sees(title, *([mission] if mission else []))


def records_a_result(course: Course, button: str, activity: str, achieved: str) -> None:
    """What was expected stands in the plan already; only what was achieved is written."""
    technician = course.goes_to_room(course.matola, 6)
    technician.tap(button)
    technician.choose("Of which activity?", activity)
    technician.write("What was achieved?", achieved)
    technician.write("How is that known?", "Map of the survey.")
    technician.tap("Save")
    technician.sees(EXPECTED, achieved)


def rates(course: Course, technician: Reader, instrument: str) -> None:
    """A city says how effective an instrument was."""
    city = MZUZU if technician is course.mzuzu else MATOLA
    names = technician.says("%(instrument)s for %(city)s", instrument=instrument, city=city)
    course.goes_to_room(technician, 6).tap("Rate", about=names)
    technician.pick("4, well")
    technician.write("Why?", "It is short, and in both languages.")
    technician.tap("Save")
    technician.sees(technician.says("%(score)s of 5", score=4))


def writes_a_lesson(course: Course, lesson: str) -> None:
    """A technician writes down what was learned."""
    course.goes_to_room(course.mzuzu, 6).tap("Add a note")
    course.mzuzu.pick("Lesson")
    course.mzuzu.write("In your words", lesson)
    course.mzuzu.pick("The partners")
    course.mzuzu.tap("Save")
    course.goes_to_room(course.mzuzu, 6).sees(lesson)


def answers(course: Course, technician: Reader, city: str, months: int) -> None:
    """A technician answers what has lasted in the own city."""
    course.owes(technician, "Say what has lasted %(months)s months after", months=months)
    about = technician.says("%(city)s, %(months)s months after", city=city, months=months)
    technician.tap("Answer", about=about)
    technician.write("What has lasted?", f"The register of {city}, after {months} months.")
    technician.tap("Save")
    technician.sees(f"The register of {city}, after {months} months.")


def records_a_protocol(course: Course) -> None:
    """The cities have signed that they remain friends, and will look at it every year."""
    course.mzuzu.tap("Record a protocol")
    course.mzuzu.pick("Cooperation agreement")
    course.mzuzu.write("Title", PROTOCOL)
    course.mzuzu.write("Signed on", course.day(-1))
    course.mzuzu.write("Months between reviews", "12")
    course.mzuzu.tap("Save")
    course.mzuzu.sees(PROTOCOL, "In force", "Next review:")


def reviews_the_protocol(course: Course) -> None:
    """When its review has fallen due, the page says so until it is held."""
    technician = course.goes_to(course.matola, f"{course.address}/after-care")
    technician.sees("Review due")
    technician.tap("Review", about=PROTOCOL)
    technician.write("What did the cities find?", "Both keep the register; the fees went further.")
    technician.tap("Save")
    technician.sees("In force")
    technician.misses("Review due")
