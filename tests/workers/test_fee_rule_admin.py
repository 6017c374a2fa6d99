"""Fee rules in the administration: for the system administrator alone, in steps a person understands."""

import pytest

from tests.doors import prove
from tests.make import make_user
from workers.models import PlatformFeeRule

pytestmark = pytest.mark.django_db
PAGE = "/admin/workers/platformfeerule/"


@pytest.fixture
def keeper(client, nichinan):
    client.force_login(make_user("管理者", is_superuser=True))
    return prove(client)


def data(*steps: tuple[str, str], **fields) -> dict:
    row = {"source": "lancers", "job_form": "", "effective_from": "2027/4/1", "tax_percent": "0"}
    row |= {"source_url": "https://info.lancers.jp/1", "checked_on": "2026/11/22"}
    for number in range(1, 6):
        row[f"end_{number}"], row[f"rate_{number}"] = steps[number - 1] if number <= len(steps) else ("", "")
    return row | fields


def added() -> PlatformFeeRule | None:
    return PlatformFeeRule.objects.filter(effective_from="2027-04-01").first()


def test_the_list_says_each_rule_in_words_with_examples(keeper):
    html = keeper.get(PAGE).content.decode()
    for said in (
        "100,000円まで 20%、200,000円まで 10%、それより上 5%",
        "11,000円 → 2,420円、110,000円 → 23,100円、330,000円 → 40,150円",
        "16.5 %",
        "タスク",
        "https://info.lancers.jp/28688",
    ):
        assert said in html


def test_a_rule_is_entered_in_steps(keeper):
    assert keeper.post(f"{PAGE}add/", data(("１００，０００", "16.5"), ("", "10"))).status_code == 302
    assert added().tiers == [[100_000, 1650], [None, 1000]]


def test_a_rule_shows_its_steps_and_is_changed(keeper):
    rule = PlatformFeeRule.objects.get(source="crowdworks", job_form="")
    shown = keeper.get(f"{PAGE}{rule.pk}/change/").content.decode()
    assert all(f'value="{value}"' in shown for value in ("100000", "20", "200000", "10", "5"))
    changed = data(("100000", "20"), ("", "5.25"), source="crowdworks", effective_from="2020/1/1", tax_percent="10")
    assert keeper.post(f"{PAGE}{rule.pk}/change/", changed).status_code == 302
    rule.refresh_from_db()
    assert rule.tiers == [[100_000, 2000], [None, 525]]


@pytest.mark.parametrize(
    ("steps", "field"),
    [
        ([], "rate_1"),
        ([("", ""), ("", "10")], "rate_1"),
        ([("100000", "20")], "end_1"),
        ([("100000", "20"), ("100000", "10"), ("", "5")], "end_2"),
        ([("", "20"), ("", "10")], "end_1"),
        ([("100000", ""), ("", "10")], "rate_1"),
        ([("", "101")], "rate_1"),
        ([("", "16.555")], "rate_1"),
        ([("0", "10"), ("", "5")], "end_1"),
    ],
)
def test_steps_that_cannot_be_are_refused_beside_their_field(keeper, steps, field):
    response = keeper.post(f"{PAGE}add/", data(*steps))
    assert list(response.context["adminform"].form.errors) == [field]
    assert added() is None


def test_officials_do_not_see_the_rules(client, nichinan):
    client.force_login(nichinan.official)
    prove(client)
    assert {client.get(address).status_code for address in (PAGE, f"{PAGE}add/", f"{PAGE}1/change/")} <= {403, 404}
    assert "platformfeerule" not in client.get("/admin/").content.decode()
