"""The Sustainable Development Goals that a partnership serves, as pages show them."""

from dataclasses import dataclass

from tracker.domain.frameworks import Text, in_language
from tracker.domain.sdg import Goal, Served, goal_of
from tracker.i18n import language
from tracker.services.sdg import goals


@dataclass(frozen=True)
class Words:
    """The words of a goal or target, and their language where it is not the page's."""

    text: str
    lang: str | None


@dataclass(frozen=True)
class TargetView:
    """A target that is served, and why."""

    code: str
    title: Words
    why: str


@dataclass(frozen=True)
class GoalView:
    """A goal that is served, why, the targets of it that are, and whether a demonstration chose any of it."""

    number: int
    short: Words
    title: Words
    why: str
    targets: tuple[TargetView, ...]
    is_demonstration: bool


def goal_views(served: Served) -> tuple[GoalView, ...]:
    """Give the goals and targets that are served in the order of the Agenda; no statement."""
    return tuple(goal_view(goal, served) for number, goal in goals().items() if number in served.goals)


def target_count(served: Served) -> int:
    """Count the targets that are served."""
    return len(served.why.keys() - {goal.code for goal in goals().values()})


def goal_view(goal: Goal, served: Served) -> GoalView:
    """Give a goal with those of its targets that are served."""
    return GoalView(
        number=goal.number,
        short=words(goal.short),
        title=words(goal.title),
        why=served.why.get(goal.code, ""),
        targets=tuple(
            TargetView(target.code, words(target.title), served.why[target.code])
            for target in goal.targets
            if target.code in served.why
        ),
        is_demonstration=any(goal_of(code) == goal.number for code in served.invented),
    )


def words(text: Text) -> Words:
    """Give words in the reader's language, or in English and marked so where they are not translated."""
    found, code = in_language(text, language())
    return Words(found, None if code == language() else code)
