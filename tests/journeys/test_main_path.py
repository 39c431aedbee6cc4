"""The one path that the tracker exists for: a visit becomes a report, the mayors sign it, the next stage opens."""

import io
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pypdf
import pytest

from tests.journeys.house import House, words_of
from tests.journeys.reader import PHONE, Reader

PARTNERSHIP = "P-0004"
VISIT = "P-0004-M01"
REPORT = "P-0004-M01-v1"
ALL_SIGNED = "All cities have signed. The report is an official document; everybody involved has it by mail."
SUMMARY = "Five days with the planners of Guarulhos. The cadastre of informal plots can be done the same way here."
FINDINGS = "Guarulhos maps a plot first and asks for its papers later."
DECISIONS = "Nampula tries this in two neighbourhoods."


@pytest.mark.postgres
def test_a_visit_becomes_a_signed_report_and_opens_the_gate(
    house: House, arrive: Callable[..., Reader], tmp_path: Path
) -> None:
    technician = arrive(house, "technician.nampula", language="pt")
    finds_the_partnership(technician)
    writes_the_report(technician)
    sends_it(technician)
    signs(arrive(house, "mayor.nampula", device=PHONE, dark=True, language="pt"), others="Guarulhos")
    signs(arrive(house, "mayor.guarulhos", device=PHONE, language="pt"), others="")
    code = downloads_what_was_signed(technician, tmp_path)
    anybody_verifies_it(arrive(house), code)
    opens_the_gate(arrive(house, "coordinator"))


def finds_the_partnership(technician: Reader) -> None:
    """From sign-in to the page of the partnership: where it stands, and who owes what next."""
    technician.sign_in()
    assert technician.path == "/tasks"
    technician.sees("My tasks", technician.says("Write the report of mission %(mission)s", mission=VISIT))
    technician.tap("Partnerships", within="header")
    technician.tap("Guarulhos – Nampula")
    assert technician.path == f"/partnerships/{PARTNERSHIP}"
    bands = [technician.says(phase).upper() for phase in ("Seek", "Sense", "Share")]
    track = technician.text(".track")
    assert [track.index(band) for band in bands] == sorted(track.index(band) for band in bands)
    assert [track.count(technician.says(name)) for name in STAGES] == [1] * 6
    for city, owed in (("guarulhos", 1), ("nampula", 3)):
        assert technician.page.locator(f"[aria-labelledby=owes-{city}] li").count() == owed
    technician.sees(technician.says("Before stage %(number)s opens", number=6), "People", "Missions", "Timeline")


STAGES = (
    "Diagnostics and needs",
    "Similarities and differences",
    "Priorities and transferable knowledge",
    "Joint work plan",
    "Exchange of practices and instruments",
    "Assessment",
)


def writes_the_report(technician: Reader) -> None:
    """The report opens with what the mission says already."""
    technician.tap("My tasks", within="header")
    technician.tap(technician.says("Write the report of mission %(mission)s", mission=VISIT))
    technician.tap("Write the report")
    technician.sees("Guarulhos", "Send the rules and forms of the inclusive cadastre")
    technician.write("Summary", SUMMARY)
    technician.write("Findings", FINDINGS)
    technician.write("Decisions", DECISIONS)
    technician.tap("Save the draft")
    technician.sees(SUMMARY)


def sends_it(technician: Reader) -> None:
    """Before it goes to the office holders, the page says who they are and what they confirm."""
    technician.tap("Send for signature")
    technician.sees("Who is asked by mail", "Prefeito/prefeita, Guarulhos", "Presidente do conselho municipal, Nampula")
    technician.tap("Send for signature")
    assert technician.path == f"/reports/{REPORT}"
    technician.sees("Awaiting signature")
    technician.open(f"/missions/{VISIT}/edit", answer=409)
    technician.open(f"/reports/{REPORT}")


def signs(mayor: Reader, *, others: str) -> None:
    """From the mail to the signature, on a phone."""
    mail = mayor.house.mail_to(mayor.account, REPORT)
    mayor.open(re.findall(r"http\S+", words_of(mail))[0])
    mayor.sign_in()
    assert mayor.path == f"/reports/{REPORT}"
    mayor.tap("Sign", within=".dock")
    mayor.give_password()
    mayor.tap("Sign")
    mayor.sees("Report signed")
    mayor.sees(others or ALL_SIGNED)


def downloads_what_was_signed(technician: Reader, folder: Path) -> str:
    """The sealed PDF holds the text, and its seal covers the whole file; gives the code of its verification."""
    technician.open(f"/reports/{REPORT}")
    technician.sees("Signed")
    technician.unfold("Download as PDF")
    content = technician.download(f"{REPORT}.pdf")
    text = " ".join("".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages).split())
    assert SUMMARY in text
    file = folder / "report.pdf"
    file.write_bytes(content)
    said = subprocess.run(["pdfsig", file], capture_output=True, text=True, check=True).stdout
    assert "Signature is Valid." in said
    assert "Total document signed" in said
    technician.tap("Public verification page")
    return technician.path


def anybody_verifies_it(stranger: Reader, address: str) -> None:
    """Whoever has the paper sees that it is authentic, without signing in."""
    stranger.open(address)
    stranger.sees("This document is authentic", "Prefeito/prefeita, Guarulhos", "Presidente do conselho municipal")
    stranger.misses("demo.example")


def opens_the_gate(coordinator: Reader) -> None:
    """The evidence is there, so that the coordinator can let stage 6 begin; the journal tells."""
    coordinator.sign_in()
    assert coordinator.path == "/portfolio"
    coordinator.open(f"/partnerships/{PARTNERSHIP}")
    coordinator.tap("Open the room of stage 5")
    assert coordinator.page.locator("[aria-labelledby=gate] .no").count() == 0
    coordinator.tap("Pass the gate")
    coordinator.write("Remarks on the decision", "Both mayors have signed; the instrument is in use.")
    coordinator.tap("Pass the gate")
    coordinator.open(f"/partnerships/{PARTNERSHIP}")
    coordinator.sees("Stage 6", within=".track")
    coordinator.tap("Whole journal")
    coordinator.sees("Coordinator passed the gate of stage 5", "Both mayors have signed")
