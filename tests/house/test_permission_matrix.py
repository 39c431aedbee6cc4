"""Every address, tried by every reader on their own, their partner's and foreign things, answers as this table says.

The table is written by hand from the rules of the house, not from the code: y yes, n forbidden (403), - not found
(404), s asked to sign in. A line is for a permission or for one page, maybe for one kind of thing only. Its columns
are the readers in their order: nobody, administrator, coordinator (here and elsewhere), technician of A and of B (and
elsewhere), mayor of A and of B, former mayor, observer (here and elsewhere).
"""

import re
from collections.abc import Iterator

import pytest
from werkzeug.routing import Rule

from tests.client import Answer
from tests.routes import METHODS, rules
from tests.world import ASK_FOR_A_PARTNERSHIP, KEYS, KINDS, PARTS, READERS, World, path_of
from tracker.permissions import Permission

TABLE = """
                              NO AD CO CX TA TB TX MA MB EX OB OX
public                        y  y  y  y  y  y  y  y  y  y  y  y
demo_mail.inbox               -  -  -  -  -  -  -  -  -  -  -  -
demo_mail.show                -  -  -  -  -  -  -  -  -  -  -  -
signed_in                     s  y  y  y  y  y  y  y  y  y  y  y
portfolio.view                s  y  y  y  n  n  n  n  n  n  n  n
portfolio.view FunderPreset   s  -  y  -  -  -  -  -  -  -  -  -
export.view                   s  -  y  -  -  -  -  -  -  -  -  -
export.download               s  -  y  -  -  -  -  -  -  -  -  -
programme.edit                s  y  y  n  n  n  n  n  n  n  n  n
partnership.view              s  y  y  -  y  y  -  y  y  y  y  -
partnership.create            s  n  y  y  n  n  n  n  n  n  n  n
partnership.edit              s  n  y  -  y  y  -  n  n  n  n  -
partnership.steer             s  n  y  -  n  n  -  n  n  n  n  -
partnership.delete            s  y  n  -  n  n  -  n  n  n  n  -
post.edit                     s  n  y  -  y  y  -  n  n  n  n  -
partnerships.leave            s  n  y  -  y  n  -  n  n  n  n  -
journal.view                  s  y  y  -  y  y  -  y  y  n  n  -
gate.decide                   s  n  y  -  n  n  -  n  n  n  n  -
gate.waive                    s  n  y  -  n  n  -  n  n  n  n  -
room.view                     s  y  y  -  y  y  -  y  y  n  y  -
consent.give                  s  n  n  -  y  y  -  y  y  n  n  -
room.edit                     s  n  y  -  y  y  -  n  n  n  n  -
city_room.edit                s  n  y  -  y  n  -  n  n  n  n  -
mission.view                  s  y  y  -  y  y  -  y  y  n  y  -
missions.new Partnership      s  n  y  -  y  y  -  n  n  n  n  -
mission.edit                  s  n  y  -  y  y  -  n  n  n  n  -
attachment.view               s  y  y  -  y  y  -  y  y  n  y  -
task.settle                   s  n  y  -  y  n  -  n  n  n  n  -
report.view                   s  y  y  -  y  y  -  y  y  n  y  -
report.view SignedReport      s  y  y  -  y  y  -  y  y  y  y  -
report.view DraftReport       s  n  y  -  y  y  -  y  y  n  n  -
report.edit                   s  n  n  -  y  y  -  n  n  n  n  -
report.submit                 s  n  n  -  y  y  -  n  n  n  n  -
report.sign                   s  n  n  -  n  n  -  y  y  n  n  -
report.sign DraftReport       s  n  n  -  n  n  -  n  n  n  n  -
sign_off.remind               s  y  y  -  y  y  -  n  n  n  n  -
notes.new                     s  -  -  -  -  -  -  -  -  -  -  -
notes.new Partnership         s  n  y  -  y  y  -  y  y  n  n  -
note.create                   s  n  y  -  y  y  -  y  y  n  n  -
note.view                     s  y  y  -  y  y  -  y  y  n  y  -
note.view PrivateNote         s  -  -  -  y  -  -  -  -  -  -  -
note.edit                     s  n  n  -  y  n  -  n  n  n  n  -
note.edit PrivateNote         s  -  -  -  y  -  -  -  -  -  -  -
mandate.record                s  y  y  n  n  n  n  n  n  n  n  n
mandate.confirm               s  y  y  n  n  n  n  n  n  n  n  n
mandates.end                  s  y  n  n  n  n  n  n  n  n  n  n
sign_off.delegate             s  n  n  n  n  n  n  n  n  n  n  n
sign_off.delegate HeldMandate s  n  n  n  n  n  n  y  n  n  n  n
sign_off.delegate Delegation  s  n  n  n  n  n  n  y  n  n  n  n
hand_over.view                s  y  n  n  n  n  n  n  n  n  n  n
hand_over.view HeldMandate    s  y  n  n  n  n  n  y  n  n  n  n
profile.edit                  s  y  n  n  n  n  n  n  n  n  n  n
people.view                   s  y  y  y  n  n  n  n  n  n  n  n
people.view Person            s  y  y  -  n  -  -  -  -  -  -  -
person.invite                 s  y  y  y  n  n  n  n  n  n  n  n
person.invite Person          s  y  y  -  n  -  -  -  -  -  -  -
person.edit                   s  y  n  n  n  n  n  n  n  n  n  n
person.edit Person            s  y  n  -  n  -  -  -  -  -  -  -
view.use                      s  -  -  -  y  -  -  -  -  -  -  -
view.edit                     s  -  -  -  y  -  -  -  -  -  -  -
admin.view                    s  y  n  n  n  n  n  n  n  n  n  n
"""
EXPECTED = {
    tuple(line[:30].split()): dict(zip(READERS, line[30:].split(), strict=True)) for line in TABLE.splitlines()[2:]
}
PARTNERS = {
    "technician": "partner's technician",
    "partner's technician": "technician",
    "mayor": "partner's mayor",
    "partner's mayor": "mayor",
}
"""As whom a reader stands to what belongs to the partner city."""
ELSEWHERE = {
    "coordinator": "coordinator elsewhere",
    "coordinator elsewhere": "coordinator",
    "technician elsewhere": "technician",
    "observer elsewhere": "observer",
    "nobody": "nobody",
    "administrator": "administrator",
}
"""As whom a reader stands to a foreign partnership; all others stand there as a technician elsewhere does here."""


def expected(world: World, rule: Rule, kind: str, whose: str, reader: str) -> str:
    """Read the table, from where the reader stands to the thing; the line for the page itself comes first."""
    permission: Permission = world.app.view_functions[rule.endpoint].permission
    names = [(rule.endpoint, kind), (rule.endpoint,), (permission.value, kind), (permission.value,)]
    line = next(EXPECTED[name] for name in names if name in EXPECTED)
    if whose == "partner's":
        return line[PARTNERS.get(reader, reader)]
    if whose == "foreign" and ("-" in line.values() or line["coordinator"] != line["coordinator elsewhere"]):
        return line[ELSEWHERE.get(reader, "technician elsewhere")]
    return line[reader]


def class_of(answer: Answer) -> str:
    """Say what an answer means: y, n, -, s, or its status when it means none of them."""
    if answer.status_code == 401 or answer.headers.get("Location", "").startswith("/sign-in?next="):
        return "s"
    if answer.status_code in {200, 302, 303, 409, 422}:
        return "y"
    return {403: "n", 404: "-"}.get(answer.status_code, str(answer.status_code))


def tried(world: World, reader: str, method: str, path: str) -> str:
    """Send a request and say what its answer means; a page that is not as it must be is told in full."""
    try:
        return class_of(world.ask(reader, method, path, is_inspected=False))
    except AssertionError as trouble:
        return str(trouble)


def attempts(world: World, rule: Rule) -> Iterator[tuple[str, str, str]]:
    """List the kind, the owner and the address of everything that a rule can be tried on."""
    model = getattr(world.app.view_functions[rule.endpoint], "model", None)
    for kind in KINDS.get(model.__name__, [model.__name__]) if model else [""]:
        for whose in ("own", "partner's", "foreign") if model else ("own",):
            path = path_of(world, rule, whose, kind)
            if path is not None:
                yield kind, whose, path
    for whose in ("own", "foreign") if rule.endpoint in ASK_FOR_A_PARTNERSHIP else ():
        yield "Partnership", whose, f"{rule.rule}?partnership={world.things['Partnership'][whose]['ref']}"


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("method", METHODS)
def test_everybody_may_do_what_the_table_says_and_nothing_else(world: World, method: str, reader: str) -> None:
    wrong = []
    for rule in rules(world.app, method):
        for kind, whose, path in attempts(world, rule):
            with world.as_before():
                given = tried(world, reader, method, path)
            wanted = expected(world, rule, kind, whose, reader)
            if given != wanted:
                wrong.append(f"{method} {path} ({rule.endpoint}, {whose} {kind}): {given}, not {wanted}")
    assert not wrong, "\n".join(wrong)


def test_every_class_that_an_address_names_was_tried(world: World) -> None:
    models = {getattr(view, "model", None) for view in world.app.view_functions.values()} - {None}
    assert {model.__name__ for model in models} <= set(world.things)


def test_a_form_without_its_token_does_nothing(world: World) -> None:
    for rule in rules(world.app, "POST"):
        path = path_of(world, rule, "own")
        for token in ("", "forged", world.readers["mayor"].csrf_token):
            answer = world.ask("technician", "POST", path, {"csrf_token": token})
            assert answer.status_code == 400, path


def test_what_belongs_to_another_thing_is_not_found(world: World) -> None:
    """An address that names two things is about the second one only when it belongs to the first."""
    mixed = [(endpoint, name, part, key) for (endpoint, name), (part, key) in PARTS.items() if name not in KEYS]
    for endpoint, name, part, key in [one for one in mixed if hasattr(world.app.view_functions[one[0]], "model")]:
        view = world.app.view_functions[endpoint]
        for rule in [rule for rule in rules(world.app, "POST") if rule.endpoint == endpoint and view.model]:
            own, foreign = world.things[view.model.__name__]["own"], world.things[part]["foreign"]
            path = rule.rule.replace("<ref>", own.get("ref", "")).replace("<int:id>", str(own.get("id", "")))
            path = re.sub(rf"<(int:)?{name}>", str(foreign[key]), path)
            assert world.ask("technician", "POST", path).status_code == 404, path
