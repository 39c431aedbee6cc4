"""The diary carries acts out in the order of their moments."""

from datetime import timedelta

from tests.demo.moments import AT
from tracker.demo.scene import Diary


def test_acts_are_carried_out_by_their_moments_and_then_as_they_were_put_down() -> None:
    diary, done = Diary(), []
    for hours, word in ((3, "third"), (1, "first"), (3, "fourth"), (2, "second")):
        diary.add(AT + timedelta(hours=hours), lambda word=word: done.append(word))  # type: ignore[misc]
    diary.play()
    assert done == ["first", "second", "third", "fourth"]


def test_an_act_can_put_down_later_ones() -> None:
    diary, done = Diary(), []

    def send() -> None:
        done.append("sent")
        diary.add(AT + timedelta(days=2), lambda: done.append("signed"))

    diary.add(AT, send)
    diary.add(AT + timedelta(days=1), lambda: done.append("read"))
    diary.play()
    assert done == ["sent", "read", "signed"]
