"""The goals: what the files may say, to which goal a code belongs, when a choice counts as another one."""

import pytest

from tracker.domain.sdg import Goal, Served, goal_of, read_goals

GOAL = {"code": "11", "short_en": "Cities", "short_pt": "Cidades", "title_en": "Make cities better", "title_fr": ""}
TARGET = {"code": "11.a", "goal": "11", "title_en": "Support links"}


def test_a_goal_has_its_targets_and_only_the_words_that_are_there() -> None:
    (goal,) = read_goals([GOAL], [TARGET])
    assert isinstance(goal, Goal)
    assert (goal.number, goal.code) == (11, "11")
    assert goal.short == {"en": "Cities", "pt": "Cidades"}
    assert goal.title == {"en": "Make cities better"}
    assert [target.code for target in goal.targets] == ["11.a"]


@pytest.mark.parametrize(
    ("goals", "targets", "trouble"),
    [
        ([{**GOAL, "short_en": ""}], [], "without English"),
        ([GOAL], [{**TARGET, "title_en": ""}], "without English"),
        ([GOAL, GOAL], [], "a code twice"),
        ([GOAL], [TARGET, TARGET], "a code twice"),
        ([GOAL], [{**TARGET, "goal": "12"}], "a target of no goal"),
        ([GOAL], [{**TARGET, "code": "12.a"}], "not its own"),
    ],
)
def test_files_that_cannot_be_right_are_refused(
    goals: list[dict[str, str]], targets: list[dict[str, str]], trouble: str
) -> None:
    with pytest.raises(ValueError, match=trouble):
        read_goals(goals, targets)


@pytest.mark.parametrize(("code", "number"), [("1", 1), ("11", 11), ("11.3", 11), ("17.19", 17), ("6.b", 6)])
def test_a_code_names_its_goal(code: str, number: int) -> None:
    assert goal_of(code) == number


@pytest.mark.parametrize(
    ("codes", "goals"), [([], set()), (["11"], {11}), (["11.3"], {11}), (["1.4", "11", "11.3"], {1, 11})]
)
def test_a_target_implies_its_goal(codes: list[str], goals: set[int]) -> None:
    assert Served(dict.fromkeys(codes, "")).goals == goals


def test_what_is_served_of_one_goal() -> None:
    served = Served({"1.4": "", "11": "a", "11.3": "b"})
    assert served.of_goal(11) == Served({"11": "a", "11.3": "b"})


@pytest.mark.parametrize(
    ("other", "is_same"),
    [
        ({"11.3": "", "11": "Land"}, True),
        ({"11": "Land"}, False),
        ({"11": "Land", "11.3": "", "1": ""}, False),
        ({"11": "Homes", "11.3": ""}, False),
        ({"11": "", "11.3": "Land"}, False),
    ],
)
def test_another_choice_has_another_version(other: dict[str, str], is_same: bool) -> None:
    version = Served({"11": "Land", "11.3": ""}).version
    assert (Served(other).version == version) is is_same
    assert 0 <= version < 10**9
