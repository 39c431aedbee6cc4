"""What the domain refuses, by a code whose sentence lives in the catalogues."""


class RuleBroken(Exception):
    """An act that the rules refuse; shown as a 409 page.

    `code` names the rule (`report.changed`); `details` fill the sentence's placeholders.
    """

    def __init__(self, code: str, **details: object) -> None:
        super().__init__(code)
        self.code = code
        self.details = details


class StaleEdit(RuleBroken):
    """Somebody else saved the same row first; nothing was overwritten.

    `fields` are triples of label, the text that was sent, and the text that is stored now.
    """

    def __init__(self, fields: list[tuple[str, str, str]] | None = None) -> None:
        super().__init__("edit.stale")
        self.fields = fields or []


class NotAllowed(Exception):
    """A person may see the thing but not do this to it; shown as a 403 page."""
