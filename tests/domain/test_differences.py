"""What changed between two texts: whatever is shown as kept and put in is the newer text, to the letter."""

from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.differences import Piece, changed_sections, differences

texts = st.text(alphabet=st.sampled_from(list("ab ção,.\n-1")), max_size=60)


def joined(pieces: list[Piece], *kinds: str) -> str:
    return "".join(piece.text for piece in pieces if piece.kind in kinds)


def test_a_changed_word_stands_beside_the_one_it_replaces() -> None:
    assert differences("The maps are scanned in May.", "The maps are scanned in June.") == [
        Piece("kept", "The maps are scanned in "),
        Piece("out", "May"),
        Piece("in", "June"),
        Piece("kept", "."),
    ]


@given(texts, texts)
def test_both_texts_can_be_read_out_of_the_pieces(before: str, after: str) -> None:
    pieces = differences(before, after)
    assert joined(pieces, "kept", "in") == after
    assert joined(pieces, "kept", "out") == before


@given(texts)
def test_the_same_text_has_no_changes(text: str) -> None:
    assert all(piece.kind == "kept" for piece in differences(text, text))


def test_only_sections_that_changed_are_named_and_none_is_forgotten() -> None:
    found = changed_sections({"summary": "same", "findings": "old"}, {"summary": "same", "decisions": "new"})
    assert list(found) == ["decisions", "findings"]
    assert found["findings"] == [Piece("out", "old")]
    assert found["decisions"] == [Piece("in", "new")]
