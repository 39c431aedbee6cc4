"""Fields for every way to prove who one is, and what the page says when a proof does not hold."""

import re
from collections.abc import Sequence
from typing import Any

from wtforms import Field
from wtforms.validators import Length

from tracker.domain.proofs import Outcome, Verdict
from tracker.domain.signing import Method
from tracker.forms.base import Form, Hidden, Line, Secret
from tracker.sentences import lazy_gettext as _l
from tracker.sentences import ngettext
from tracker.services.proofs import Given

LONGEST_ANSWER = 12_000
"""Characters of a passkey's answer; ordinary ones have fewer than 1,000."""

SENTENCES: dict[tuple[Outcome, Method | None], Any] = {
    (Outcome.NOTHING_GIVEN, None): _l("Prove who you are first."),
    (Outcome.WRONG, Method.PASSWORD): _l("This is not your password."),
    (Outcome.WRONG, Method.MAILED_CODE): _l("This is not the newest code that was mailed to you."),
    (Outcome.WRONG, Method.AUTHENTICATOR): _l(
        "This is not the code that your app shows now. Look whether the clock of your phone is right."
    ),
    (Outcome.WRONG, Method.PASSKEY): _l(
        "What your device answered does not prove this. Try again, or prove it another way."
    ),
    (Outcome.NOT_MAILED, None): _l("No code was mailed for this. Ask for one."),
    (Outcome.EXPIRED, Method.PASSKEY): _l("This took longer than five minutes. Try again."),
    (Outcome.EXPIRED, None): _l("This code is older than ten minutes. Ask for a new one."),
    (Outcome.USED, Method.AUTHENTICATOR): _l("This code was used already. Wait for the next one that your app shows."),
    (Outcome.USED, None): _l("This code was used already. Ask for a new one."),
    (Outcome.WORN_OUT, None): _l("This code was tried too often and is worth nothing now. Ask for a new one."),
    (Outcome.TOO_MANY, None): _l("Too many wrong tries. Wait a quarter of an hour, then try again."),
}
"""What is said of a proof that does not hold, by outcome and method; the line without a method stands for the rest."""


def digits(text: str | None) -> str:
    """Give a code without the spaces that people and programs put into it."""
    return re.sub(r"[\s-]", "", text or "")


class Code(Line):
    """Six digits, typed or filled in by the phone."""

    def __init__(self, label: Any, **named: Any) -> None:
        super().__init__(label, most=20, **named)
        self.filters = (digits,)
        self.flags.optional = False


class ProofForm(Form):
    """One of the ways to prove who one is; whatever is filled in counts, typed codes before a remembered password."""

    passkey = Hidden(validators=[Length(max=LONGEST_ANSWER)])
    stamp = Hidden(validators=[Length(max=1000)])
    authenticator = Code(_l("Code of your authenticator app"))
    code = Code(_l("Code from the mail"))
    password = Secret(_l("Your password"), [Length(max=200)])

    def fields_of_proof(self) -> dict[Method, Field]:
        """Give the field of each way."""
        return {
            Method.PASSKEY: self.passkey,
            Method.AUTHENTICATOR: self.authenticator,
            Method.MAILED_CODE: self.code,
            Method.PASSWORD: self.password,
        }

    def given(self) -> Given | None:
        """Give what was filled in as proof; None when nothing was."""
        filled = ((method, field.data) for method, field in self.fields_of_proof().items() if field.data)
        method, secret = next(filled, (None, ""))
        return Given(method, secret, self.stamp.data or "") if method else None

    def refuse(self, verdict: Verdict, offered: Sequence[Method], *, tries_left: int, so: str) -> None:
        """Say why a proof does not hold and what to do, beside its field when that is on the page; `so` ends it."""
        outcome, method = verdict.outcome, verdict.method
        sentence = SENTENCES.get((outcome, method)) or SENTENCES[outcome, None]
        counted = outcome is Outcome.WRONG and method is not Method.PASSKEY
        parts = [str(sentence), so, _tries(tries_left) if counted else ""]
        said = " ".join(part for part in parts if part)
        is_shown = method in offered and method is not Method.PASSKEY
        if is_shown and (method is not Method.MAILED_CODE or outcome is Outcome.WRONG):
            self.fields_of_proof()[method].errors = [said]
        else:
            self.form_errors.append(said)


def _tries(left: int) -> str:
    return str(ngettext("%(num)d try is left.", "%(num)d tries are left.", left))


class PasskeyForm(Form):
    """What a device answered to the offer of a passkey, and what its person calls the device."""

    passkey = Hidden(validators=[Length(max=LONGEST_ANSWER)])
    stamp = Hidden(validators=[Length(max=1000)])
    name = Line(_l("Name of this device"), description=_l("By which you know it again, for example: my phone."))


class RemoveForm(Form):
    """Which passkey is to be removed."""

    passkey_id = Hidden(validators=[Length(max=10)])


class AuthenticatorForm(Form):
    """The code with which an authenticator app shows that it knows the offered secret."""

    stamp = Hidden(validators=[Length(max=1000)])
    code = Code(_l("Code that the app shows"))
