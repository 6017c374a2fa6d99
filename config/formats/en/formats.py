"""English formats for a Japanese town: day order is never guessed."""

DATE_INPUT_FORMATS = ["%Y-%m-%d", "%Y/%m/%d"]
DATE_FORMAT = "j M Y"
SHORT_DATE_FORMAT = "Y-m-d"
YEAR_MONTH_FORMAT = "F Y"
MONTH_DAY_FORMAT = "j M"
DATETIME_FORMAT = "j M Y H:i"
FIRST_DAY_OF_WEEK = 0
