"""Choices depend on words alone and spread over all options."""

from tracker.demo.chance import choice, number


def test_the_same_words_give_the_same_number() -> None:
    assert number(1000, "Nampula", 5) == number(1000, "Nampula", 5)
    assert number(10**9, "Nampula", 5) != number(10**9, "Nampula", 6)


def test_every_number_below_comes_up_and_none_above() -> None:
    assert {number(6, "stage", turn) for turn in range(200)} == set(range(6))


def test_every_option_comes_up() -> None:
    assert {choice(("a", "b", "c"), turn) for turn in range(100)} == {"a", "b", "c"}
