"""Of the work itself: where the partnerships stand."""

from collections import Counter, defaultdict
from typing import Any

from sqlalchemy import Select, case, func, select

from tracker.dashboards.funder_reports.records import (
    Asked,
    Chart,
    Column,
    Figure,
    Kind,
    PartRecord,
    Table,
    demonstration,
)
from tracker.db import db
from tracker.domain.funder_reports import FunderPart, StandsAt
from tracker.domain.partnerships import LIVE_STATES, PartnershipState
from tracker.models.cities import City
from tracker.models.partnerships import Member, Partnership
from tracker.models.programmes import Programme
from tracker.sentences import gettext as _
from tracker.words import word


def chosen(asked: Asked) -> Select[int]:
    """Select the ids of the partnerships that are looked at."""
    return select(Partnership.id).where(*asked.selection.conditions)


def stands_at(state: PartnershipState, stage: int) -> StandsAt:
    """Give where a partnership is counted."""
    return StandsAt(f"stage_{stage}") if state in LIVE_STATES else StandsAt(state.value)


def pipeline(asked: Asked) -> PartRecord:
    """Count the partnerships by programme and by where they stand today; three statements."""
    key = (Partnership.programme_id, Partnership.state, Partnership.stage_number)
    invented = func.sum(case((Partnership.has_demonstration, 1), else_=0))
    query = select(*key, func.count(), invented).where(*asked.selection.conditions).group_by(*key)
    counts: dict[int | None, Counter[StandsAt]] = defaultdict(Counter)
    shown: Counter[int | None] = Counter()
    for programme, state, stage, count, demo in db.session.execute(query):
        counts[programme][stands_at(state, stage)] += count
        shown[programme] += demo or 0
    names = select(Programme.id, Programme.code, Programme.name).where(Programme.id.in_([*counts]))
    named: list[Any] = [
        *db.session.execute(names.order_by(Programme.name, Programme.id)),
        *([(None, "", _("Bilateral, outside a programme"))] if None in counts else []),
    ]
    rows = [
        (name, code, *(counts[number][one] for one in StandsAt), counts[number].total(), shown[number])
        for number, code, name in named
    ]
    total = sum(counts.values(), Counter())
    cities = select(City.id, City.country).join(Member, Member.city_id == City.id)
    members = {tuple(row) for row in db.session.execute(cities.where(Member.partnership_id.in_(chosen(asked))))}
    return PartRecord(
        FunderPart.PIPELINE,
        _(
            "Counted are the partnerships that were under way in the period, as they stand on the day of this "
            "document. Live ones are counted at the stage of the method that they have reached."
        ),
        (
            Figure("partnerships", _("Partnerships"), total.total()),
            Figure("programmes", _("Programmes"), len([one for one in counts if one is not None])),
            Figure("cities", _("Cities"), len(members)),
            Figure("countries", _("Countries"), len({country for _city, country in members})),
        ),
        (_places(total), _by_programme(rows)),
    )


def _places(total: Counter[StandsAt]) -> Table:
    columns = (Column("place", _("Where"), Kind.CODE), Column("partnerships", _("Partnerships"), Kind.COUNT))
    rows = [(one, total[one]) for one in StandsAt]
    return Table("places", _("Partnerships by stage"), columns, rows, "", Chart("place", ("partnerships",)))


def _by_programme(rows: list[tuple[Any, ...]]) -> Table:
    columns = (
        Column("programme", _("Programme")),
        Column("programme_code", _("Code")),
        *(Column(one.value, word(one), Kind.COUNT) for one in StandsAt),
        Column("total", _("All"), Kind.COUNT),
        demonstration(),
    )
    return Table("programmes", _("Partnerships by programme"), columns, rows, _("No partnership is counted."))
