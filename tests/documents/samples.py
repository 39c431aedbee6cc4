"""A mission report in Portuguese, as the services hand it to the typesetting, and its certificate."""

import hashlib
from copy import deepcopy
from datetime import UTC, datetime
from typing import Any

from tracker.documents.digest import digest
from tracker.documents.qr import qr_svg
from tracker.documents.typeset import typeset
from tracker.documents.words import labels

AT = datetime(2026, 3, 13, 17, 3, 44, tzinfo=UTC)
WORDS = labels(str)
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
    "mission": {
        "ref": "P-0147-M03",
        "kind": "Visita técnica",
        "dates": "3 a 7 de Março de 2026",
        "place": "Guarulhos, São Paulo",
        "host": "Município de Guarulhos",
        "purpose": "Estudar o regulamento do orçamento participativo e o método de numeração de parcelas.",
        "theme": "Orçamento participativo",
    },
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
            "due": "31 de Maio de 2026",
            "cost": "",
        },
        {
            "position": 2,
            "what": "Partilhar o manual de procedimentos do cadastro georreferenciado",
            "who": "Coordenadoria de Relações Internacionais",
            "city": "Guarulhos",
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

_SIGNATURES = [
    {
        "city": "Nampula",
        "name": "Titular do cargo em Nampula",
        "office": "Presidente do Conselho Municipal",
        "mandate": "7 de Fevereiro de 2024 a 6 de Fevereiro de 2029",
        "basis": "Acta de investidura",
        "intent": "Assino este relatório em nome do Município de Nampula e confirmo as 2 tarefas acordadas.",
        "intent_language": "pt",
        "signed_at_utc": "12 de Março de 2026, 09:52:07 UTC",
        "signed_at_local": "12 de Março de 2026, 11:52:07 em Maputo (UTC+2)",
        "method": "Palavra-passe, confirmada de novo 1 minuto antes",
    },
    {
        "city": "Guarulhos",
        "name": "Titular do cargo em Guarulhos",
        "office": "Prefeito Municipal",
        "mandate": "1 de Janeiro de 2025 a 31 de Dezembro de 2028",
        "basis": "Diploma da Justiça Eleitoral",
        "intent": "I sign this report on behalf of Guarulhos and confirm the 2 agreed tasks.",
        "intent_language": "en",
        "signed_at_utc": "13 de Março de 2026, 17:03:41 UTC",
        "signed_at_local": "13 de Março de 2026, 14:03:41 em São Paulo (UTC-3)",
        "method": "Palavra-passe, confirmada de novo 2 minutos antes",
    },
]


def content(**changes: object) -> dict[str, Any]:
    """Give a report's content, some of its top-level values replaced."""
    return deepcopy(_CONTENT) | changes


def certificate(**changes: object) -> dict[str, Any]:
    """Give the certificate of a report that both cities signed, some of its values replaced."""
    return {
        "digest": digest(content()),
        "verify_url": VERIFY_URL,
        "qr_svg": qr_svg(VERIFY_URL),
        "journal_head": hashlib.sha256(b"the last row").hexdigest(),
        "journal_count": 1843,
        "profile": "A",
        "sealed_at": "13 de Março de 2026, 17:03:44 UTC",
        "signatures": deepcopy(_SIGNATURES),
    } | changes


def signed_pdf() -> bytes:
    """Typeset the report with its certificate, not yet sealed."""
    return typeset(content(), certificate(), WORDS, language="pt", at=AT)
