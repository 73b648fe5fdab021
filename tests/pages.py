
"""Invented notices and the pages that could carry them: body styles × site skeletons, for the tests of the readers."""

from __future__ import annotations

import html
import random
import re
from collections.abc import Callable

TITLE = "中共青禾县水务局党组关于十三届县委第四轮巡察整改进展情况的通报"
PUBLISHED = "2023-05-16 09:42"
PUBLISHER = "青禾县水务局"

_TOPICS = (
    "供水管网漏损", "河道清淤养护", "项目档案管理", "党员学习教育", "固定资产登记", "水费收缴台账", "干部轮岗交流",
    "采购合同审查", "防汛物资储备", "信访事项办理", "基层站所建设", "饮用水源保护", "公务用车管理", "节水宣传引导",
)  # fmt: skip
_DEEDS = (
    "修订《{topic}办法》，明确{n}项具体要求，经{year}年{month}月{day}日局党组会议审议后印发执行。",
    "召开专题会{n}次，对照清单逐项核对，发现的{n}个问题已全部办结，并建立“{topic}”月报制度。",
    "组织{n}名干部分{m}组开展自查，收回款项{n}.{m}万元，约谈责任人{m}人；其余事项按季度推进。",
    "由分管负责同志牵头，会同财务、纪检等科室开展“回头看”，整改率达{n}.5%，群众满意度明显提高。",
)


def notice_lines(count: int = 165, seed: int = 7) -> list[str]:
    """The lines of one invented notice: opening, three sections of numbered parts, contact line, sign-off."""
    rng = random.Random(seed)

    def deed() -> str:
        return rng.choice(_DEEDS).format(
            topic=rng.choice(_TOPICS), n=rng.randint(2, 96), m=rng.randint(1, 9), year=2022, month=rng.randint(1, 12),
            day=rng.randint(1, 28),
        )  # fmt: skip

    lines = [
        "根据县委统一部署，2022年3月7日至5月12日，县委第二巡察组对县水务局党组开展了常规巡察，并于7月1日反馈了意见。"
        "现将整改进展情况予以公布。",
        "一、整改工作组织情况",
    ]
    lines += [
        f"（{n}）{word}。{deed()}"
        for n, word in zip("一二三", ("提高站位", "压实责任", "跟踪问效"), strict=True)
    ]
    lines.append("二、反馈问题整改落实情况")
    number = 0
    while len(lines) < count - 9:
        number += 1
        topic = _TOPICS[number % len(_TOPICS)]
        lines.append(f"{number}.关于“{topic}不到位”的问题。")
        for item in range(1, rng.randint(2, 5)):
            lines.append(f"（{item}）{deed()}")
        lines.append(f"一是{deed()}二是{deed()}")
    del lines[count - 9 :]
    lines += [
        "三、下一步工作安排",
        "1．坚持常抓不懈。把整改成果转化为治理效能，做到善始善终、善作善成。",
        "2．坚持举一反三。对容易反弹的问题定期复查，防止前清后乱。",
        "3．坚持建章立制。继续完善制度，以制度管人管事。",
        "欢迎广大干部群众对整改情况进行监督。监督期限：2023年5月16日至6月5日。",
        "联系电话：0000-5551234；电子邮箱：shuiwu@example.cn。",
        "附件：青禾县水务局整改事项清单",
        "中共青禾县水务局党组",
        "2023年5月16日",
    ]
    assert len(lines) == count
    return lines


# ------------------------------------------------------------------ the same lines in the ways editors write them


def one_p_each(lines: list[str]) -> str:
    return "\n".join(f"<p>　　{html.escape(line, quote=False)}</p>" for line in lines)


def word_spans(lines: list[str]) -> str:
    """Pasted from Word: every run of digits in a span of its own, `<o:p>`, mso styles, comments between."""

    def runs(line: str) -> str:
        pieces = re.split(r"(\d+)", line)
        return "".join(
            f'<span lang="EN-US" style="font-size:16.0pt;mso-bidi-font-family:仿宋">{piece}</span>'
            if piece.isdigit()
            else f"<span\nstyle='font-size:16.0pt;font-family:仿宋_GB2312'>{html.escape(piece, quote=False)}</span>"
            for piece in pieces
            if piece
        )

    return "<!--[if gte mso 9]><xml><w:WordDocument/></xml><![endif]-->" + "\n".join(
        f'<p class="MsoNormal" style="text-indent:32.0pt">{runs(line)}<o:p></o:p></p><p>&nbsp;</p>'
        for line in lines
    )


def line_breaks(lines: list[str]) -> str:
    return "<br>\n<br/>".join("&nbsp;&nbsp;&nbsp; " + html.escape(line, quote=False) for line in lines)


def divs_and_fonts(lines: list[str]) -> str:
    return "".join(
        f'<div><font size="3" face="宋体">&nbsp;&nbsp;&nbsp;&nbsp;</font><font size="3">{html.escape(line, quote=False)}</font></div><div>&nbsp;</div>\n'
        for line in lines
    )


def layout_table(lines: list[str]) -> str:
    return (
        '<table width="96%" border="0" align="center"><tbody><tr><td height="10"></td></tr><tr><td>'
        + one_p_each(lines)
        + "</td></tr></tbody></table>"
    )


BODIES: dict[str, Callable[[list[str]], str]] = {
    f.__name__: f for f in (one_p_each, word_spans, line_breaks, divs_and_fonts, layout_table)
}


# ------------------------------------------------------------------ the sites around them


def bare(body: str, charset: str) -> str:
    return f'<html><head><meta charset="{charset}"></head><body>{body}</body></html>'


def trs(body: str, charset: str) -> str:
    """A county government on TRS: meta tags of the page, banner, breadcrumb, share bar, footer."""
    return f"""<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html xmlns="http://www.w3.org/1999/xhtml"><head><meta http-equiv="Content-Type" content="text/html; charset={charset}" />
<title>{TITLE}_青禾县人民政府</title><meta name="SiteName" content="青禾县人民政府" /><meta name="ArticleTitle" content="{TITLE}" />
<meta name="PubDate" content="{PUBLISHED}" /><meta name="ContentSource" content="{PUBLISHER}" /><meta name="ColumnName" content="巡察整改" />
<style>ul,li{{list-style:none}} .no-show{{display:none}}</style><script>var a="<p>脚本，不是正文。</p>";</script></head>
<body><div class="top">今天是 <script>document.write(1)</script>2024年8月9日 星期五 <a href="#">设为首页</a> | <a href="#">加入收藏</a></div>
<ul class="nav"><li><a href="/">首页</a></li><li><a href="/zw">政务公开</a></li><li><a href="/fw">政务服务</a></li></ul>
<div class="place">当前位置：<a href="/">首页</a> &gt; <a href="/gk">政务公开</a> &gt; 巡察整改</div>
<div class="main"><h1 class="tt">{TITLE}</h1>
<div class="info"><span>发布日期：{PUBLISHED}</span>&nbsp;&nbsp;<span>来源：{PUBLISHER}</span>&nbsp;<span>字号：<a href="#">大</a> <a href="#">中</a> <a href="#">小</a></span></div>
<div class="bdsharebuttonbox"><a href="#">分享到：</a><a>微信</a></div>
<div class="TRS_Editor"><style type="text/css">.TRS_Editor P{{line-height:2}}</style><div class="no-show">读屏专用，语速很快。</div>
<div class="Custom_UnionStyle">{body}</div></div>
<div class="tools"><a href="javascript:window.print()">打印</a> <a href="javascript:window.close()">关闭</a></div>
<div>扫一扫在手机打开当前页</div></div>
<div class="links"><h3>友情链接</h3><a href="http://a.cn">中国政府网</a> <a href="http://b.cn">省政府门户网站</a></div>
<div class="foot">主办：青禾县人民政府办公室 地址：青禾县禾苗路1号，电话：0000-5550000<br>某ICP备00000001号 网站标识码：0000000001</div></body></html>"""


def jpage(body: str, charset: str) -> str:
    """A bureau on jpage: index-number table, #zoom, neighbour articles below."""
    return f"""<html><head><meta http-equiv=Content-Type content="text/html; charset={charset}"><title>{TITLE}</title></head><body>
<table class="xxgk_table"><tr><td>索 引 号：</td><td>QH/2023-00012</td><td>发布机构：</td><td>{PUBLISHER}</td></tr>
<tr><td>名称：</td><td>{TITLE}</td><td>发布日期：</td><td>2023-05-16</td></tr><tr><td>主题分类：</td><td>纪检监察</td><td>有效性：</td><td>有效</td></tr></table>
<table width="1000" align="center"><tr><td width="220" valign="top"><a href="1">机构职能</a><br><a href="2">通知公告</a><br><a href="3">工作动态</a></td>
<td><table width="100%"><tr><td class="bt" align="center">{TITLE}</td></tr>
<tr><td align="center">发布时间：2023-05-16 &nbsp; 浏览次数：<script>hits()</script>318 &nbsp; 【字体：<a>大</a> <a>中</a> <a>小</a>】</td></tr>
<tr><td><div id="zoom">{body}</div></td></tr>
<tr><td>上一篇：<a href="4">关于节水宣传周活动安排的通知</a></td></tr><tr><td>下一篇：<a href="5">无</a></td></tr>
<tr><td>【<a>打印本页</a>】【<a>关闭窗口</a>】</td></tr></table></td></tr></table>
<center>版权所有：青禾县水务局，技术支持：青禾县信息中心</center></body></html>"""


def vsb(body: str, charset: str) -> str:
    """A university on vsb: form around the article, attachment list inside, counters outside."""
    return f"""<!DOCTYPE html><html><head><meta charset="{charset}"><title>{TITLE}-禾苗大学</title><META Name="keywords" Content="禾苗大学" />
<meta name="pageTitle" content="{TITLE}"></head><body><header><a href="/">禾苗大学</a><nav><ul><li><a href="/x">学校概况</a></li></ul></nav></header>
<div class="ny_lm">首页 &gt;&gt; 信息公开 &gt;&gt; 正文</div>
<form name="_newscontent_fromname"><h2 class="con-title" align="center">{TITLE}</h2>
<div align="center">日期：{PUBLISHED} &nbsp;来源：{PUBLISHER} &nbsp;作者： 点击：[<span id="dynclicks">1204</span>]</div>
<div id="vsb_content"><div class="v_news_content">{body}</div></div></form>
<p align="right">【<a href="javascript:window.opener=null;window.close();">关闭</a>】</p>
<div class="next"><a href="a.htm">上一条：禾苗大学召开春季学期工作会议</a></div>
<footer>地址：青禾县学府路2号，邮编：000000。</footer></body></html>"""


def unknown(body: str, charset: str) -> str:
    """A site of no known make: the article is found by where its prose is."""
    side = "".join(
        f'<li><a href="/n/{n}.html">青禾县召开第{n}次全县水利工作推进会议</a></li>' for n in range(20)
    )
    return f"""<html><head><meta charset='{charset}'><title>{TITLE} - 青禾清风网</title></head><body><div id="hd"><ul><li><a href="/">首页</a></li>
<li><a href="/a">要闻动态</a></li></ul></div><div class="w1"><div class="l"><h4>最新文章</h4><ul>{side}</ul></div>
<div class="r"><div class="hd2"><h1>{TITLE}</h1><p>2023-05-16 09:42 来源：{PUBLISHER}</p></div><div class="k9">{body}</div>
<p>责任编辑：禾小青</p></div></div><div id="ft"><p>Copyright © 2023 青禾清风网 版权所有</p><p>某公网安备 00000000000001号</p></div></body></html>"""


SITES: dict[str, Callable[[str, str], str]] = {f.__name__: f for f in (bare, trs, jpage, vsb, unknown)}
