"""Partnerships: founding them, keeping their frame, steering their state, naming their people."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select

from tracker.db import db, lock
from tracker.domain.errors import RuleBroken
from tracker.domain.partnerships import FORWARD, MOVES, PartnershipState, Post
from tracker.models.cities import City
from tracker.models.partnerships import Member, Partnership, PostHolder
from tracker.models.people import Person
from tracker.models.programmes import Programme
from tracker.services.follow_ups import drop_follow_ups, plan_follow_ups
from tracker.services.journal import record
from tracker.services.policies import policy_for
from tracker.services.stages import begin_cycle


def found_partnership(frame: dict[str, Any], cities: Sequence[City], *, actor: Person, at: datetime) -> Partnership:
    """Make a partnership of two or more cities, with its reference and the six stages of its first cycle.

    Its gates follow the newest version of its programme's policy.

    `frame` holds the columns that its form edits. Raises RuleBroken("partnership.needs_two_cities").
    """
    if len({city.id for city in cities}) < 2:
        raise RuleBroken("partnership.needs_two_cities")
    programme = db.session.get(Programme, frame["programme_id"]) if frame.get("programme_id") else None
    partnership = Partnership(
        **frame,
        ref="",
        policy=policy_for(programme).name,
        state=PartnershipState.EXPLORING,
        state_since=at,
        last_event_at=at,
        created_at=at,
    )
    db.session.add(partnership)
    partnership.members = [Member(city=city, position=place) for place, city in enumerate(dict.fromkeys(cities))]
    db.session.flush()
    partnership.ref = f"P-{partnership.id:04d}"
    db.session.flush()
    record(
        "partnership.founded",
        actor=actor,
        at=at,
        partnership=partnership,
        subject=partnership.ref,
        details={"cities": [city.code for city in partnership.cities]},
    )
    begin_cycle(partnership, actor=actor, at=at)
    return partnership


def change_frame(partnership: Partnership, frame: dict[str, Any], *, actor: Person, at: datetime) -> None:
    """Keep a partnership's changed frame; the journal tells which columns changed."""
    changed = {name: value for name, value in frame.items() if getattr(partnership, name) != value}
    for name, value in changed.items():
        setattr(partnership, name, value)
    db.session.flush()
    if changed:
        _record("partnership.changed", partnership, actor, at, columns=sorted(changed))


def steer(partnership: Partnership, state: PartnershipState, reason: str, *, actor: Person, at: datetime) -> None:
    """Bring a partnership into another state; every move but a forward one keeps its reason.

    Going into after-care asks every city for its follow-ups, leaving it drops those that nobody answered.

    Raises RuleBroken("partnership.move_refused") or ("partnership.reason_missing").
    """
    lock(partnership)
    move = (partnership.state, state)
    if move not in MOVES:
        raise RuleBroken("partnership.move_refused")
    if move not in FORWARD and not reason:
        raise RuleBroken("partnership.reason_missing")
    before = partnership.state.value
    if state is PartnershipState.AFTER_CARE:
        plan_follow_ups(partnership, at=at)
    elif partnership.state is PartnershipState.AFTER_CARE:
        drop_follow_ups(partnership, at=at)
    partnership.state, partnership.state_reason, partnership.state_since = state, reason, at
    db.session.flush()
    _record("partnership.steered", partnership, actor, at, before=before, after=state.value, reason=reason)


def delete_partnership(partnership: Partnership, reason: str, *, actor: Person, at: datetime) -> None:
    """Hide a partnership from everyone; nothing is lost, and the reason is kept."""
    partnership.deleted_at, partnership.deleted_reason = at, reason
    db.session.flush()
    _record("partnership.deleted", partnership, actor, at, reason=reason)


def appoint(
    partnership: Partnership, person: Person, post: Post, function: str = "", *, actor: Person, at: datetime
) -> PostHolder:
    """Give a person a post; a city's technical or political lead takes the place of the one before.

    Who holds it already keeps it; a function that is given replaces the one before.
    """
    existing = db.session.scalar(
        select(PostHolder).where(
            PostHolder.partnership_id == partnership.id, PostHolder.person_id == person.id, PostHolder.post == post
        )
    )
    if existing is not None:
        _name_function(existing, function, actor, at)
        return existing
    city_id = person.city_id if post is not Post.OBSERVER else None
    if post in {Post.TECHNICAL_LEAD, Post.POLITICAL_LEADER}:
        db.session.execute(
            delete(PostHolder).where(
                PostHolder.partnership_id == partnership.id, PostHolder.city_id == city_id, PostHolder.post == post
            )
        )
    holder = PostHolder(partnership=partnership, person=person, city_id=city_id, post=post, function=function)
    db.session.add(holder)
    db.session.flush()
    _record("post.filled", partnership, actor, at, person=person.id, post=post.value)
    return holder


def _name_function(holder: PostHolder, function: str, actor: Person, at: datetime) -> None:
    if function and holder.function != function:
        holder.function = function
        db.session.flush()
        _record("post.changed", holder.partnership, actor, at, person=holder.person_id, post=holder.post.value)


def dismiss(holder: PostHolder, *, actor: Person, at: datetime) -> None:
    """Take a post away from a person."""
    _record("post.left", holder.partnership, actor, at, person=holder.person_id, post=holder.post.value)
    db.session.delete(holder)


def _record(verb: str, partnership: Partnership, actor: Person, at: datetime, **details: object) -> None:
    record(verb, actor=actor, at=at, partnership=partnership, subject=partnership.ref, details=details)
