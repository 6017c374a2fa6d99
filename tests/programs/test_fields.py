import pytest
from django import forms
from django.contrib.admin import AdminSite, ModelAdmin
from django.utils import translation

from programs.fields import (
    FORM_FIELDS,
    JapaneseDateField,
    KanaField,
    LineField,
    OnceField,
    PhoneField,
    TextField,
    YenField,
)
from programs.models import Program
from tests.make import make_user

FORBIDDEN = "保存できない文字が含まれています。その文字を消して、入力し直してください。"
MY_NUMBER = "マイナンバー（個人番号）と思われる数字があります。ここには保存できないため、消してください。"
ONE_OF_EACH = {
    "line": LineField(max_length=50, required=False),
    "text": TextField(max_length=200, required=False),
    "kana": KanaField(max_length=80, required=False),
    "phone": PhoneField(max_length=20, required=False),
    "yen": YenField(min_value=1, max_value=10_000_000, required=False),
    "day": JapaneseDateField(required=False),
}


class EveryField(forms.Form):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields |= ONE_OF_EACH


def sentences(name: str, typed: str) -> list[str]:
    return EveryField({name: typed}).errors.get(name, [])


def cleaned(name: str, typed: str) -> object:
    form = EveryField({name: typed})
    assert form.errors == {}
    return form.cleaned_data[name]


@pytest.mark.parametrize(
    "name",
    [
        "﨑田 恭",
        "髙橋 花子",
        "𠮷田 一郎",
        "渡邉",
        "葛\U000e0100城",
        "\ufa19谷",
        "①②",
        "Ｔａｎａｋａ",
        "ﾀﾅｶ",
        "か\u3099",
        "👩‍👧",
    ],
)
def test_a_name_is_kept_as_written(name):
    assert cleaned("line", name) == name
    assert cleaned("text", name) == name


def test_spaces_around_a_line_go_and_those_inside_stay():
    assert cleaned("line", " 　﨑田　恭 ") == "﨑田　恭"


def test_line_breaks_of_every_browser_become_one():
    assert cleaned("text", "a\r\nb\rc\nd") == "a\nb\nc\nd"


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("line", "a\x00b", FORBIDDEN),
        ("line", "a\u202eb", FORBIDDEN),
        ("line", f"a{chr(0xD800)}b", FORBIDDEN),
        ("line", "a\ufffdb", FORBIDDEN),
        ("line", "a\nb", "改行せずに1行で書いてください。"),
        ("line", "あ" * 10_000, "50文字以内で書いてください（今は10000文字です）。"),
        ("line", "\x00" * 10_000, FORBIDDEN),
        ("line", "1234 5678 9018", MY_NUMBER),
        ("text", "番号は\n１２３４５６７８９０１８", MY_NUMBER),
        ("text", "a\x1bb", FORBIDDEN),
        ("kana", "崎田", "ふりがなはカタカナかひらがなで書いてください。"),
        ("kana", "サキタ\x00", FORBIDDEN),
        ("phone", "31-1111", "電話番号は0987-31-1111のように市外局番から書いてください。"),
        ("phone", "①②③④⑤⑥⑦⑧⑨⑩", "電話番号は0987-31-1111のように市外局番から書いてください。"),
        ("yen", "①②", "金額は12000のように数字で書いてください。"),
        ("yen", "🎉", "金額は12000のように数字で書いてください。"),
        ("yen", "1\x002", "金額は12000のように数字で書いてください。"),
        ("yen", "12.5", "小数点を使わず、1円単位で書いてください。"),
        ("yen", "0", "金額は1円以上で書いてください。"),
        ("yen", "-500", "金額は1円以上で書いてください。"),
        ("yen", "10,000,001", "金額は10,000,000円以下で書いてください。"),
        ("yen", "9" * 10_000, "金額が大きすぎます。"),
        ("day", "03/04/26", "日付は2026/11/3または令和8年11月3日のように、年から書いてください。"),
        ("day", "2026/2/30", "暦にない日付です。確かめてください。"),
        ("day", "昭和64年1月8日", "その元号にはない日付です。元号と年を確かめてください。"),
        ("day", "9999-12-31", "年を確かめてください。"),
        ("day", "きのう", "日付は2026/11/3または令和8年11月3日のように書いてください。"),
    ],
)  # fmt: skip
def test_one_sentence_in_japanese(field, typed, sentence):
    with translation.override("ja"):
        assert sentences(field, typed) == [sentence]


@pytest.mark.parametrize("name", ["line", "text", "kana", "phone", "yen", "day"])
def test_what_was_typed_comes_back_when_refused(name):
    typed = "１２三\x00"
    form = EveryField({name: typed})
    assert form.errors.keys() == {name}
    assert form[name].value() == typed


@pytest.mark.parametrize(
    ("name", "nothing"), [("line", ""), ("text", ""), ("kana", ""), ("phone", ""), ("yen", None), ("day", None)]
)
@pytest.mark.parametrize("typed", ["", "   ", "　"])
def test_blank_is_nothing(name, nothing, typed):
    assert cleaned(name, typed) == nothing


@pytest.mark.parametrize("typed", ["\u200b", " \u2060\ufeff", "\u200d\u3164", "\u3000\u00ad"])
def test_what_cannot_be_seen_is_nothing(typed):
    assert cleaned("line", typed) == ""
    with pytest.raises(forms.ValidationError, match="入力してください。"), translation.override("ja"):
        LineField().clean(typed)


def test_what_joins_signs_stays_inside_a_name():
    assert cleaned("line", "👩\u200d🌾の仕事") == "👩\u200d🌾の仕事"


def test_a_required_field_left_empty_says_one_sentence():
    assert YenField().default_error_messages["required"] == "金額を書いてください。"
    with pytest.raises(forms.ValidationError, match="金額を書いてください。"):
        YenField().clean("　")
    with pytest.raises(forms.ValidationError, match="日付を書いてください。"):
        JapaneseDateField().clean("　")
    with pytest.raises(forms.ValidationError, match="入力してください。"):
        LineField().clean("　")


def test_kana_phones_yen_and_days_are_read_in_any_width():
    assert cleaned("kana", "さきた　ｷｮｳ") == "サキタ キョウ"
    assert cleaned("phone", "（０９８７）３１－１１１１") == "0987-31-1111"
    assert cleaned("phone", "０９０ー１２３４ー５６７８") == "090-1234-5678"
    assert cleaned("phone", "+81 90 1234 5678") == "+819012345678"
    assert cleaned("yen", "１２，０００円") == 12_000
    assert cleaned("day", "令和8年11月3日").isoformat() == "2026-11-03"


def test_no_browser_may_cut_a_pasted_text():
    assert "maxlength" not in str(EveryField()["line"])
    assert "maxlength" not in str(EveryField()["text"])


def test_zero_yen_is_an_amount_where_it_is_allowed():
    assert YenField(required=True).clean("０") == 0


def test_every_opened_form_gets_a_token_of_its_own():
    class Sent(forms.Form):
        once = OnceField()

    tokens = {Sent()["once"].value() for _ in range(3)}
    assert len(tokens) == 3
    assert Sent({}).errors == {"once": ["フォームの一部が届きませんでした。もう一度送信してください。"]}


def test_the_admin_uses_the_same_fields(rf, db):
    class CarefulAdmin(ModelAdmin):
        formfield_overrides = FORM_FIELDS
        fields = ("name", "started_on", "slug", "target_basis")

    request = rf.get("/")
    request.user = make_user(is_superuser=True)
    fields = CarefulAdmin(Program, AdminSite()).get_form(request).base_fields
    kinds = {name: type(field) for name, field in fields.items()}
    assert kinds == {
        "name": LineField,
        "started_on": JapaneseDateField,
        "slug": forms.SlugField,
        "target_basis": forms.TypedChoiceField,
    }
    assert fields["name"].max_length == 100
