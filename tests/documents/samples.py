"""A mission report in Portuguese, as the services hand it to the typesetting, its certificate and its signatures."""

import hashlib
from copy import deepcopy
from datetime import UTC, datetime
from typing import Any

from tracker import documents
from tracker.documents.digest import digest
from tracker.documents.qr import qr_svg
from tracker.documents.stamp import typeset_stamp
from tracker.documents.typeset import typeset, typeset_with_places
from tracker.documents.words import labels, stamp_labels

AT = datetime(2026, 3, 13, 17, 3, 44, tzinfo=UTC)
WORDS = labels(str)
STAMP_WORDS = stamp_labels(str)
VERIFY_URL = "https://tracker.example.org/verify/7f3c91abd20458e6b1c09f77aa31e2d4"

_CONTENT: dict[str, Any] = {
    "kind": "mission_report",
    "ref": "P-0147-M03-v2",
    "version": 2,
    "language": "pt",
    "is_demonstration": True,
    "partnership": {
        "ref": "P-0147",
        "title": "Guarulhos – Nampula: orçamento participativo e cadastro de parcelas",
        "theme": "Governação participativa",
    },
    "cities": [{"name": "Guarulhos", "country": "Brasil"}, {"name": "Nampula", "country": "Moçambique"}],
    "facts": [
        ["Kind", "Visita técnica"],
        ["Dates", "3 a 7 de Março de 2026"],
        ["Place", "Guarulhos, São Paulo"],
        ["Host", "Município de Guarulhos"],
        ["Theme", "Orçamento participativo"],
        ["Purpose", "Estudar o regulamento do orçamento participativo e o método de numeração de parcelas."],
    ],
    "summary": (
        "Cinco técnicos de Nampula estudaram o orçamento participativo e o cadastro de Guarulhos.\n\n"
        "A missão permitiu comparar os procedimentos administrativos, a participação das associações de "
        "moradores e os instrumentos de acompanhamento da execução orçamental."
    ),
    "findings": (
        "1. O regulamento de Guarulhos distingue assembleias territoriais e temáticas.\n"
        "2. A numeração de parcelas segue a quadra, não a rua.\n\n"
        "O que não se pode transferir: a dotação por habitante, que em Guarulhos é muito superior."
    ),
    "decisions": "As duas cidades decidem continuar a parceria, com uma missão de Guarulhos a Nampula.",
    "tasks": [
        {
            "position": 1,
            "what": "Adaptar o regulamento do orçamento participativo",
            "who": "Técnico de Nampula",
            "city": "Nampula",
            "starts": "",
            "result": "",
            "due": "31 de Maio de 2026",
            "cost": "",
        },
        {
            "position": 2,
            "what": "Partilhar o manual de procedimentos do cadastro georreferenciado",
            "who": "Coordenadoria de Relações Internacionais",
            "city": "Guarulhos",
            "starts": "",
            "result": "",
            "due": "22 de Maio de 2026",
            "cost": "12 000 R$, Prefeitura de Guarulhos",
        },
    ],
    "delegation": [
        {
            "name": "Técnico de Nampula",
            "organisation": "Conselho Municipal de Nampula",
            "city": "Nampula",
            "function": "Chefe do Departamento de Planificação e Desenvolvimento Institucional",
            "payer": "Conselho Municipal de Nampula",
        },
        {
            "name": "Técnico de Guarulhos",
            "organisation": "Prefeitura Municipal de Guarulhos",
            "city": "Guarulhos",
            "function": "Coordenador do orçamento participativo",
            "payer": "Prefeitura",
        },
    ],
    "attachments": [
        {
            "name": "regulamento-orcamento-participativo-guarulhos-2026.pdf",
            "media_type": "application/pdf",
            "size": 1_234_567,
            "sha256": hashlib.sha256(b"the rules").hexdigest(),
        }
    ],
    "author": {"name": "Técnico de Nampula", "city": "Nampula"},
    "replaces": "P-0147-M03-v1",
}

_SIGNATURE = {
    "name": "Titular do cargo em Nampula",
    "office": "Presidente do Conselho Municipal",
    "capacity": "",
    "city": "Nampula",
    "intent": "Assino este relatório em nome do Município de Nampula e confirmo as 2 tarefas acordadas.",
    "intent_language": "pt",
    "signed_at_local": "12 de Março de 2026, 11:52 (Africa/Maputo, UTC+02:00)",
    "signed_at_utc": "2026-03-12 09:52:07 UTC",
    "mandate": "7 de Fevereiro de 2024 a 6 de Fevereiro de 2029",
    "basis": "Acta de investidura",
    "method": "Palavra-passe, 61 segundos antes",
    "profile": "A: confirmado na plataforma, depois de nova prova de identidade",
    "time_stamp": "Nenhum: não está configurada uma autoridade de carimbo temporal qualificado",
    "journal": "1843 registos; o mais recente tem a impressão digital 0f34 5a2b 8843 abcd …",
    "evidence": hashlib.sha256(b"the evidence").hexdigest(),
}


def content(**changes: object) -> dict[str, Any]:
    """Give a report's content in words, some of its top-level values replaced; its sections follow from its texts."""
    told = deepcopy(_CONTENT) | changes
    texts = [{"code": code, "title": code.title(), "text": told[code]} for code in ("summary", "findings", "decisions")]
    return {"sections": [section for section in texts if section["text"].strip()]} | told


def certificate(*cities: str, **changes: object) -> dict[str, Any]:
    """Give the certificate of a report with a place for each city, some of its values replaced."""
    named = cities or ("Nampula", "Guarulhos")
    return {
        "digest": digest(content()),
        "verify_url": VERIFY_URL,
        "qr_svg": qr_svg(VERIFY_URL),
        "places": [
            {"field": f"Seal{number}", "city": city, "profile": "A"} for number, city in enumerate(named, start=1)
        ],
    } | changes


def signature(**changes: str) -> dict[str, str]:
    """Give what a signature says of itself in its city's box, some of its values replaced."""
    return _SIGNATURE | changes


def stamp(**changes: str) -> bytes:
    """Typeset what a signature says of itself."""
    return typeset_stamp(signature(**changes), STAMP_WORDS, language="pt", at=AT)


def typeset_pdf(*cities: str, **changes: object) -> bytes:
    """Typeset the report with its certificate, without fields to sign."""
    return typeset(content(**changes), certificate(*cities), WORDS, language="pt", at=AT)


def unsigned_pdf(*cities: str) -> bytes:
    """Make the file that is put before the office holders: the report, its certificate, a field for each city."""
    pdf, places = typeset_with_places(content(), certificate(*cities), WORDS, language="pt", at=AT)
    empty = typeset_stamp(None, STAMP_WORDS, language="pt", at=AT)
    return documents.places.with_places(pdf, places, empty, {place.field: "Seal" for place in places})
