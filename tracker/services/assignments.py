"""Bringing many partnerships at once into a programme, or giving one person the same post in many."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from tracker.db import db, lock
from tracker.domain.partnerships import Post
from tracker.models.partnerships import Partnership, PostHolder
from tracker.models.people import Person
from tracker.models.programmes import Programme
from tracker.permissions import Permission, Standing, allows
from tracker.services.partnerships import appoint, change_frame

POSTS = (Post.FOCAL_POINT, Post.MEMBER, Post.OBSERVER)
"""Posts that are given to many at once: none of them takes the place of somebody else."""


@dataclass(frozen=True)
class Move:
    """Bring partnerships into a programme, or out of every one when it is None."""

    programme: Programme | None


@dataclass(frozen=True)
class Appointment:
    """Give a person a post."""

    person: Person
    post: Post


Act = Move | Appointment


@dataclass(frozen=True)
class Plan:
    """What an act will do: where it is carried out, and where it is not, with the code of the reason."""

    done: list[Partnership]
    left_out: list[tuple[Partnership, str]]


def plan(chosen: Sequence[Partnership], act: Act, standing: Standing) -> Plan:
    """Tell what an act will do to the chosen partnerships, when a person of this standing carries it out.

    Reasons: "not_steered" where the person does not coordinate, "there_already", "not_of_a_city" where the person to
    appoint belongs to a city that is no member.
    """
    reasons = {
        **_there_already(chosen, act),
        **{one.id: "not_of_a_city" for one in chosen if isinstance(act, Appointment) and not _may_hold(act, one)},
        **{one.id: "not_steered" for one in chosen if not allows(standing, Permission.PARTNERSHIP_STEER, one)},
    }
    return Plan(
        [one for one in chosen if one.id not in reasons],
        [(one, reasons[one.id]) for one in chosen if one.id in reasons],
    )


def carry_out(chosen: Sequence[Partnership], act: Act, standing: Standing, *, actor: Person, at: datetime) -> Plan:
    """Do what `plan` tells, each partnership with its own row in the journal; nobody is mailed."""
    for one in sorted(chosen, key=lambda one: one.id):
        lock(one)
    planned = plan(chosen, act, standing)
    for one in planned.done:
        if isinstance(act, Move):
            change_frame(one, {"programme_id": act.programme.id if act.programme else None}, actor=actor, at=at)
        else:
            appoint(one, act.person, act.post, actor=actor, at=at)
    return planned


def _there_already(chosen: Iterable[Partnership], act: Act) -> dict[int, str]:
    if isinstance(act, Move):
        wanted = act.programme.id if act.programme else None
        return {one.id: "there_already" for one in chosen if one.programme_id == wanted}
    query = select(PostHolder.partnership_id).where(
        PostHolder.person_id == act.person.id,
        PostHolder.post == act.post,
        PostHolder.partnership_id.in_([one.id for one in chosen]),
    )
    return dict.fromkeys(db.session.scalars(query), "there_already")


def _may_hold(act: Appointment, one: Partnership) -> bool:
    return act.person.city_id is None or act.person.city_id in {member.city_id for member in one.members}
