"""A report in two languages: the coordinator asks for it, the author translates it, the signer reads both."""

from collections.abc import Callable

import pytest

from tests.journeys.house import House
from tests.journeys.reader import DESKTOP, PHONE, Device, Reader
from tests.journeys.scenes import REPORT, VISIT

SUMMARY = "Five technicians studied the participatory budget of Guarulhos."
RESUMO = "Cinco técnicos estudaram o orçamento participativo de Guarulhos."


@pytest.mark.parametrize("device", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_a_report_is_translated_and_the_signed_language_is_named(
    house: House, arrive: Callable[..., Reader], device: Device
) -> None:
    coordinator = arrive(house, "coordinator", device=device)
    coordinator.sign_in()
    coordinator.open("/programmes/mzbr")
    coordinator.tap("Choose the languages of official documents")
    for language in ("English", "Français", "Português (Brasil)"):
        coordinator.pick(language)
    coordinator.tap("Save the languages")
    coordinator.sees("English, French, Portuguese (Brazil)")

    author = arrive(house, "technician.nampula", device=device, scripts=False)
    author.sign_in()
    author.open(f"/missions/{VISIT}")
    author.tap("Write the report")
    author.write("Summary", SUMMARY)
    author.page.get_by_label(author.says("Language of the report")).select_option("en")
    author.tap("Save the draft")
    author.open(f"/reports/{REPORT}/translations/pt-BR/edit")
    author.write("Summary", RESUMO)
    author.tap("Save the translation")
    author.sees("Partly translated", "Missing", within="[aria-labelledby=languages]")
    author.open(f"/reports/{REPORT}/edit")
    author.write("Summary", SUMMARY.replace("Five", "Six"))
    author.tap("Save the draft")
    author.sees("Outdated", within="[aria-labelledby=languages]")
    author.open(f"/reports/{REPORT}/translations/pt-BR/edit")
    assert author.page.locator("ins").inner_text() == "Six"
    author.write("Summary", RESUMO.replace("Cinco", "Seis"))
    author.tap("Save the translation")
    author.tap("Send for signature")
    author.tap("Send for signature")

    mayor = arrive(house, "mayor.nampula", device=device)
    mayor.sign_in()
    mayor.open(f"/reports/{REPORT}")
    mayor.follow(f"/reports/{REPORT}/translations/pt-BR")
    read = mayor.page.locator("[lang=pt-BR]").get_by_text("Seis técnicos")
    assert read.is_visible()
    mayor.sees("This translation is an annex and is not signed.")
