"""Official documents in words: a document's content as pages, mails and the PDF show it in a reader's language."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from tracker import documents, words
from tracker.documents.qr import qr_svg
from tracker.documents.typeset import typeset_with_places
from tracker.documents.words import labels
from tracker.domain.dates import PartialDate, Precision
from tracker.domain.logframe import ObjectiveLevel
from tracker.domain.missions import MissionKind
from tracker.domain.partnerships import LegalForm, Modality
from tracker.domain.signing import DocumentKind
from tracker.domain.translations import in_order, written_texts
from tracker.i18n import OWN_NAMES, Reader, iso_day, language_name, money, number, own_name, period, written_for
from tracker.models.official_documents import OfficialDocument, Slot
from tracker.notices.outbox import address
from tracker.notices.stamps import empty_stamp
from tracker.sentences import gettext as _
from tracker.sentences import ngettext
from tracker.vocabulary import field_word, theme_word


def shown(content: Mapping[str, Any]) -> dict[str, Any]:
    """Give a document's content with its codes, dates and amounts in words of the present language.

    `facts` are pairs of a label and a text; `sections` have a `code`, a `title` and a `text`; both are without those
    that are empty. `dates` is when the mission took place, empty for the other kinds. `tasks` is what the signatures
    confirm.
    """
    kind = DocumentKind(content["kind"])
    facts = {
        DocumentKind.MISSION_REPORT: _mission_facts,
        DocumentKind.SCOPE: _scope_facts,
        DocumentKind.WORK_PLAN: _plan_facts,
        DocumentKind.RENEWAL: _renewal_facts,
    }[kind](content)
    return {
        **content,
        "kind_word": words.word(kind),
        "dates": _dates(content["mission"]) if kind is DocumentKind.MISSION_REPORT else "",
        "partnership": {**content["partnership"], "theme": theme_word(content["partnership"]["theme"])},
        "facts": [pair for pair in facts if pair[1]],
        "sections": [section for section in _sections(kind, content) if section["text"].strip()],
        "tasks": [_task(task) for task in content["tasks"]],
        "delegation": content.get("delegation", []),
    }


def _sections(kind: DocumentKind, content: Mapping[str, Any]) -> list[dict[str, str]]:
    first = {
        DocumentKind.MISSION_REPORT: _("Summary"),
        DocumentKind.SCOPE: _("Theme and scope"),
        DocumentKind.WORK_PLAN: _("What the plan is for"),
        DocumentKind.RENEWAL: _("Commitment"),
    }[kind]
    titles = {"summary": first, "findings": _("Findings"), "decisions": _("Decisions")}
    told = [{"code": code, "title": title, "text": content.get(code, "")} for code, title in titles.items()]
    objectives = "\n\n".join(map(_objective, content.get("objectives", [])))
    return [*told, {"code": "objectives", "title": _("Objectives and indicators"), "text": objectives}]


def _objective(told: Mapping[str, Any]) -> str:
    """Say an objective of the logframe in lines: its level, what it serves, its indicators, its assumptions."""
    lines = [f"{words.word(ObjectiveLevel(told['level']))}: {told['title']}"]
    if told["serves"]:
        lines.append(_("serves: %(objective)s", objective=told["serves"]))
    lines += map(_indicator, told["indicators"])
    if told["assumptions"]:
        lines.append(_("Assumptions: %(text)s", text=told["assumptions"]))
    return "\n".join(lines)


def _indicator(told: Mapping[str, Any]) -> str:
    parts = [_("baseline %(value)s", value=number(told["baseline"]))] if told["baseline"] is not None else []
    parts += [
        _("%(value)s by %(day)s", value=number(one["value"]), day=iso_day(one["due_on"])) for one in told["milestones"]
    ]
    if told["target"] is not None and told["target_on"]:
        parts.append(_("target %(value)s by %(day)s", value=number(told["target"]), day=iso_day(told["target_on"])))
    elif told["target"] is not None:
        parts.append(_("target %(value)s", value=number(told["target"])))
    parts += [told["source"]] if told["source"] else []
    unit = f" ({told['unit']})" if told["unit"] else ""
    return _("Indicator: %(title)s", title=f"{told['title']}{unit}") + "".join(f"; {part}" for part in parts)


def section_titles(content: Mapping[str, Any]) -> dict[str, str]:
    """Name the sections of a document that remarks can be about, by their code."""
    told = shown(content)
    return {
        **({"tasks": _("Agreed tasks")} if told["tasks"] else {}),
        **{section["code"]: section["title"] for section in told["sections"]},
        **({"delegation": _("Delegation")} if told["delegation"] else {}),
        **({"attachments": _("Attachments")} if told["attachments"] else {}),
    }


def _mission_facts(content: Mapping[str, Any]) -> list[tuple[str, str]]:
    mission = content["mission"]
    return [
        (_("Kind"), words.word(MissionKind(mission["kind"]))),
        (_("Dates"), _dates(mission)),
        (_("Place"), mission["place"]),
        (_("Host"), mission["host"]),
        (_("Theme"), theme_word(mission["theme"]) or theme_word(content["partnership"]["theme"])),
        (_("Purpose"), mission["purpose"]),
        *((field_word(code), text) for code, text in mission.get("own", {}).items()),
        (_("Sessions held"), "\n".join(map(_session, mission.get("sessions", [])))),
    ]


def _session(told: Mapping[str, Any]) -> str:
    minutes = told["minutes"]
    parts = [iso_day(told["held_on"]), told["what"]]
    parts += [ngettext("%(num)d minute", "%(num)d minutes", minutes)] if minutes else []
    return ", ".join(part for part in parts if part)


def _dates(mission: Mapping[str, Any]) -> str:
    starts, ends = (_partial(mission[name]) for name in ("starts", "ends"))
    return period(starts, ends, Precision(mission["date_precision"]))


def _scope_facts(content: Mapping[str, Any]) -> list[tuple[str, str]]:
    starts, ends = (_partial(content["period"][name]) for name in ("starts", "ends"))
    return [
        (_("Theme"), theme_word(content["partnership"]["theme"])),
        (_("Modality"), words.word(Modality(content["modality"]))),
        (_("Legal form"), words.word(LegalForm(content["legal_form"])) if content["legal_form"] else ""),
        (_("Period"), period(starts, ends, starts.precision) if starts else ""),
    ]


def _plan_facts(content: Mapping[str, Any]) -> list[tuple[str, str]]:
    count = len(content["tasks"])
    return [
        (_("Theme"), theme_word(content["partnership"]["theme"])),
        (_("Cycle"), str(content["cycle"])),
        (_("Activities"), ngettext("%(num)d activity", "%(num)d activities", count)),
    ]


def _renewal_facts(content: Mapping[str, Any]) -> list[tuple[str, str]]:
    return [
        (_("City"), content["city"]),
        (_("Office"), content["office"]),
        (_("Signed by this city's office so far"), ", ".join(content["signed"])),
    ]


def _partial(text: str | None) -> PartialDate | None:
    return PartialDate.parse(text) if text else None


def _task(task: Mapping[str, Any]) -> dict[str, Any]:
    costs = task.get("costs", [task])
    starts = iso_day(task.get("starts_on"))
    due = iso_day(task["due_on"])
    return {
        "starts_on": None,
        "result": "",
        **task,
        "after": ", ".join(task.get("after", [])),
        "starts": starts,
        "due": due,
        "cost": "; ".join(filter(None, map(_cost, costs))),
    }


def _cost(task: Mapping[str, Any]) -> str:
    amount = money(task["amount_cents"], task["currency"])
    if amount and task["bearer"]:
        return _("%(amount)s, borne by %(bearer)s", amount=amount, bearer=task["bearer"])
    return amount or str(task["bearer"])


def typeset_document(document: OfficialDocument, content: Mapping[str, Any], at: datetime) -> bytes:
    """Typeset a version in its own language; once it was sent, with its certificate page and a place for each seal.

    `content` is what the version says. Translations follow as annexes, each in its language.
    """
    told = {**_shown_in(document.language, content), **_translated(document, content)}
    with written_for(Reader(document.language)):
        certificate = _certificate(document) if document.code else None
        pdf, places = typeset_with_places(told, certificate, labels(_), language=document.language, at=at)
        if certificate is None:
            return pdf
        names = {
            slot_field(slot): _("Seal for the signature of %(city)s", city=slot.city.name) for slot in document.slots
        }
    return documents.places.with_places(pdf, places, empty_stamp(document.language, at), names)


def _shown_in(language: str, content: Mapping[str, Any]) -> dict[str, Any]:
    with written_for(Reader(language)):
        return shown(content)


def _translated(document: OfficialDocument, content: Mapping[str, Any]) -> dict[str, Any]:
    """Give the annexes of a document, and a sentence for each language that its programme asks for in vain."""
    given = content.get("translations", {})
    with written_for(Reader(document.language)):
        missing = [
            _("No translation into %(language)s was given.", language=language_name(code))
            for code in content.get("languages", [])
            if code not in given
        ]
    return {"annexes": [_annex(code, content) for code in in_order(given)], "not_translated": missing}


def translated_titles(content: Mapping[str, Any]) -> dict[str, str]:
    """Name the sections of a document that can be translated, by their code, in the order in which they are read."""
    titles = {"purpose": _("Purpose"), **section_titles(content)}
    return {code: titles[code] for code in written_texts(content)}


def _annex(code: str, content: Mapping[str, Any]) -> dict[str, Any]:
    """Give a translation with its headings in its own language; the signed one when the tracker cannot speak it."""
    signed = content["language"]
    spoken = next((one for one in (code, code.split("-")[0]) if one in OWN_NAMES), signed)
    texts, outdated = content["translations"][code], content.get("outdated", {}).get(code, [])
    language, _hyphen, region = code.partition("-")
    with written_for(Reader(spoken)):
        titles = translated_titles(content)
        absent = ", ".join(title for one, title in titles.items() if one not in texts)
        return {
            "language": language,
            "region": region or None,
            "spoken": spoken.partition("-")[0],
            "heading": _("Translation: %(language)s", language=own_name(code)),
            "not_signed": _(
                "The signed language is %(language)s. This annex is a translation and is not signed.",
                language=language_name(signed),
            ),
            "absent": _("Not translated: %(sections)s.", sections=absent) if absent else "",
            "sections": [
                {"title": title, "text": texts[one], "note": _outdated() if one in outdated else ""}
                for one, title in titles.items()
                if one in texts
            ],
        }


def _outdated() -> str:
    return _("Outdated: the original was changed after this was translated.")


def slot_field(slot: Slot) -> str:
    """Name the signature field of the PDF that is a slot's place."""
    return f"Seal{slot.position}"


def _certificate(document: OfficialDocument) -> dict[str, Any]:
    url = address("verify.show", code=document.code)
    return {
        "digest": document.digest,
        "verify_url": url,
        "qr_svg": qr_svg(url),
        "places": [_place(slot) for slot in document.slots],
    }


def _place(slot: Slot) -> dict[str, str]:
    return {"field": slot_field(slot), "city": slot.city.name, "profile": slot.profile.value}
