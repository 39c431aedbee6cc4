"""Policies of the gates as pages name them."""

from collections.abc import Mapping
from dataclasses import dataclass

from tracker.domain.frameworks import in_language
from tracker.domain.policies import Policy
from tracker.i18n import language
from tracker.sentences import gettext as _


@dataclass(frozen=True)
class PolicyRow:
    """One version of a policy in the reader's language; `key` is how a form names it."""

    key: str
    name: str
    summary: str


def policy_row(policy: Policy, key: str = "") -> PolicyRow:
    """Give a policy in the reader's language."""
    title, summary = (in_language(text, language())[0] for text in (policy.title, policy.summary))
    name = _("%(policy)s, version %(number)s", policy=title, number=policy.version)
    return PolicyRow(key or policy.name, name, summary)


def named_row(policy: Policy | None, name: str) -> PolicyRow:
    """Give a policy in the reader's language; where no file holds it, what it is called."""
    return (
        policy_row(policy)
        if policy is not None
        else PolicyRow(name, _("%(policy)s (its file is missing)", policy=name), "")
    )


def policy_rows(offered: Mapping[str, Policy]) -> list[PolicyRow]:
    """List policies in the reader's language, each under the key that it is offered by."""
    return [policy_row(policy, key) for key, policy in offered.items()]
