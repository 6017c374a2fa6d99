"""The guards before and after every view, tried on views of our own."""

import json

import pytest
from django import forms
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import path

from programs.domain.once import TokenReused
from programs.fields import LineField
from programs.shared.client_address import client_address_of
from programs.shared.request_id import client_address, request_id
from programs.views.errors import too_many


class TitleForm(forms.Form):
    title = LineField(max_length=50)


def seen(request: HttpRequest, **kwargs: str) -> HttpResponse:
    return HttpResponse(json.dumps({"id": request_id.get(), "address": client_address.get()}))


def title(request: HttpRequest) -> HttpResponse:
    form = TitleForm(request.POST)
    return HttpResponse("; ".join(form.errors.get("title", ["kept"])) + repr(form["title"].value()))


def public(request: HttpRequest) -> HttpResponse:
    return HttpResponse("figures", headers={"Cache-Control": "public, max-age=60"})


def breaks(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("田中さつき")


def used(request: HttpRequest) -> HttpResponse:
    raise TokenReused


def closed(request: HttpRequest) -> HttpResponse:
    raise PermissionDenied("not for you")


handler400 = "programs.views.errors.bad_request"
handler403 = "programs.views.errors.forbidden"
handler404 = "programs.views.errors.not_found"
handler500 = "programs.views.errors.server_error"
urlpatterns = [
    path("seen/", seen),
    path("seen/<str:name>/", seen),
    path("invited/<str:token>/", seen),
    path("title/", title),
    path("public/", public),
    path("breaks/", breaks),
    path("used/", used),
    path("closed/", closed),
    path("fast/", too_many),
]
STACK = [name for name in settings.MIDDLEWARE if "sign_in" not in name]
JA = {"accept-language": "en-US"}  # the browser's list must not matter


@pytest.fixture(autouse=True)
def our_views(settings, db):
    settings.ROOT_URLCONF, settings.MIDDLEWARE = __name__, STACK


@pytest.mark.parametrize(
    "address",
    [
        "/seen/?q=%00",
        "/seen/?q%00=1",
        "/seen/?q=%E2%80%AEgpj.exe",
        "/seen/?q=%ED%A0%80",
        "/seen/?q=%FF",
        "/seen/a%00b/",
        "/seen/a%E2%80%AEb/",
        "/seen/%FF/",
        "/seen/%ED%A0%80/",
    ],
)
def test_an_address_nobody_can_mean_is_answered_in_japanese(client, address):
    response = client.get(address, headers=JA)
    assert response.status_code == 400
    assert "アドレスを読み取れませんでした" in response.content.decode()
    assert "\u202e" not in response.content.decode()


@pytest.mark.parametrize(
    "address", ["/seen/?q=﨑田&r=1%0A2", "/seen/𠮷田/", "/seen/?", "/seen/?q=%E8%91%9B%F3%A0%84%80"]
)
def test_names_in_addresses_pass(client, address):
    assert client.get(address).status_code == 200


def test_a_broken_cookie_is_refused_once_and_taken_away(client):
    response = client.get("/seen/", headers=JA | {"cookie": 'sessionid="a\\000b"; good=1'})
    assert response.status_code == 400
    assert (response.cookies["sessionid"].value, response.cookies["sessionid"]["max-age"]) == ("", 0)
    assert "good" not in response.cookies


def test_another_encoding_of_the_body_is_refused(client):
    response = client.post("/title/", b"title=a", content_type="application/x-www-form-urlencoded; charset=utf-16")
    assert response.status_code == 400


@pytest.mark.parametrize("body", [b"title=a%00b", b"title=a%E2%80%AEb", b"title=a%FFb", b"title=a%ED%A0%80b"])
def test_what_is_typed_into_a_form_reaches_its_field_and_comes_back(client, body):
    answer = client.post("/title/", body, content_type="application/x-www-form-urlencoded", headers=JA).content.decode()
    assert answer.startswith("保存できない文字が含まれています。その文字を消して、入力し直してください。'a")
    assert answer.endswith("b'")


def test_a_page_is_kept_by_no_cache_unless_it_is_public(client):
    private = client.get("/seen/")
    assert (private["Cache-Control"], private["X-Content-Type-Options"]) == ("no-store", "nosniff")
    assert {"HX-Request", "Cookie"} <= {name.strip() for name in private["Vary"].split(",")}
    assert client.get("/public/")["Cache-Control"] == "public, max-age=60"


def test_with_a_session_even_a_public_page_is_not_kept(client):
    client.cookies[settings.SESSION_COOKIE_NAME] = "whoever"
    assert client.get("/public/")["Cache-Control"] == "no-store"
    assert client.get("/nowhere/")["Cache-Control"] == "no-store"


def test_every_request_has_a_number_and_every_answer_tells_it(client):
    first, second = client.get("/seen/"), client.get("/seen/")
    assert json.loads(first.content)["id"] == first["X-Request-ID"] != second["X-Request-ID"]
    assert (request_id.get(), client_address.get()) == ("-", None)


def test_a_number_from_outside_counts_only_behind_our_own_proxy(client, settings):
    given = {"x-request-id": "abcdef0123456789"}
    assert client.get("/seen/", headers=given)["X-Request-ID"] != "abcdef0123456789"
    settings.TRUSTED_PROXIES = 1
    assert client.get("/seen/", headers=given)["X-Request-ID"] == "abcdef0123456789"
    assert client.get("/seen/", headers={"x-request-id": "a b\x85"})["X-Request-ID"] != "a b\x85"


def test_japanese_unless_the_switch_says_english(client, settings):
    assert client.get("/seen/", headers=JA)["Content-Language"] == "ja"
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    assert client.get("/seen/")["Content-Language"] == "en"
    assert "<h1>The address could not be read</h1>" in client.get("/?q=%00").content.decode()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "xx" * 3_000
    assert client.get("/seen/")["Content-Language"] == "ja"


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (0, "6.6.6.6", "10.0.0.9"),
        (1, "6.6.6.6, 203.0.113.5", "203.0.113.5"),
        (2, "6.6.6.6, 203.0.113.5, 10.0.0.2", "203.0.113.5"),
        (1, "", "10.0.0.9"),
        (1, "nonsense", None),
        (1, "2001:DB8::1", "2001:db8::1"),
    ],
)
def test_only_our_own_proxies_are_believed(proxies, forwarded, address):
    meta = {"REMOTE_ADDR": "10.0.0.9", "HTTP_X_FORWARDED_FOR": forwarded}
    assert client_address_of(meta, trusted_proxies=proxies) == address


@pytest.mark.parametrize(
    ("address", "status", "heading"),
    [
        ("/nowhere/", 404, "ページが見つかりません"),
        ("/closed/", 403, "このアカウントでは利用できません"),
        ("/used/", 409, "保存できませんでした"),
        ("/fast/", 429, "しばらくお待ちください"),
    ],
)
def test_error_pages_speak_japanese_and_lead_back(client, address, status, heading):
    response = client.get(address, headers=JA)
    page = response.content.decode()
    assert response.status_code == status
    assert f"<h1>{heading}</h1>" in page
    assert '<a class="btn btn-main" href="/">ホームに戻る</a>' in page
    assert "not for you" not in page
    assert "nowhere" not in page


def test_a_reused_token_says_what_to_do(client):
    page = client.post("/used/", headers=JA).content.decode()
    assert "このフォームは、別の内容ですでに送信されています。" in page
    assert "書いた内容は、ブラウザーの「戻る」で前の画面に残っています。" in page


def test_a_form_without_its_csrf_token_is_refused_in_words(client):
    client.handler.enforce_csrf_checks = True
    response = client.post("/title/", {"title": "a"}, headers=JA)
    assert response.status_code == 403
    assert "フォームを受け付けられませんでした" in response.content.decode()


def test_the_page_of_a_fault_needs_no_database(client, django_assert_num_queries):
    client.raise_request_exception = False
    client.cookies[settings.SESSION_COOKIE_NAME] = "whoever"
    with django_assert_num_queries(0):
        response = client.get("/breaks/", headers=JA)
    page = response.content.decode()
    assert response.status_code == 500
    assert "<h1>うまく表示できませんでした</h1>" in page
    assert response["X-Request-ID"] in page
    assert "田中さつき" not in page


def test_when_the_page_of_a_fault_fails_itself_a_plain_one_answers(client, monkeypatch, settings):
    client.raise_request_exception, settings.DEBUG = False, False
    monkeypatch.setattr("programs.views.errors.render_to_string", lambda *args: 1 / 0)
    response = client.get("/breaks/", headers=JA)
    assert response.status_code == 500
    assert "うまく表示できませんでした" in response.content.decode()
