"""The chart of months and contacts: a dot for who was reached, a cross for who was not, a number where many stand."""

from programs.shared.charts.contact_months import ContactMonths
from programs.shared.charts.small_months import SmallMonth
from programs.shared.month import Month
from programs.templatetags.charts import words

OCTOBER, NOVEMBER = Month(2026, 10), Month(2026, 11)


def chart(**fields) -> ContactMonths:
    months = (SmallMonth(OCTOBER, 50_000, 80_000, "missed"), SmallMonth(NOVEMBER, 10_000, 80_000, "now"))
    return ContactMonths(months=months, reached_name="つながった", tried_name="つながらなかった", **fields)


def test_each_contact_has_its_mark():
    drawn = chart(reached={OCTOBER: 2}, tried={NOVEMBER: 1}).draw(words())
    assert (drawn.count('class="ai-dot"'), drawn.count('<path class="faint"')) == (2, 2)


def test_beyond_three_the_number_is_written():
    drawn = chart(reached={OCTOBER: 3}, tried={OCTOBER: 4}).draw(words())
    assert (drawn.count('class="ai-dot"'), drawn.count("<path"), ">7</text>" in drawn) == (1, 0, True)


def test_the_picture_says_how_many():
    assert "つながった 3 つながらなかった 1" in chart(reached={OCTOBER: 3}, tried={NOVEMBER: 1}).draw(words())


def test_the_table_has_the_same_figures():
    twin = chart(reached={OCTOBER: 3}, tried={NOVEMBER: 1}).twin(words())
    assert twin.head[-2:] == ("つながった", "つながらなかった")
    assert [(row[1], row[3], row[4]) for row in twin.rows] == [("10,000円", "0", "1"), ("50,000円", "3", "0")]
