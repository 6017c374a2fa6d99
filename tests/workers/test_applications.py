"""Filing an application once, and finding it again by number and secret."""

import threading

import pytest
from django.db import connection

from programs.models import Call
from tests.conftest import TODAY
from tests.make import make_enrollment
from tests.make_programme import make_application, make_call, make_consent
from workers.domain.application_numbers import draw_secret, fits, hash_of, plain_reference, spaced_reference
from workers.domain.applications import (
    ApplicationDetails,
    ConsentOutdated,
    NoSuchApplication,
    apply,
    find_application,
    move,
    renew_secret,
)
from workers.domain.applied_twice import AppliedTwice
from workers.domain.calls import CallNotOpen
from workers.models import Application


def said(**words) -> ApplicationDetails:
    fields = {"family_name": "濵田", "family_name_kana": "ハマダ", "given_name_kana": "アオイ", "given_name": "葵"}
    fields |= {"weekly_hours": 20, "pc_skill": "office", "phone": "090-1234-5678", "email": "aoi@example.jp"}
    return ApplicationDetails(**fields | words)


@pytest.fixture
def call(nichinan) -> Call:
    make_consent(nichinan.municipality)
    return make_call(nichinan.cohort)


@pytest.fixture
def consent(call):
    return call.cohort.program.municipality.consent_texts.get()


def test_an_application_keeps_what_was_agreed_to_and_its_first_step(call, consent):
    filed = apply(call=call, details=said(), consent=consent)
    kept = Application.objects.get()
    assert (kept.consent, kept.consented_at, kept.state, kept.channel) == (
        consent,
        kept.applied_at,
        "applied",
        "online",
    )
    assert [(step.state, step.by, step.at) for step in kept.steps.all()] == [("applied", None, kept.applied_at)]
    assert filed.secret.replace("-", "") not in str(vars(kept))
    assert (len(kept.reference), kept.reference.isdecimal()) == (7, True)


@pytest.mark.parametrize(
    "again",
    [
        {},
        {"phone": "+81 90 1234 5678".replace(" ", ""), "email": ""},
        {"phone": "", "email": "AOI@example.jp"},
        {"phone": "＋81（0）90-1234-5678", "email": ""},
        {"phone": "０９０-1234-5678", "email": "", "family_name": "浜田", "family_name_kana": "ハマ ダ"},
    ],
)
def test_the_same_person_applies_once(call, consent, again):
    apply(call=call, details=said(), consent=consent)
    with pytest.raises(AppliedTwice):
        apply(call=call, details=said(**again), consent=consent)
    assert Application.objects.count() == 1


@pytest.mark.parametrize(
    "other",
    [
        {"given_name": "緑", "given_name_kana": "ミドリ"},
        {"phone": "090-0000-0000", "email": ""},
    ],
)
def test_a_family_shares_a_phone_and_a_name_may_be_common(call, consent, other):
    apply(call=call, details=said(), consent=consent)
    apply(call=call, details=said(**other), consent=consent)
    assert Application.objects.count() == 2


def test_without_phone_and_mail_nobody_is_the_same(call, consent, nichinan):
    nobody = said(phone="", email="")
    for _n in range(2):
        apply(call=call, details=nobody, consent=None, channel="counter", by=nichinan.official)
    assert Application.objects.count() == 2


def test_who_withdrew_may_apply_again(call, consent):
    filed = apply(call=call, details=said(), consent=consent)
    move(application=filed.application, state="withdrawn", by=None, reason="family")
    apply(call=call, details=said(), consent=consent)
    assert sorted(Application.objects.values_list("state", flat=True)) == ["applied", "withdrawn"]


def test_only_the_newest_text_is_agreed_to(call, consent, nichinan):
    newer = make_consent(nichinan.municipality)
    with pytest.raises(ConsentOutdated):
        apply(call=call, details=said(), consent=consent)
    assert apply(call=call, details=said(), consent=newer).application.consent == newer


def test_late_and_full_calls_take_nobody(call, consent):
    Call.objects.update(takes_waiting=False)
    call.cohort.capacity = 1
    call.cohort.save()
    with pytest.raises(CallNotOpen):
        apply(call=call, details=said(), consent=consent)
    Call.objects.update(closes_on=TODAY.replace(day=21))
    with pytest.raises(CallNotOpen):
        apply(call=call, details=said(), consent=consent)
    assert Application.objects.count() == 0


def test_what_came_on_paper_in_time_is_written_down_later(call, nichinan):
    Call.objects.update(closes_on=TODAY.replace(day=21))
    filed = apply(call=call, details=said(), consent=None, channel="counter", by=nichinan.director)
    assert (filed.application.entered_by, filed.application.consented_at) == (nichinan.director, None)
    with pytest.raises(CallNotOpen):
        apply(call=call, details=said(phone="", email=""), consent=None, channel="phone", by=nichinan.director)


# -- number and secret ------------------------------------------------------------------------------------


def test_number_and_secret_open_it_however_they_are_typed(call, consent):
    filed = apply(call=call, details=said(), consent=consent)
    number = spaced_reference(filed.application.reference)
    wide = number.translate(str.maketrans("0123456789-", "０１２３４５６７８９－"))
    for secret in (filed.secret, filed.secret.lower(), filed.secret.replace("-", "　")):
        assert find_application(reference=wide, secret=secret) == filed.application


def test_one_wrong_sign_and_a_number_that_is_not_there_are_refused_alike(call, consent):
    filed = apply(call=call, details=said(), consent=consent)
    first = filed.secret[0]
    wrong = ("3" if first != "3" else "4") + filed.secret[1:]
    sentences = set()
    for reference, secret in ((filed.application.reference, wrong), ("0000000", filed.secret), ("", "")):
        with pytest.raises(NoSuchApplication) as caught:
            find_application(reference=reference, secret=secret)
        sentences.add(str(caught.value))
    assert len(sentences) == 1


def test_who_has_no_secret_is_opened_by_none(call):
    empty = make_application(call, secret_hash="")
    for secret in ("", "3333-3333"):
        with pytest.raises(NoSuchApplication):
            find_application(reference=empty.reference, secret=secret)
    assert not fits("", "", None)


def test_the_same_seed_draws_the_same_secret_and_another_one_another():
    assert draw_secret("a") == draw_secret("a")
    assert len({draw_secret(f"seed {n}") for n in range(50)} | {draw_secret() for _n in range(50)}) == 100
    assert {len(draw_secret(f"{n}")) for n in range(50)} == {8}


def test_a_secret_is_bound_to_its_number():
    assert hash_of("1234567", "34793479") != hash_of("1234568", "34793479")
    assert plain_reference("①１２") == "112"


def test_a_new_secret_makes_the_old_one_worthless(call, consent):
    filed = apply(call=call, details=said(), consent=consent)
    renewed = renew_secret(application=filed.application)
    assert find_application(reference=filed.application.reference, secret=renewed.secret) == filed.application
    with pytest.raises(NoSuchApplication):
        find_application(reference=filed.application.reference, secret=filed.secret)


def test_a_decline_is_taken_back_unless_the_person_applied_again(call, consent, nichinan):
    first = apply(call=call, details=said(), consent=consent).application
    move(application=first, state="declined", by=nichinan.official, reason="hours")
    second = apply(call=call, details=said(), consent=consent).application
    with pytest.raises(AppliedTwice):
        move(application=first, state="screening", by=nichinan.official)
    move(application=second, state="withdrawn", by=None, reason="other")
    assert move(application=first, state="screening", by=nichinan.official).decision_reason == ""


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_of_four_sendings_at_once_one_is_kept(call, consent):
    make_enrollment(call.cohort)
    gate, done = threading.Barrier(4), []

    def send():
        gate.wait()
        try:
            apply(call=call, details=said(), consent=consent)
            done.append("kept")
        except AppliedTwice:
            done.append("twice")
        finally:
            connection.close()

    threads = [threading.Thread(target=send) for _n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(done) == ["kept", "twice", "twice", "twice"]
    assert Application.objects.count() == 1
