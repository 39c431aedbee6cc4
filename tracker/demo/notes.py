"""Evaluation notes of the demonstration: of every kind, on partnerships, stages and missions, for various readers."""

from tracker.db import db
from tracker.demo.chance import choice, number
from tracker.demo.scene import CYCLE, Scene
from tracker.domain.evaluation import NoteKind, Visibility
from tracker.models.missions import Mission
from tracker.models.notes import EvaluationNote
from tracker.services.journal import record

TEXTS = {
    NoteKind.WORKED: (
        "Two technicians who answer for the same work, one in each city, kept it going between the visits.",
        "Meeting in the neighbourhood itself brought more than any presentation.",
    ),
    NoteKind.FAILED: (
        "Nobody had asked who pays for travel inside the country, so that half of the delegation stayed at home.",
        "The forms were copied without change. They asked for papers that residents do not have.",
    ),
    NoteKind.LESSON: (
        "A method travels, a regulation does not. Fit the form to the place first, then write the rule.",
        "It took a year longer than planned until both sides trusted the figures of the other.",
    ),
    NoteKind.RECOMMENDATION: (
        "Name a deputy for each technical lead before the next visit.",
        "Bring the person who keeps the budget along on the second visit.",
    ),
    NoteKind.OBSERVATION: (
        "The visit fell into the rainy season, and two neighbourhoods could not be reached.",
        "Both councils changed within one year; the technicians stayed.",
    ),
}
READERS = (Visibility.PARTNERS, Visibility.PUBLIC, Visibility.PARTNERS, Visibility.PRIVATE)


def write_notes(scene: Scene, mission: Mission | None) -> None:
    """Write a note on the stage before the present one, and one on the past mission if there is one."""
    if scene.has_begun(3) or number(3, scene.code, "note") == 0:
        kind = choice(tuple(NoteKind), scene.code, "note")
        _write(scene, kind, READERS[number(len(READERS), scene.code, "reader")], stage=min(scene.course.stage, 6))
    if scene.has_begun(6):
        _write(scene, NoteKind.LESSON, Visibility.PUBLIC, stage=5)
    if mission is not None:
        kind = choice(tuple(NoteKind), mission.ref)
        _write(scene, kind, Visibility.PARTNERS, mission=mission)


def _write(
    scene: Scene, kind: NoteKind, visibility: Visibility, *, stage: int | None = None, mission: Mission | None = None
) -> None:
    latest = min(scene.course.stage, 6)
    about = mission.ref if mission is not None else str(stage)
    author = scene.technician(scene.cities[number(len(scene.cities), scene.code, about)])
    at = scene.moment(latest, 90, f"note {about}")
    if mission is not None:
        at = max(at, mission.logged_at)
    note = EvaluationNote(
        partnership=scene.partnership,
        cycle=CYCLE,
        stage_number=stage,
        mission=mission,
        kind=kind,
        visibility=visibility,
        text=choice(TEXTS[kind], scene.code, about),
        language="en",
        author=author,
        created_at=at,
        is_demonstration=True,
    )
    db.session.add(note)

    def write() -> None:
        record(
            "note.written",
            actor=author,
            at=at,
            partnership=None if visibility is Visibility.PRIVATE else scene.partnership,
            subject=f"note-{note.id}",
            details={"kind": kind.value, "visibility": visibility.value},
            is_demonstration=True,
        )

    scene.diary.add(at, write)
