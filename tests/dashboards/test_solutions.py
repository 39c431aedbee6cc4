"""Who has solved a need: instruments, teachers and published notes of its sector, each as far as the reader sees."""

from flask import Flask

from tests import factories as make
from tracker.dashboards.solutions import instruments_for, notes_for, teachers_for
from tracker.domain.evaluation import Visibility
from tracker.permissions import standing_of

SECTOR = "cadastre"


def test_what_is_offered_stays_within_the_reader_s_partnerships(app: Flask) -> None:
    nampula, guarulhos, quelimane = make.city("Nampula"), make.city("Guarulhos", "BR"), make.city("Quelimane")
    of = make.partnership([guarulhos, nampula], theme=SECTOR)
    elsewhere = make.partnership([guarulhos, quelimane], theme=SECTOR)
    make.partnership([guarulhos, nampula], theme="waste")
    rated = make.instrument(of, title="Rated")
    make.rating(rated, guarulhos, score=4)
    make.rating(rated, nampula, score=3)
    make.instrument(of, title="Unrated")
    make.instrument(of, title="Removed", removed_at=make.AT)
    make.instrument(elsewhere, title="Elsewhere")
    make.priority(of, need=make.need(of, nampula, sector=SECTOR))
    make.priority(elsewhere, need=make.need(elsewhere, quelimane, sector="waste"))
    own = standing_of(make.technician(nampula), make.AT)
    everywhere = standing_of(make.technician(guarulhos), make.AT)
    found = [(row.title, row.rating) for row in instruments_for(SECTOR, own)]
    assert found == [("Rated", 3.5), ("Unrated", None)]
    assert [row.title for row in instruments_for(SECTOR, everywhere)] == ["Rated", "Unrated", "Elsewhere"]
    assert [(row.city, row.ref) for row in teachers_for(SECTOR, everywhere)] == [("Guarulhos", of.ref)]
    assert instruments_for("waste", everywhere) == []


def test_published_notes_are_found_by_everyone_and_others_by_nobody(app: Flask) -> None:
    public = make.partnership(theme=SECTOR, is_public=True)
    closed = make.partnership(theme=SECTOR)
    author = make.technician(public.cities[0])
    make.note(public, author, visibility=Visibility.PUBLIC, text="Scan first.")
    make.note(public, author, text="Between us.")
    make.note(public, author, visibility=Visibility.PUBLIC, text="Gone.", removed_at=make.AT)
    make.note(closed, make.technician(closed.cities[0]), visibility=Visibility.PUBLIC, text="In a closed one.")
    assert [row.text for row in notes_for(SECTOR)] == ["Scan first."]
