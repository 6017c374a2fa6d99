"""The copy of one's own data: everything about the person, nothing of anybody else, in files that open everywhere."""

import csv
import io
import json
import tracemalloc
import zipfile

import pytest
from django.apps import apps

from programs.exports.csv_file import safe_cell
from programs.models import User
from tests.make import make_earning
from tests.workers.lived import live
from workers.domain.about_person import PATHS, person_of
from workers.exports.my_data import my_data_archive
from workers.exports.my_data_tables import HIDDEN_ANYWHERE, INCLUDED, LEFT_OUT
from workers.models import Earning, Enrollment, Worker

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def opened(worker) -> zipfile.ZipFile:
    with my_data_archive(person_of(worker)) as archive:
        return zipfile.ZipFile(io.BytesIO(archive.read()))


def table(archive: zipfile.ZipFile, name: str) -> list[list[str]]:
    text = archive.read(f"csv/{name}.csv").decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline=""), strict=True))


def reaching_a_person() -> set[str]:
    """Every model from which foreign keys lead to a participant, a participation or an account."""
    found, more = {Worker, Enrollment, User}, True
    while more:
        more = {
            model
            for model in apps.get_models(include_auto_created=True)
            if model not in found
            and any(field.remote_field and field.related_model in found for field in model._meta.concrete_fields)
        }
        found |= more
    return {model._meta.label for model in found}


def test_every_model_that_reaches_a_person_is_in_the_copy_or_left_out_with_a_reason():
    included = {one.model for one in INCLUDED}
    assert included & set(LEFT_OUT) == set()
    assert reaching_a_person() - included - set(LEFT_OUT) == set()
    assert included - set(PATHS) == set()
    assert all(str(why) for why in LEFT_OUT.values())


def test_no_key_or_check_value_is_in_the_copy():
    named = {field.name for one in INCLUDED for field in one.of._meta.concrete_fields if field.name not in one.hidden}
    secret = {name for name in named if name.endswith(("hash", "digest", "token", "password", "version"))}
    assert secret - HIDDEN_ANYWHERE == set()


def test_the_copy_holds_every_table_as_json_and_csv_and_the_files_as_they_are(nichinan):
    lived = live(nichinan)
    archive = opened(lived.worker)
    names = archive.namelist()
    assert archive.testzip() is None
    assert [name for name in names if not name.isascii()] == []
    assert {"readme.txt", "all.json"} < set(names)
    told = json.loads(archive.read("all.json"))["tables"]
    assert set(told) == {one.name for one in INCLUDED}
    for name, one in told.items():
        rows = table(archive, name)
        assert (len(rows) - 1, len(rows[0])) == (len(one["rows"]), len(one["fields"]))
        assert [field["label"] for field in one["fields"].values()] == rows[0]
    empty = sorted(name for name, one in told.items() if not one["rows"])
    assert empty == ["erasure_requests", "roles"]
    assert told["earnings"]["fields"]["title"] == {"label": "仕事の名前"}
    pictures = [archive.read(name) for name in names if name.startswith("files/")]
    assert sorted(pictures) == [b"%PDF-1.7 needle", b"\xff\xd8\xff needle"]


def test_the_readme_says_in_japanese_what_is_left_out_and_why(nichinan):
    archive = opened(live(nichinan).worker)
    text = archive.read("readme.txt").decode("utf-8-sig")
    assert text.count("\n") == text.count("\r\n")
    assert "面談の評価: " in text
    assert "csv/earnings.csv  収入の記録  6件" in text


def test_people_of_the_town_stand_by_role_and_name_only(nichinan):
    archive = opened(live(nichinan).worker)
    told = archive.read("all.json").decode()
    assert "director@nichinan.example.jp" not in told
    by = [row["by"] for row in json.loads(told)["tables"]["messages"]["rows"]]
    assert by == ["本人", "クラウドディレクター 黒木 沙織"]
    assert "針が好き" not in told  # a note of the director for themselves
    assert "針のように鋭い" not in told


def test_nothing_of_another_person_is_in_the_copy(nichinan, komagane):
    live(nichinan)
    make_earning(komagane.enrollment, 54_321, title="駒ヶ根の仕事")
    make_earning(nichinan.enrollment, 12_345, title="恭の仕事")
    archive = opened(nichinan.worker)
    everything = b"".join(archive.read(name) for name in archive.namelist()).decode(errors="ignore")
    assert "恭の仕事" in everything
    assert [word for word in ("針", "駒ヶ根", "54321", "𠮷田") if word in everything] == []


def test_a_name_that_looks_like_a_formula_does_not_run(nichinan):
    make_earning(nichinan.enrollment, 1_000, title='=HYPERLINK("http://x")', client="＋1")
    Earning.objects.update(correction_reason="")
    (head, row) = table(opened(nichinan.worker), "earnings")
    assert row[head.index("仕事の名前")] == '\'=HYPERLINK("http://x")'
    assert (row[head.index("依頼主")], row[head.index("報酬（税込）")]) == ("'＋1", "1000")
    assert safe_cell(-5) == -5


def test_who_has_two_participations_or_has_left_gets_all_of_it(nichinan):
    lived = live(nichinan)
    dropped = Worker.objects.create(municipality=nichinan.municipality, family_name="針", merged_into=lived.worker)
    told = json.loads(opened(lived.worker).read("all.json"))["tables"]
    assert [row["id"] for row in told["participant"]["rows"]] == [lived.worker.pk, dropped.pk]
    assert told["participations"]["rows"][0]["left_on"] == "2026-09-20"


def test_a_lost_file_is_named_and_the_rest_is_there(nichinan, settings):
    lived = live(nichinan)
    for evidence in lived.earnings[0].evidences.all():
        evidence.file.storage.delete(evidence.file.name)
    archive = opened(lived.worker)
    assert "見つからなかった" in archive.read("readme.txt").decode("utf-8-sig")
    assert len([name for name in archive.namelist() if name.startswith("files/")]) == 1


def test_memory_stays_flat_with_many_entries(nichinan):
    first = make_earning(nichinan.enrollment)
    columns = {
        "enrollment": nichinan.enrollment, "earned_on": first.earned_on, "source": "other", "title": "あ" * 100,
        "client": "い" * 100, "gross": 1_000,
    }  # fmt: skip
    Earning.objects.bulk_create([Earning(**columns) for _n in range(2_000)], batch_size=500)
    tracemalloc.start()
    archive = my_data_archive(person_of(nichinan.worker))
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    archive.close()
    assert peak < 6_000_000
