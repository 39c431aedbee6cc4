"""What is said of a value that cannot be taken, on a form or in a row of an import: what is wrong and what to do."""

from typing import Any

from tracker.domain.dates import YEARS
from tracker.sentences import gettext as _
from tracker.sentences import lazy_gettext as _l

FAULTS: dict[str, Any] = {
    "file.ending": _l("Only CSV files and workbooks are read. Save it with the ending .csv or .xlsx."),
    "file.encoding": _l(
        "The file is not in UTF-8: line %(line)s holds what UTF-8 does not know. Save it as “CSV UTF-8”, or as .xlsx."
    ),
    "file.workbook": _l("This is no workbook that can be read. Save it anew as .xlsx, without a password."),
    "file.quotes": _l(
        "The file cannot be read on from here: a quotation mark is not closed, or stands in the middle of a cell. "
        "Correct it, or save the table anew."
    ),
    "file.empty": _l("There is no row under the names of the columns. Add one."),
    "heading.unknown": _l("There is no such column. Take it away, or name it as one of: %(known)s."),
    "heading.twice": _l("This column is there twice. Take one of them away."),
    "heading.missing": _l("This column is missing. Add it; --template prints all of them."),
    "row.long": _l(
        "There are more cells than the %(columns)s columns. Put a cell that holds a separator into quotation marks."
    ),
    "cell.formula": _l("This is a formula. Put in what it says, as a plain value."),
    "cell.long": _l("This has %(length)s characters, and %(most)s are the most. Shorten it."),
    "cell.missing": _l("This is needed."),
    "cell.date": _l("“%(value)s” is no date. Write a date as 2026-03-14, 2026-03 or 2026."),
    "cell.choice": _l("“%(value)s” is not known here. Write one of: %(offered)s."),
    "cell.yes_no": _l("“%(value)s” is neither yes nor no. Write one of them, or nothing."),
    "dates.no_start": _l("Write when it began; the year is enough."),
    "dates.no_year": _l("Write at least the year."),
    "dates.far_year": _l("Write a year between %(first)s and %(last)s."),
    "dates.disorder": _l("The end lies before the start. Correct one of the two."),
    "dates.no_end": _l("Write between which two dates it lay."),
    "dates.ahead": _l("This date lies ahead. Say that the mission is planned, or correct the date."),
    "mission.no_place": _l("Write where it is."),
    "mission.partnership_unknown": _l(
        "There is no partnership “%(value)s”. Write its reference, such as P-0147, or the external_id that it came with."
    ),
    "mission.at_rest": _l(
        "%(ref)s is on hold, in after-care or has ended, so no mission is added. Let its coordinator take it up first."
    ),
    "mission.host_unknown": _l(
        "“%(value)s” is none of the cities of this partnership. Write one of: %(offered)s, or leave it empty and write "
        "the place."
    ),
    "mission.repeats": _l(
        "This mission is there already: the same partnership, kind, dates, title and place, in the tracker or above in "
        "this file. Take the row away, or import with --allow-repeats."
    ),
    "partnership.two_cities": _l("Write two or more cities, with semicolons between them."),
    "partnership.city_unknown": _l("There is no city “%(value)s”. Write its name or code as the list of cities has it."),
    "partnership.city_ambiguous": _l(
        "Several cities are called “%(value)s”. Write the code of the one that is meant: %(offered)s."
    ),
    "partnership.city_twice": _l("“%(value)s” is there twice. Write each city once."),
    "partnership.countries": _l(
        "There must be as many countries as cities, in the same order, with semicolons between them; or none."
    ),
    "partnership.programme_unknown": _l("There is no programme “%(value)s”. Write its code or its name."),
    "partnership.policy_missing": _l(
        "The policy that the gates of this programme follow is gone. Put its file back, as /readyz says."
    ),
    "partnership.no_reason": _l("Write why it is in this state."),
    "partnership.no_stage_reason": _l("Write how it is known that the earlier stages were passed."),
    "partnership.stage": _l("“%(value)s” is no stage. Write a number from 1 to 6."),
    "partnership.coordinator_unknown": _l(
        "“%(value)s” is no account of a coordinator of this programme. Write another address, or none."
    ),
    "partnership.external_id_taken": _l(
        "%(ref)s has this external_id already, so the row was imported before. Take the row away."
    ),
    "partnership.external_id_twice": _l("Another row above has this external_id. Give each row its own."),
    "partnership.repeats": _l(
        "This partnership is there already: the same cities, programme and beginning, in the tracker or above in this "
        "file. Take the row away, or import with --allow-repeats."
    ),
}
"""The sentence for each fault."""
STANDING = {"dates.far_year": {"first": YEARS[0], "last": YEARS[-1]}}


def fault_sentence(code: str, **details: object) -> str:
    """Say in the reader's language what is wrong with a value and what to do."""
    values = details or STANDING.get(code, {})
    return str(FAULTS[code]) % values if values else str(FAULTS[code])


def fault_place(row: int, column: str) -> str:
    """Say where in a file something is wrong; empty for the whole file."""
    if row and column:
        return _("Row %(row)s, %(column)s", row=row, column=column)
    return _("Row %(row)s", row=row) if row else column
