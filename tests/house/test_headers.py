"""The headers of every kind of answer, the cookies, and what a forged request cannot make the tracker say."""

import pytest
from flask import Flask

from tests import factories as make
from tests.client import PageClient
from tests.databases import BASE_URL

ADDRESSES = ["/sign-in", "/healthz", "/readyz", "/no-such-page", "/static/tracker.css", "/static/nothing", "/sign-out"]
WANTED = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "font-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
    "object-src": "'none'",
}


@pytest.mark.parametrize("path", ADDRESSES)
@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "DELETE", "OPTIONS", "TRACE"])
def test_every_answer_is_guarded(client: PageClient, path: str, method: str) -> None:
    answer = client.open(path, method=method)
    assert {name: answer.headers.get(name) for name in WANTED} == WANTED
    policy = dict(part.strip().split(" ", 1) for part in answer.headers["Content-Security-Policy"].split(";"))
    assert POLICY.items() <= policy.items()
    assert "unsafe" not in answer.headers["Content-Security-Policy"]
    assert {"camera=()", "geolocation=()", "microphone=()"} <= set(answer.headers["Permissions-Policy"].split(", "))
    assert "Access-Control-Allow-Origin" not in answer.headers
    assert "Server" not in answer.headers
    if method == "TRACE":
        assert answer.status_code in {404, 405}


@pytest.mark.parametrize("path", ADDRESSES)
def test_pages_are_kept_by_nobody_and_files_for_a_while(client: PageClient, path: str) -> None:
    answer = client.get(path)
    if path.startswith("/static"):
        assert "public" in answer.headers["Cache-Control"]
    else:
        assert answer.headers["Cache-Control"] == "no-store"
        assert "Cookie" in answer.vary
    assert answer.headers["Content-Type"].startswith(("text/html; charset=utf-8", "application/json", "text/css"))


def test_the_session_cookie_is_out_of_reach_for_scripts_and_other_sites(client: PageClient, app: Flask) -> None:
    answer = client.get("/sign-in")
    parts = answer.headers["Set-Cookie"].split("; ")
    assert {"HttpOnly", "SameSite=Lax", "Path=/"} <= set(parts)
    assert not any(part.startswith("Domain") for part in parts)


@pytest.mark.settings(BASE_URL="https://tracker.example.org")
def test_over_tls_cookies_are_bound_to_the_host_and_browsers_stay_with_tls(client: PageClient) -> None:
    answer = client.get("/sign-in", base_url="https://tracker.example.org")
    assert answer.headers["Set-Cookie"].startswith("__Host-tracker=")
    assert {"Secure", "HttpOnly", "SameSite=Lax", "Path=/"} <= set(answer.headers["Set-Cookie"].split("; "))
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example", "127.0.0.1@evil.example", "evil.example:8000"]
)
def test_an_unknown_host_is_refused(client: PageClient, host: str) -> None:
    answer = client.get("/sign-in", base_url=BASE_URL, headers={"Host": host})
    assert answer.status_code == 400
    assert host not in answer.get_data(as_text=True)


@pytest.mark.parametrize("name", ["X-Forwarded-Host", "Forwarded", "X-Host", "X-Original-URL", "X-Rewrite-URL"])
def test_a_forged_host_reaches_neither_page_nor_redirect(client: PageClient, name: str) -> None:
    value = "host=evil.example" if name == "Forwarded" else "evil.example"
    for path in ("/sign-in", "/account", "/partnerships"):
        answer = client.get(path, headers={name: value})
        assert "evil.example" not in answer.get_data(as_text=True)
        assert "evil.example" not in answer.headers.get("Location", "")


def test_signing_in_and_out_change_what_the_cookie_is_worth(client: PageClient, app: Flask) -> None:
    before = client.get_cookie("tracker", domain="127.0.0.1")
    client.sign_in(make.administrator())
    signed_in = client.get_cookie("tracker", domain="127.0.0.1")
    assert signed_in != before
    page = next(path for path in ("/account", "/partnerships") if client.get(path).status_code == 200)
    answer = client.submit(page, button="Sign out", form="/sign-out")
    assert answer.headers["Clear-Site-Data"] == '"cache"'
    client.set_cookie("tracker", signed_in.value, domain="127.0.0.1")
    assert client.get(page).status_code == 302
