"""Signing: every pair of state and act, allowed or refused, and which signature is the last."""

from itertools import product

import pytest

from tracker.domain.signing import (
    CORRECTABLE,
    MOVES,
    OPEN_FOR_SIGNATURE,
    UNDER_WAY,
    Act,
    DocumentState,
    act_of_signing,
    moved,
)

ALLOWED = {
    ("draft", "submit"): "awaiting_signature",
    ("draft", "review"): "in_review",
    ("draft", "withdraw"): "withdrawn",
    ("in_review", "release"): "awaiting_signature",
    ("in_review", "return"): "changes_requested",
    ("in_review", "withdraw"): "withdrawn",
    ("awaiting_signature", "sign"): "partly_signed",
    ("awaiting_signature", "sign_last"): "signed",
    ("awaiting_signature", "return"): "changes_requested",
    ("awaiting_signature", "withdraw"): "withdrawn",
    ("partly_signed", "sign"): "partly_signed",
    ("partly_signed", "sign_last"): "signed",
    ("partly_signed", "return"): "changes_requested",
    ("partly_signed", "withdraw"): "withdrawn",
    ("signed", "supersede"): "superseded",
}


@pytest.mark.parametrize(("state", "act"), list(product(DocumentState, Act)))
def test_a_document_moves_as_the_table_says(state: DocumentState, act: Act) -> None:
    assert moved(state, act) == ALLOWED.get((state.value, act.value))


def test_nothing_leaves_the_states_that_are_final() -> None:
    final = set(DocumentState) - {state for state, _act in MOVES}
    assert final == {"changes_requested", "declined", "superseded", "withdrawn"}


def test_a_document_can_be_signed_exactly_where_it_is_open() -> None:
    assert {state for state, act in MOVES if act in {Act.SIGN, Act.SIGN_LAST}} == OPEN_FOR_SIGNATURE


def test_what_is_under_way_can_still_be_withdrawn_and_nothing_else_can() -> None:
    assert {state for state, act in MOVES if act is Act.WITHDRAW} == UNDER_WAY


def test_no_state_is_both_under_way_and_correctable() -> None:
    assert UNDER_WAY.isdisjoint(CORRECTABLE)


@pytest.mark.parametrize(
    ("sentence", "open_slots", "slot", "act"),
    [
        ("the only city's signature is the last", [1], 1, Act.SIGN_LAST),
        ("the first of two is not", [1, 2], 1, Act.SIGN),
        ("the second of two is", [2], 2, Act.SIGN_LAST),
        ("the second of three is not", [2, 3], 2, Act.SIGN),
        ("the third of three is", [3], 3, Act.SIGN_LAST),
    ],
)
def test_the_last_signature_makes_it_signed(sentence: str, open_slots: list[int], slot: int, act: Act) -> None:
    assert act_of_signing(open_slots, slot) is act, sentence
