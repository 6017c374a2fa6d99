import pytest

from programs.shared.town_office import office_of


@pytest.mark.parametrize(
    ("name", "office"), [("日南市", "市役所"), ("ほむら町", "役場"), ("檜原村", "役場"), ("世田谷区", "区役所")]
)
def test_a_town_has_a_house_of_its_own_name(name, office):
    assert office_of(name) == office
