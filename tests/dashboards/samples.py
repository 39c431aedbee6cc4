"""A small portfolio whose every figure can be counted by hand; seen at a given moment."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from tests import factories as make
from tracker.db import db
from tracker.domain.dates import PartialDate
from tracker.domain.evaluation import Part
from tracker.domain.missions import MissionState
from tracker.domain.partnerships import PartnershipState, Post
from tracker.models.missions import Mission
from tracker.models.partnerships import Partnership
from tracker.models.people import Person
from tracker.models.programmes import Programme
from tracker.models.rooms import PriorityPart

FILTERS: tuple[dict[str, str], ...] = (
    {},
    {"programme": "lusophone-cities"},
    {"programme": "none"},
    {"country": "BR", "phase": "sense"},
    {"theme": "water_sanitation"},
    {"stage": "4"},
    {"state": "ended"},
    {"state": "live"},
    {"modality": "bilateral", "q": "nampula"},
    {"city": "nampula"},
    {"sdg": "11"},
    {"sdg": "13", "country": "MZ"},
    {"since": "2026-01-01", "until": "2030-12-31"},
    {"until": "1990-01-01"},
    {"person": "1"},
    {"programme": "not-there"},
)
"""What a portfolio can be narrowed by, alone and together."""


@dataclass
class Sample:
    """The portfolio: the coordinator steers `lusophone`, not `nordic`.

    Live or in after-care are: in `lusophone` two partnerships at stage 4 (`planning`, `fresh`), one at stage 5
    (`silent`, dormant, nothing happened for 200 days) and one in after-care; outside a programme one at stage 1
    (`bilateral`); in `nordic` one at stage 2 (`foreign`). One more of `lusophone` has ended, one is deleted.

    Sign-offs wait: two of `planning` for 20 days, two of `fresh` for 5, one of `bilateral` for 40, two of `foreign`
    for 20. Reports are owed for a mission of `silent` that ended 30 days ago and for one of `foreign`. Every city has
    an office holder but the second ones of `bilateral` and of `foreign`.
    """

    coordinator: Person
    administrator: Person
    lusophone: Programme
    nordic: Programme
    planning: Partnership
    fresh: Partnership
    silent: Partnership
    cared_for: Partnership
    ended: Partnership
    bilateral: Partnership
    foreign: Partnership
    deleted: Partnership


def day_of(moment: datetime, days: int) -> PartialDate:
    """Give the date so many days after a moment."""
    there = (moment + timedelta(days=days)).date()
    return PartialDate(there.year, there.month, there.day)


def visit(of: Partnership, now: datetime, ended: int, **more: object) -> Mission:
    """Make a mission of three days that ended so many days ago (a negative number: that will end)."""
    dates = {"starts": day_of(now, -ended - 2), "ends": day_of(now, -ended)}
    return make.mission(of, **{"state": MissionState.COMPLETED, **dates, **more})


def richer(made: Sample, now: datetime) -> Sample:
    """Add to the sample something for every chart to count: goals, priorities, instruments, a signed report, a post."""
    for of in (made.planning, made.fresh, made.silent, made.ended, made.bilateral, made.foreign):
        one, other = of.cities
        make.sdg(of, "11")
        make.priority(of)
        make.priority(of, parts=[PriorityPart(city=other, part=Part.TEACHES), PriorityPart(city=one, part=Part.LEARNS)])
        make.instrument(of)
    make.sdg(made.planning, "13")
    for _turn in range(2):
        make.instrument(made.silent)
    trip = visit(made.planning, now, 25)
    make.delegate(trip, made.planning.cities[1])
    make.signed_report(trip, at=now - timedelta(days=9))
    make.post_holder(made.fresh, db.session.get_one(Person, 1), Post.OBSERVER)
    return made


def sample(now: datetime) -> Sample:
    """Make the portfolio as it is to be seen at `now` (UTC)."""
    lusophone, nordic = make.programme("Lusophone cities"), make.programme("Nordic cities")
    recent = {"last_event_at": now - timedelta(days=3)}
    names = iter(("Nampula", "Guarulhos", "Dondo", "Canoas", "Beira", "Maputo", "Matola", "Porto Alegre"))

    def pair(**more: object) -> Partnership:
        cities = [make.city(next(names), "MZ"), make.city(next(names), "BR")]
        for one in cities:
            make.mayor(one)
        return make.partnership(cities, **{**recent, **more})

    planning, fresh = (pair(programme=lusophone, stage=4) for _ in range(2))
    silent = pair(programme=lusophone, stage=5, state=PartnershipState.DORMANT)
    cared_for = pair(programme=lusophone, stage=6, state=PartnershipState.AFTER_CARE)
    ended = make.partnership(planning.cities, programme=lusophone, stage=6, state=PartnershipState.ENDED, **recent)
    deleted = make.partnership(
        planning.cities, programme=lusophone, deleted_at=now, deleted_reason="Made twice", **recent
    )
    outside = [make.city("Guimarães", "PT"), make.city("Évora", "PT")]
    make.mayor(outside[0])
    bilateral = make.partnership(outside, theme="water_sanitation", state=PartnershipState.EXPLORING, **recent)
    nordics = [make.city("Åre", "SE"), make.city("Bodø", "NO")]
    make.mayor(nordics[0])
    foreign = make.partnership(nordics, programme=nordic, stage=2, **recent)
    for partnership, days in ((planning, 20), (fresh, 5), (foreign, 20)):
        make.submitted_report(visit(partnership, now, days + 1), at=now - timedelta(days=days))
    make.submitted_report(visit(bilateral, now, 41), cities=outside[:1], at=now - timedelta(days=40))
    for partnership in (silent, foreign):
        visit(partnership, now, 30)
    visit(ended, now, 30)
    visit(planning, now, 10)
    visit(planning, now, -12, state=MissionState.AUTHORISED)
    silent.last_event_at = now - timedelta(days=200)
    db.session.commit()
    return Sample(
        coordinator=make.coordinator(lusophone),
        administrator=make.administrator(),
        lusophone=lusophone,
        nordic=nordic,
        planning=planning,
        fresh=fresh,
        silent=silent,
        cared_for=cared_for,
        ended=ended,
        bilateral=bilateral,
        foreign=foreign,
        deleted=deleted,
    )
