"""Reading pages: 165 lines in five body styles on five sites, numbers, tables, furniture, hostile markup."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings, strategies as st

from noticeparse.errors import UnreadableError
from noticeparse.model import Source
from noticeparse.read import read, read_html
from noticeparse.read.html_numbers import written
from tests.pages import BODIES, PUBLISHED, PUBLISHER, SITES, TITLE, notice_lines, one_p_each

LINES = notice_lines()
PROSE = "<p>根据市委统一部署，市委第三巡察组开展了巡察，现将情况公布如下。</p><p>一、总体情况</p>"


def article_lines(source: Source) -> list[str]:
    """The lines of a source that are not furniture."""
    furniture = {source.text[a:b] for a, b in source.furniture}
    return [line for line in source.text.split("\n") if line not in furniture]


def lines_of(page: str) -> list[str]:
    return read_html(page).text.split("\n")


# ------------------------------------------------------------------ the lines of the article


@pytest.mark.parametrize(
    ("charset", "codec"), [("utf-8", "utf-8"), ("gb2312", "gb18030"), ("gb2312", "utf-8")]
)
@pytest.mark.parametrize("site", SITES.values(), ids=SITES.keys())
@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES.keys())
def test_all_lines_and_no_other(
    body: Callable[[list[str]], str], site: Callable[[str, str], str], charset: str, codec: str
) -> None:
    lines = LINES.copy()
    lines[40] = "（4）副局长镕喆、工程师䶮喆核查厂房36㎡，问题已整改。"
    source = read(site(body(lines), charset).encode(codec), name="page.html")
    title = [] if site is SITES["bare"] else [TITLE]
    assert article_lines(source) == title + lines
    assert (source.media_type, source.encoding, source.replaced) == ("text/html", codec, 0)
    assert source.tables == ()


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES.keys())
@pytest.mark.parametrize("codec", ["utf-8", "gb18030"])
def test_a_broken_byte_in_a_page(body: Callable[[list[str]], str], codec: str) -> None:
    data = SITES["trs"](body(LINES), "gb2312").encode(codec)
    at = data.index("善作善成".encode(codec))
    source = read(data[:at] + b"\xff" + data[at + 1 :], name="page.html")
    assert source.replaced == 1
    assert article_lines(source) == [TITLE, *(line.replace("善作善成", "\ufffd作善成") for line in LINES)]


@pytest.mark.parametrize("site", [site for name, site in SITES.items() if name != "bare"])
def test_what_the_page_says_of_itself(site: Callable[[str, str], str]) -> None:
    source = read(site(one_p_each(LINES), "utf-8").encode(), name="page.html")
    assert source.page.title == TITLE
    assert source.page.published is not None
    assert PUBLISHED.startswith(source.page.published)
    assert source.page.publisher == PUBLISHER
    (start, end), *more = source.furniture
    assert not more
    assert PUBLISHED[:10] in source.text[start:end]


def test_meta_tags() -> None:
    page = read_html(
        '<meta name="ArticleTitle" content="甲"><meta name="SiteName" content="乙网"><meta name="ColumnName" content="丙">'
        '<meta name="Url" content="http://a.cn/1.html"><meta property="article:published_time" content="2020-01-02">'
    )
    assert page.page.model_dump() == {
        "title": "甲", "published": "2020-01-02", "publisher": None, "site": "乙网", "column": "丙",
        "url": "http://a.cn/1.html",
    }  # fmt: skip
    assert page.url == "http://a.cn/1.html"


@pytest.mark.parametrize(
    "page",
    [
        "",
        "<html></html>",
        "<html><frameset><frame src=a.htm></frameset></html>",
        "<script>var a = '正文，不是。';</script>",
        "<ul><li><a href=1>关于做好防汛工作的通知</a> <span>[2023-05-01]</span><li><a href=2>关于放假的通知</a>2023年5月1日</ul>",
        "<nav>首页</nav><footer>版权所有，某局。</footer>",
    ],
)
def test_a_page_without_an_article_has_no_text(page: str) -> None:
    assert read_html(page).text == ""


def test_title_inside_the_article_begins_the_text() -> None:
    body = f"<table><tr><td><p>首页 &gt; 公开</p><p align=center><b>{TITLE}</b></p>{PROSE}</td></tr></table>"
    assert lines_of(f"<title>{TITLE}-某局</title><body>{body}")[:2] == [
        TITLE,
        "根据市委统一部署，市委第三巡察组开展了巡察，现将情况公布如下。",
    ]


def test_a_heading_of_two_lines() -> None:
    page = f"<title>通知公告</title><div><h1>中共某某大学委员会<br>关于巡察整改进展情况的通报</h1></div><div id=zoom>{PROSE}</div>"
    assert lines_of(page)[:2] == ["中共某某大学委员会", "关于巡察整改进展情况的通报"]


@pytest.mark.parametrize(
    ("markup", "lines"),
    [
        ("<p>于<span>5</span><span>月3</span>日反馈。</p>", ["于5月3日反馈。"]),
        ("<p>统一\n  部署，\n于 \n2024年。</p>", ["统一部署，于 2024年。"]),
        ("<p>a\n b，完。</p>", ["a b，完。"]),
        ("<p>&nbsp;　甲&nbsp;　乙，完。　</p>", ["甲\u00a0　乙，完。"]),
        ("甲，完。<br><br/>乙，完。<div>丙</div>丁", ["甲，完。", "乙，完。", "丙", "丁"]),
        ("<pre>甲，完。\n乙</pre>", ["甲，完。", "乙"]),
        (
            "<span style='display:block'>甲，完。</span><span style='display: block'>乙</span>",
            ["甲，完。", "乙"],
        ),
        ("<p>甲，<div style='display:inline'>乙。</div>", ["甲，", "乙。"]),
        (
            "<p>甲，完。<span style='display:none'>隐</span><i hidden>藏</i><b aria-hidden=true>物</b></p>",
            ["甲，完。"],
        ),
        (
            "<style>.x{display:none} p.y{visibility:hidden}</style><p>甲，完。</p><p class=x>乙</p><p class=y>丙</p>",
            ["甲，完。"],
        ),
        (
            "<p>甲，完。<!-- 注 --><script>1</script><noscript>无</noscript><textarea>框</textarea></p>",
            ["甲，完。"],
        ),
        (
            "<![if !supportLists]><span style='mso-list:Ignore'>一、</span><![endif]>甲，完。<o:p></o:p>",
            ["一、甲，完。"],
        ),
        ("<p>甲，完。</p></body></html><p>尾</p>", ["甲，完。", "尾"]),
        ("<p>约3<sup>2</sup>亩，<a name=x>乙</a>。</p>", ["约32亩，乙。"]),
    ],
)
def test_lines_as_a_browser_shows_them(markup: str, lines: list[str]) -> None:
    assert lines_of(markup) == lines


def test_attachments_stay_and_recommended_links_go() -> None:
    links = "<p><a href=a.docx>附件：整改台账.docx</a></p><p><a href=1.htm>更多报道甲</a></p><p><a href=2.htm>乙</a></p>"
    assert lines_of(f"<div class=TRS_Editor>{PROSE}{links}</div>")[2:] == ["附件：整改台账.docx"]


# ------------------------------------------------------------------ numbers


@pytest.mark.parametrize(
    ("markup", "lines"),
    [
        ("<ol><li>甲<li>乙</ol>", ["1. 甲", "2. 乙"]),
        ("<ol start=3><li>甲<li value=9>乙<li>丙</ol>", ["3. 甲", "9. 乙", "10. 丙"]),
        ("<ol reversed><li>甲<li>乙</ol>", ["2. 甲", "1. 乙"]),
        ("<ol type=a><li>甲<ol type=I><li>乙</ol><li>丙</ol>", ["a. 甲", "I. 乙", "b. 丙"]),
        (
            "<ol style='list-style-type:cjk-ideographic'><li><p>甲</p><p>乙</p><li>丙</ol>",
            ["一、甲", "乙", "二、丙"],
        ),
        ("<ol style='list-style:none'><li>甲</ol>", ["甲"]),
        ("<style>ul,ol{list-style:none}</style><ol><li>甲</ol>", ["甲"]),
        ("<ol><li>1.甲<li>2.乙</ol>", ["1.甲", "2.乙"]),
        ("<ul><li>甲</ul>", ["甲"]),
        ("<ol><li></li><li>甲</ol>", ["2. 甲"]),
    ],
)
def test_list_numbers(markup: str, lines: list[str]) -> None:
    source = read_html(f"<div id=zoom>{PROSE}{markup}</div>")
    assert source.text.split("\n")[2:] == lines
    numbers = [source.text[a:b] for a, b in source.automatic]
    assert numbers == [line.split()[0] if " " in line else line[:2] for line in lines if line[0] not in "甲乙" and ".甲" not in line and ".乙" not in line]  # fmt: skip


@pytest.mark.parametrize(
    ("number", "style", "shown"),
    [
        (27, "lower-alpha", "aa. "), (0, "a", "0. "), (1994, "I", "MCMXCIV. "), (4000, "i", "4000. "), (7, "decimal-leading-zero", "07. "),
        (12, "simp-chinese-informal", "十二、"), (105, "cjk-ideographic", "一百零五、"), (20, "trad-chinese-informal", "二十、"),
        (110, "simp-chinese-informal", "一百一十、"), (12, "simp-chinese-formal", "壹拾贰、"), (10, "cjk-decimal", "一〇、"),
        (2, "cjk-heavenly-stem", "乙、"), (3, "circled-decimal", "③ "), (21, "circled-decimal", "21 "), (5, "disc", ""), (5, "hebrew", "5. "),
    ],
)  # fmt: skip
def test_counter_styles(number: int, style: str, shown: str) -> None:
    assert written(number, style) == shown


# ------------------------------------------------------------------ tables


def table_words(source: Source) -> list[list[list[str]]]:
    return [[[source.text[a:b] for a, b in row] for row in table] for table in source.tables]


def test_merged_cells() -> None:
    source = read_html(
        f"<div id=zoom>{PROSE}<table><thead><tr><th>序号<th>问题<th colspan=2>整改</thead><tr><td rowspan=2>1<td rowspan=2>学习不深入。"
        "<td>措施<td>状态</tr><tr><td><p>制定计划；</p><p>开展轮训。</p><td>关闭</tr><tr><td>2<td><td>无<td>完成</table></div>"
    )
    assert table_words(source) == [
        [
            ["序号", "问题", "整改", "整改"],
            ["1", "学习不深入。", "措施", "状态"],
            ["1", "学习不深入。", "制定计划；\n开展轮训。", "关闭"],
            ["2", "", "无", "完成"],
        ]
    ]
    assert source.text.count("学习不深入。") == 1
    assert source.text.split("\n")[2:] == [
        "序号",
        "问题",
        "整改",
        "1",
        "学习不深入。",
        "措施",
        "状态",
        "制定计划；",
        "开展轮训。",
        "关闭",
        "2",
        "无",
        "完成",
    ]


def test_a_table_of_unequal_rows_is_still_one() -> None:
    source = read_html(
        f"<div id=zoom>{PROSE}<table><tr><td rowspan=9 colspan=2>甲<td>乙</tr><tr><td>丙<td>丁</tr></table></div>"
    )
    assert table_words(source) == [[["甲", "甲", "乙"], ["甲", "甲", "丙", "丁"]]]


# ------------------------------------------------------------------ recognition and limits


@pytest.mark.parametrize(
    ("text", "name", "media_type"),
    [
        ("<!DOCTYPE html><p>甲，乙。</p>", "a.txt", "text/html"),
        ("<div>甲<br>乙</div>", "<stdin>", "text/html"),
        ("<p>甲", "a.htm", "text/html"),
        ("甲<!--more-->乙", "<stdin>", "text/plain"),
        ("甲<br>乙<br>丙", "a.md", "text/markdown"),
        ("一、2<3且5>4", "a.html", "text/plain"),
    ],
)
def test_pages_are_known_by_their_tags(text: str, name: str, media_type: str) -> None:
    assert read(text.encode(), name=name).media_type == media_type


@pytest.mark.parametrize(
    "page",
    [
        "<div>" * 60_000 + PROSE,
        "<table><tr><td>" * 2_000 + PROSE,
        "<ol><li>" * 3_000 + PROSE,
        "<a href=1>" * 3_000 + PROSE,
        "<span>5</span>" * 20_000 + PROSE,
        "<p>甲，乙。" * 20_000 + PROSE,
        PROSE + "<table>" + "<tr><td colspan=1000 rowspan=65000>甲<td>乙" * 300 + "</table>",
        PROSE + "<" * 100_000,
        "<style>" + "a{display:none" * 10_000 + "</style>" + PROSE,
        "<!DOCTYPE x [<!ENTITY a '甲甲甲甲'><!ENTITY b '&a;&a;&a;&a;'>]>" + PROSE + "&b;" * 1000,
    ],
    ids=["div", "table", "ol", "a", "span", "p", "spans", "lt", "style", "entity"],
)
def test_hostile_markup_is_read_all_the_same(page: str) -> None:
    assert "现将情况公布如下。" in read_html(page).text


def test_too_many_tags_are_refused() -> None:
    with pytest.raises(UnreadableError, match=r"^a\.html: .*tags"):
        read(b"<html>" + b"<i>" * 400_000, name="a.html")


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            ["<p>", "</p>", "<br>", "<div id=zoom>", "</div>", "<ol start=2>", "</ol>", "<li>", "<table>", "<tr>", "<td rowspan=2>", "</table>",
             "<span hidden>", "</span>", "<a href=1>", "</a>", "<h1>", "</h1>", "一、整改，落实。", "2023年", "\n", "&nbsp;", "<!--", "-->", "<td>"]
        ),
        max_size=40,
    )
)  # fmt: skip
def test_spans_of_any_markup_lie_in_the_text(pieces: list[str]) -> None:
    source = read_html("".join(pieces))
    spans = [
        *source.furniture,
        *source.automatic,
        *(cell for table in source.tables for row in table for cell in row),
    ]
    assert all(0 <= a <= b <= len(source.text) for a, b in spans)
    assert list(source.automatic) == sorted(source.automatic)
    assert all(line == line.strip() and line for line in source.text.split("\n")) or source.text == ""
    assert source == read_html("".join(pieces))


def test_a_sign_off_is_not_taken_for_the_title_it_is_part_of() -> None:
    page = f"<title>中共某某大学委员会关于巡察整改进展情况的通报</title><div id=zoom>{PROSE}<p>中共某某大学委员会</p></div>"
    assert lines_of(page)[1:] == ["一、总体情况", "中共某某大学委员会"]


def test_title_of_two_lines_inside_the_article_under_a_file_number() -> None:
    page = f"<title>中共某某大学委员会关于巡察整改的通报-某大学</title><div id=zoom><p>某大党〔2023〕5号</p><p>中共某某大学委员会</p><p>关于巡察整改的通报</p>{PROSE}</div>"
    source = read_html(page)
    assert source.text.split("\n")[:3] == ["某大党〔2023〕5号", "中共某某大学委员会", "关于巡察整改的通报"]
    assert source.page.title == "中共某某大学委员会关于巡察整改的通报"


def test_an_article_that_a_script_reveals_is_read() -> None:
    assert len(lines_of(f'<div id="js_content" style="visibility: hidden">{PROSE}</div>')) == 2


def test_short_words_beside_a_button_are_kept() -> None:
    assert lines_of("<p>打印</p><p>甲</p>") == ["甲"]
