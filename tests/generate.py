"""A seeded generator of invented notices as a crawl brings them: bureaus, years, formats, reprints, and pages that fail.

    python -m tests.generate FOLDER --size 20000 [--seed 0]

`notice(n)` is always the same text for the same seed and `n`; `write` puts many into a folder in several formats.
"""

from __future__ import annotations

import argparse
import html
import os
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_PLACES = ("云溪县", "临江市", "青禾区", "松岭市", "望川县", "九曲区", "南屏县", "沙洲市", "白石镇", "安澜州")
_BUREAUS = ("水务局", "教育局", "农业农村局", "卫生健康局", "民政局", "住房和城乡建设局", "市场监督管理局", "文化和旅游局",
            "人民医院", "第一中学", "城市投资集团有限公司", "供销合作社联合社")  # fmt: skip
_TOPICS = (
    "理论学习不够深入", "固定资产管理不规范", "项目档案不完整", "选人用人程序不严", "公务用车管理有漏洞", "巡察整改落实不到位",
    "基层党组织建设薄弱", "服务群众不够主动", "采购合同审查不严", "往来款项长期挂账", "安全责任压得不实", "津补贴发放不规范",
)  # fmt: skip
_DEEDS = (
    "修订《{thing}管理办法》，经{year}年{month}月{day}日党组会议审议后印发执行。",
    "召开专题会议{n}次，发现的{n}个问题已全部办结。",
    "清退多发补贴{n}.{m}万元，收回闲置资金{k}万元。",
    "约谈相关责任人{m}人，批评教育{n}人次。",
    "组织{n}名干部开展自查，整改率达{n}.5%。",
    "盘点设备{k}台，补办手续{n}份，建立台账并按季度核对。",
    "拟于{year}年底前完成{thing}系统升级。",
)
_THINGS = ("档案", "资产", "合同", "车辆", "值班", "采购", "食堂", "信访")
_NUMERALS = "一二三四五六七八九十"
FORMATS = ("txt", "txt", "gb", "html", "html")


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the crawl: a file name, its bytes, and the address it came from."""

    name: str
    content: bytes
    url: str


def notice(n: int, seed: int = 0, issues: int | None = None, deeds: Iterator[str] | None = None) -> str:
    """The text of the invented notice number `n`: about 900 characters, more with more `issues`.

    Each measure is two of the stock deeds, or the next of `deeds`.
    """
    rng = random.Random(f"{seed}/{n}")
    place, bureau = rng.choice(_PLACES), rng.choice(_BUREAUS)
    organ, year = f"中共{place}{bureau}党组", rng.randint(2015, 2025)
    lines = [
        f"{organ}关于巡察整改进展情况的通报",
        f"{year - 1}年{rng.randint(3, 5)}月{rng.randint(1, 28)}日至{rng.randint(6, 7)}月{rng.randint(1, 28)}日，县委第{_NUMERALS[n % 9]}"
        f"巡察组对{place}{bureau}开展了巡察，{year - 1}年8月{rng.randint(1, 28)}日反馈了意见。现将整改进展情况予以公布。",
        "一、整改工作组织情况",
        f"（一）提高站位。{next(deeds) if deeds else _deed(rng, year)}",
        "二、反馈问题整改落实情况",
    ]
    for number in range(1, (issues or rng.randint(2, 6)) + 1):
        lines.append(f"（{_NUMERALS[(number - 1) % 10]}）关于“{rng.choice(_TOPICS)}”问题的整改情况")
        items = rng.randint(1, 3)
        lines += [
            f"{item}.{next(deeds) if deeds else _deed(rng, year) + _deed(rng, year)}" for item in range(1, items + 1)
        ]
    lines += [
        "三、下一步工作安排",
        "继续抓好长期整改任务，防止问题反弹。",
        f"联系电话：0999-{rng.randint(1000000, 9999999)}；电子邮箱：jd{rng.randint(10, 99)}@example.cn。",
        organ,
        f"{year}年{rng.randint(1, 6)}月{rng.randint(1, 28)}日",
    ]
    return "\n".join(lines) + "\n"


def _deed(rng: random.Random, year: int) -> str:
    return rng.choice(_DEEDS).format(
        thing=rng.choice(_THINGS), year=year, month=rng.randint(1, 12), day=rng.randint(1, 28), n=rng.randint(2, 60),
        m=rng.randint(1, 9), k=rng.randint(10, 300),
    )  # fmt: skip


def page(n: int, seed: int = 0) -> Page:
    """The invented notice number `n` as a file; its format follows from `n`."""
    text, form = notice(n, seed), FORMATS[n % len(FORMATS)]
    url = f"https://example.cn/xxgk/{n:06}.html"
    if form == "html":
        head, *body = text.rstrip("\n").split("\n")
        paragraphs = "\n".join(f"<p>{html.escape(line)}</p>" for line in body)
        content = (
            f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>{head}</title></head><body>'
            f'<div class="nav"><a href="/">首页</a></div><h1>{head}</h1><div id="zoom">{paragraphs}</div></body></html>'
        ).encode()
        return Page(f"{n:06}.html", content, url)
    return Page(f"{n:06}.txt", text.encode("gb18030" if form == "gb" else "utf-8"), url)


def pages(size: int, seed: int = 0) -> Iterator[Page]:
    """`size` pages, all different."""
    return (page(n, seed) for n in range(size))


def write(folder: Path, size: int, seed: int = 0) -> Path:
    """Write `size` pages into `folder`, a thousand to a sub-folder; returns `folder`."""
    for n, made in enumerate(pages(size, seed)):
        path = folder / f"{n // 1000:03}" / made.name
        if n % 1000 == 0:
            path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(made.content)
    return folder


def write_fuzz(folder: Path, each: int, seed: int = 0) -> Path:
    """Write a folder of trouble, `each` of every sort: truncated, binary, huge, empty, wrongly encoded."""
    rng = random.Random(seed)
    for n in range(each):
        good = page(n, seed)
        cut = good.content[: rng.randrange(1, len(good.content))]
        wrong = notice(n, seed).encode(rng.choice(("big5hkscs", "utf-16-le", "utf-8")), "replace")
        trouble = {
            f"truncated/{good.name}": cut,
            f"binary/{n:06}.{rng.choice(('html', 'txt', 'docx', 'pdf', 'doc'))}": rng.choice(
                (b"", b"%PDF-1.4\n", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\x89PNG\r\n\x1a\n")
            )
            + rng.randbytes(rng.randrange(1, 5000)),
            f"huge/{n:06}.txt": (notice(n, seed) * (300 if n % 20 == 0 else 30)).encode(),
            f"empty/{n:06}.html": b"",
            f"encodings/{n:06}.txt": wrong.decode("latin-1").encode("utf-8") if n % 3 == 0 else wrong,
        }
        for name, content in trouble.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
    return folder


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("folder", type=Path)
    options.add_argument("--size", type=int, default=1000)
    options.add_argument("--seed", type=int, default=0)
    options.add_argument("--fuzz", action="store_true", help="a folder of trouble, SIZE of each sort")
    asked = options.parse_args()
    (write_fuzz if asked.fuzz else write)(asked.folder, asked.size, asked.seed)
    print(f"{sum(len(files) for _, _, files in os.walk(asked.folder))} files in {asked.folder}")


if __name__ == "__main__":
    main()
