import pytest

from workers.domain.fees import proposed_fee


@pytest.mark.parametrize(
    ("gross", "fee", "net"),
    [
        (11_000, 2_420, 8_580),
        (14_850, 3_267, 11_583),
        (110_000, 23_100, 86_900),
        (330_000, 40_150, 289_850),
        (100_000, 22_000, 78_000),
        (200_000, 33_000, 167_000),
        (12_000, 2_640, 9_360),
        (1, 0, 1),
    ],
)
def test_crowdworks_keeps_a_share_that_falls_in_steps_and_the_tax_on_it(gross, fee, net):
    assert (proposed_fee(source="crowdworks", gross=gross), gross - fee) == (fee, net)


@pytest.mark.parametrize(("gross", "fee"), [(11_000, 1_815), (55_000, 9_075), (1, 0)])
def test_lancers_keeps_a_fixed_share(gross, fee):
    assert proposed_fee(source="lancers", gross=gross) == fee


@pytest.mark.parametrize("source", ["team", "direct", "other"])
def test_other_sources_have_no_fee_to_propose(source):
    assert proposed_fee(source=source, gross=50_000) == 0
