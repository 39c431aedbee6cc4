"""The DAC criteria in the room of stage 6: what each city answered, beside facts that are already recorded.

A fact says what it is computed from and judges nothing. Source of the criteria: OECD-DAC, 10 December 2019.
"""

import secrets
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import fmean

from sqlalchemy import func, select

from tracker.dashboards.evaluations import DimensionView, View, view_of
from tracker.dashboards.logframe import BudgetRow, IndicatorRow, ObjectiveRow
from tracker.dashboards.rooms import NeedRow
from tracker.dashboards.trends import Words, words_of
from tracker.dashboards.work import InstrumentRow, StageTime
from tracker.db import db
from tracker.domain.frameworks import Occasion
from tracker.domain.logframe import Attainment, ObjectiveLevel
from tracker.i18n import days, money, number, tenths
from tracker.models.after_care import FollowUp
from tracker.models.evaluations import Evaluation, FrameworkVersion
from tracker.models.partnerships import Member, Partnership
from tracker.models.sdg import PartnershipSdg
from tracker.scopes import partnerships_seen
from tracker.sentences import gettext as _
from tracker.sentences import ngettext
from tracker.services.frameworks import offered
from tracker.standing import Standing
from tracker.vocabulary import theme_word

CODE = "dac_criteria"


@dataclass(frozen=True)
class Fact:
    """Something that is recorded, in words, and what it is computed from."""

    text: str
    source: str


@dataclass(frozen=True)
class Criterion:
    """One criterion with its facts; `seen` is what the cities say, None while nobody was asked."""

    code: str
    title: Words
    question: Words
    seen: DimensionView | None
    facts: tuple[Fact, ...]


@dataclass(frozen=True)
class Criteria:
    """The criteria; `evaluation` is that of the cycle, the one on its end first; `key` lets one tap begin it once."""

    evaluation: Evaluation | None
    view: View | None
    rows: tuple[Criterion, ...]
    key: str

    @property
    def is_of_the_end(self) -> bool:
        """Tell whether the evaluation is that on the end of the cycle."""
        return self.evaluation is not None and self.evaluation.occasion is Occasion.END


@dataclass(frozen=True)
class Material:
    """What the room holds already, as the dashboards count it."""

    needs: Mapping[int, Sequence[NeedRow]]
    indicators: Sequence[IndicatorRow]
    objectives: Sequence[ObjectiveRow]
    instruments: Sequence[InstrumentRow]
    times: Sequence[StageTime]
    budget: Sequence[BudgetRow]


@dataclass(frozen=True)
class Around:
    """What lies beyond the room: goals and targets named, follow-ups answered of those asked, kindred partnerships."""

    goals: int = 0
    targets: int = 0
    follow_ups: int = 0
    answered: int = 0
    kindred: int = 0
    theme: str = ""
    cities: Mapping[int, str] = field(default_factory=dict)


def criteria_of(
    partnership: Partnership, cycle: int, material: Material, own: Collection[int], standing: Standing
) -> Criteria:
    """Gather the criteria as somebody reads them who writes for the cities `own`.

    Four statements, and those of `view_of` where an evaluation has begun.
    """
    evaluation = _evaluation(partnership, cycle)
    view = view_of(evaluation, own) if evaluation is not None else None
    around = _around(partnership, standing)
    told = {one.code: one for one in view.dimensions} if view is not None else {}
    framework = view.framework if view is not None else offered()[CODE]
    rows = tuple(
        Criterion(
            one.code,
            words_of(one.title),
            words_of(one.questions[0].text),
            told.get(one.code),
            tuple(FACTS[one.code](material, around)) if one.code in FACTS else (),
        )
        for one in framework.dimensions
    )
    return Criteria(evaluation, view, rows, secrets.token_urlsafe(16))


def _evaluation(partnership: Partnership, cycle: int) -> Evaluation | None:
    query = (
        select(Evaluation)
        .join(FrameworkVersion)
        .where(
            Evaluation.partnership_id == partnership.id,
            Evaluation.cycle == cycle,
            Evaluation.removed_at.is_(None),
            FrameworkVersion.code == CODE,
        )
        .order_by((Evaluation.occasion == Occasion.END).desc(), Evaluation.created_at.desc(), Evaluation.id.desc())
    )
    return db.session.scalars(query.limit(1)).first()


def _around(partnership: Partnership, standing: Standing) -> Around:
    """Count what lies beyond the room; three statements."""
    codes = db.session.scalars(select(PartnershipSdg.code).where(PartnershipSdg.partnership_id == partnership.id)).all()
    asked, answered = db.session.execute(
        select(func.count(FollowUp.id), func.count(FollowUp.answered_at)).where(
            FollowUp.partnership_id == partnership.id, FollowUp.dropped_at.is_(None)
        )
    ).one()
    cities = {city.id: city.name for city in partnership.cities}
    kindred = select(func.count(Partnership.id)).where(
        partnerships_seen(standing),
        Partnership.id != partnership.id,
        Partnership.theme == partnership.theme,
        Partnership.theme != "",
        Partnership.id.in_(select(Member.partnership_id).where(Member.city_id.in_(cities))),
    )
    targets = sum("." in code for code in codes)
    return Around(
        goals=len({code.partition(".")[0] for code in codes}),
        targets=targets,
        follow_ups=asked,
        answered=answered,
        kindred=db.session.scalar(kindred) or 0,
        theme=theme_word(partnership.theme) if partnership.theme else "",
        cities=cities,
    )


def _relevance(of: Material, around: Around) -> list[Fact]:
    source = _("Computed from the needs of this cycle and the days on which they were met.")
    rows = {name: of.needs.get(city, ()) for city, name in around.cities.items()}
    return [
        Fact(
            _(
                "%(city)s: %(met)s of %(all)s needs met",
                city=name,
                met=sum(need.met_on is not None for need in needs),
                all=len(needs),
            ),
            source,
        )
        for name, needs in rows.items()
    ]


def _coherence(_of: Material, around: Around) -> list[Fact]:
    named = _("%(goals)s goals named, %(targets)s of their targets", goals=around.goals, targets=around.targets)
    facts = [Fact(named, _("Computed from the Sustainable Development Goals of the partnership."))]
    source = _("Computed from the members and themes of the partnerships that you may read.")
    if not around.theme:
        return [*facts, Fact(_("The partnership names no theme to compare others with."), source)]
    words = ngettext(
        "%(num)d other partnership of these cities on the theme %(theme)s",
        "%(num)d other partnerships of these cities on the theme %(theme)s",
        around.kindred,
        theme=around.theme,
    )
    return [*facts, Fact(str(words), source)]


def _attained(of: Material, levels: Collection[ObjectiveLevel]) -> str:
    within = {one.id for one in of.objectives if one.level in levels}
    counted = Counter(one.attainment for one in of.indicators if one.objective_id in within)
    return _(
        "Reached: %(met)s; on the way: %(on_track)s; behind: %(behind)s; measured without a target: %(no_target)s; "
        "not measured: %(not_measured)s",
        **{one.value: counted[one] for one in Attainment},
    )


def _effectiveness(of: Material, _around: Around) -> list[Fact]:
    levels = (ObjectiveLevel.OUTCOME, ObjectiveLevel.OUTPUT)
    source = _("Computed from the indicators of outcomes and outputs, by their newest measurement.")
    scores = [rating.score for one in of.instruments for rating in one.ratings.values()]
    if scores:
        count = str(ngettext("%(num)d rating", "%(num)d ratings", len(scores)))
        rated = _("Ratings of the instruments: mean %(mean)s of 5, %(count)s", mean=tenths(fmean(scores)), count=count)
    else:
        rated = _("No instrument is rated.")
    return [Fact(_attained(of, levels), source), Fact(rated, _("Computed from what the cities rated in this room."))]


def _efficiency(of: Material, _around: Around) -> list[Fact]:
    begun = [one for one in of.times if one.actual_days is not None]
    planned, actual = sum(one.planned_days for one in begun), sum(one.actual_days or 0 for one in begun)
    taken = _(
        "Stages that have begun: planned %(planned)s, taken %(actual)s", planned=days(planned), actual=days(actual)
    )
    facts = [Fact(taken, _("Computed from the planned days and the days from beginning to decision or today."))]
    sums: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for row in of.budget:
        sums[row.currency][0] += row.planned_cents
        sums[row.currency][1] += row.spent_cents
    source = _("Computed from the costs of the work plan; where nothing is written as spent, nothing is counted.")
    spent = [
        _("Money: planned %(planned)s, spent %(spent)s", planned=money(one[0], currency), spent=money(one[1], currency))
        for currency, one in sorted(sums.items())
    ]
    return facts + [Fact(one, source) for one in spent or [_("The work plan names no costs.")]]


def _impact(of: Material, _around: Around) -> list[Fact]:
    source = _("Computed from the indicators of impacts, by their newest measurement.")
    return [Fact(_attained(of, (ObjectiveLevel.IMPACT,)), source)]


def _sustainability(of: Material, around: Around) -> list[Fact]:
    piloted = sum(bool(one.piloted_in or one.piloted_on) for one in of.instruments)
    return [
        Fact(
            _(
                "%(answered)s of %(asked)s follow-ups of after-care answered",
                answered=number(around.answered),
                asked=number(around.follow_ups),
            ),
            _("Computed from the follow-ups of the partnership that were not dropped."),
        ),
        Fact(
            _("%(piloted)s of %(all)s instruments tried in a pilot", piloted=piloted, all=len(of.instruments)),
            _("Computed from the instruments of stage 5 that name a place or day of a pilot."),
        ),
    ]


FACTS: dict[str, Callable[[Material, Around], list[Fact]]] = {
    "relevance": _relevance,
    "coherence": _coherence,
    "effectiveness": _effectiveness,
    "efficiency": _efficiency,
    "impact": _impact,
    "sustainability": _sustainability,
}
