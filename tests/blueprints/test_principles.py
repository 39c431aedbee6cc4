"""The page of phases and principles: empty, and with something to say."""

from tests import factories as make
from tests.client import PageClient


def test_an_empty_partnership_is_told_so(client: PageClient) -> None:
    of = make.partnership([make.city("Nampula"), make.city("Guarulhos", "BR")])
    client.sign_in(make.technician(of.cities[0]))
    page = client.get(client.get(f"/partnerships/{of.ref}").page.link("Phases and principles")).page
    assert page.main.count("Too little is recorded to say anything.") == 8
    assert "Every office holder has endorsed the theme and scope" in page.main


def test_each_check_leads_to_what_it_is_computed_from(client: PageClient) -> None:
    of = make.partnership([make.city("Nampula"), make.city("Guarulhos", "BR")])
    make.activity(of)
    make.instrument(of), make.instrument(of)
    client.sign_in(make.observer(of))
    page = client.get(f"/partnerships/{of.ref}/principles").page
    assert "What could be learned the other way round?" in page.main
    assert "0 of 2 instruments went the rarer way" in page.main
    assert page.link("Look there No donor and no recipient") == f"/partnerships/{of.ref}/stages/4"
