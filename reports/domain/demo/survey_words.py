"""What the demo's surveys ask and what people write in them: invented, in the tone of real ones."""

from collections.abc import Sequence
from dataclasses import dataclass

from programs.models.survey import QuestionKind


@dataclass(frozen=True)
class Asked:
    """A question. `weights` of the choices, `mean` of a scale."""

    kind: str
    text: str
    options: tuple[str, ...] = ()
    weights: Sequence[float] = ()
    mean: float = 3.5
    is_required: bool = False


_READY = Asked(QuestionKind.SCALE, "在宅ワークをやっていけそうだと思いますか", mean=3.4, is_required=True)
SEMINAR = (
    Asked(
        QuestionKind.CHOICE,
        "説明会を何で知りましたか",
        ("広報・回覧板", "知人の紹介", "市のウェブサイト", "SNS", "子育て支援センター"),
        (0.42, 0.26, 0.12, 0.1, 0.1),
        is_required=True,
    ),
    Asked(QuestionKind.SCALE, "説明はわかりやすかったですか", mean=3.9, is_required=True),
    Asked(
        QuestionKind.CHOICES,
        "興味のある仕事を選んでください",
        ("ライティング", "データ入力", "画像の加工", "事務の代行", "翻訳"),
        (0.55, 0.62, 0.22, 0.35, 0.06),
    ),
    Asked(
        QuestionKind.CHOICE,
        "1週間にどのくらい働けそうですか",
        ("10時間未満", "10〜20時間", "20〜30時間", "30時間以上"),
        (0.34, 0.38, 0.2, 0.08),
    ),
    Asked(QuestionKind.TEXT, "気になること、心配なこと"),
)
SKILL_COURSE = (
    _READY,
    Asked(QuestionKind.SCALE, "パソコンでの文書作成に自信がありますか", mean=3.3, is_required=True),
    Asked(
        QuestionKind.CHOICES,
        "不安なことを選んでください",
        ("操作", "納期", "依頼主とのやりとり", "家事・育児との両立", "収入"),
        (0.5, 0.4, 0.55, 0.6, 0.35),
    ),
    Asked(QuestionKind.TEXT, "講座へのご意見"),
)
LESSON = (
    Asked(QuestionKind.SCALE, "きょうの内容は仕事に役立ちそうですか", mean=4.2, is_required=True),
    Asked(QuestionKind.TEXT, "次に取り上げてほしいこと"),
)
SEMINAR_TEXTS = (
    "本当に費用がかからないのか、少し心配でした。説明を聞いて安心しました。",
    "子どもが寝てからの2時間でもできる仕事があるか知りたいです。",
    "パソコンが古いのですが、買い替えないと始められませんか。",
    "知り合いに「あやしい」と言われました。市の事業だともっと知らせてほしいです。",
    "実際に働いている人の話が一番参考になりました。",
    "税金や扶養のことを、もう少しくわしく聞きたいです。",
    "介護の合間でも続けられるでしょうか。",
    "質問の時間がもう少しあるとよかったです。",
    "自分にできるか不安ですが、まず講座に申し込んでみます。",
    "夜の時間帯の講座があると参加しやすいです。",
    "会場が遠いので、オンラインでも開いてほしいです。",
    "最初の月はどのくらいの収入になるのか、正直な数字が聞けてよかった。",
    "スマートフォンだけで始められる仕事も紹介してください。",
    "一緒に始める仲間ができそうでうれしいです。",
    "駐車場が混んでいました。",
    "文章を書くのは苦手ですが、データ入力なら興味があります。",
)
SKILL_TEXTS = (
    "最後の回で記事を1本書き上げられて、自信になりました。",
    "進み方が少し速かったです。復習の時間がほしいです。",
    "提案文を直してもらえたのがとても役に立ちました。",
    "見積もりの出し方をもっと知りたいです。",
    "同じ立場の人と話せたのがよかったです。",
    "家で操作を思い出せるように、資料がもう少し細かいと助かります。",
    "応募のしかたがわかり、はじめて仕事を受けられました。",
    "納期の決め方の話が参考になりました。",
)
SKILLS = (
    ("文書作成", "1：これから覚える　3：ひとりで書ける　5：人に教えられる"),
    ("ライティング（記事を書く）", "1：書いたことがない　3：直されながら納品できる　5：構成から任される"),
    ("表計算・データ入力", "1：入力だけ　3：式が使える　5：集計表を作れる"),
    ("依頼主とのやりとり", "1：返事に迷う　3：ひとりで返事ができる　5：条件の相談ができる"),
    ("見積もりと納期の管理", ""),
)
