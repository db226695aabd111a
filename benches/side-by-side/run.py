#!/usr/bin/env python3
"""Runs Courant and newsboat alternately on the same generated articles and prints the ratios. See ../README.md."""
import argparse
import html
import json
import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from email.utils import parsedate_to_datetime
from pathlib import Path

HERE = Path(__file__).resolve().parent
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
AUTHOR = "{http://purl.org/dc/elements/1.1/}creator"


def plain(markup):
    """The text of a page, its blocks set apart by empty lines."""
    text = re.sub(r"</(p|li|h\d|blockquote|div)>", "\n\n", markup)
    text = html.unescape(re.sub(r"<[^>]+>", "", text))
    return re.sub(r"\n\s*\n+", "\n\n", text).strip()


def articles(feed):
    """The items of a feed as lines of .jsonl."""
    site = None
    for _, node in ET.iterparse(feed):
        if node.tag == "title" and site is None:
            site = node.text
        if node.tag != "item":
            continue
        item = {"title": node.findtext("title"), "url": node.findtext("link"), "site": site}
        item["authors"] = [name.text for name in node.findall(AUTHOR)]
        item["categories"] = [name.text for name in node.findall("category")]
        item["published"] = parsedate_to_datetime(node.findtext("pubDate")).isoformat()
        item["body"] = plain(node.findtext(CONTENT))
        yield json.dumps(item, ensure_ascii=False) + "\n"
        node.clear()


def prepare(work, tools, binary, count):
    """Corpus, Courant's library and newsboat's cache, as far as they are not there yet."""
    corpus, news, data, boat = (work / name for name in ("corpus", "news.jsonl", "library", "newsboat"))
    if not (corpus / "corpus.json").exists():
        make = [sys.executable, tools / "make_corpus.py", "--out", corpus, "--articles", str(count)]
        subprocess.run([*make, "--feeds", "10", "--seed", "7", "--formats", "rss"], check=True)
    feeds = sorted((corpus / "rss").glob("*.xml"))
    if not data.exists():
        with open(news, "w") as out:
            for feed in feeds:
                out.writelines(articles(feed))
        subprocess.run([binary, "--data-dir", data, "add", news], check=True)
    if not boat.exists():
        boat.mkdir()
        (boat / "urls").write_text("".join(f"{feed.as_uri()}\n" for feed in feeds))
        (boat / "config").write_text("max-items 0\nauto-reload no\n")
        reload = ["newsboat", "-u", boat / "urls", "-c", boat / "cache.db", "-C", boat / "config", "-x", "reload"]
        subprocess.run(reload, check=True, stdout=subprocess.DEVNULL)
    return json.loads((corpus / "corpus.json").read_text())["per_feed"][0], data, boat


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("work", type=Path)
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--bin", type=Path, default=HERE.parents[1] / "target/release/courant")
    args = parser.parse_args()
    tools = Path(os.environ.get("COURANT_TOOLS") or sys.exit("set COURANT_TOOLS, see benches/README.md")) / "bench"
    work, binary = (args.work / str(args.articles)).resolve(), args.bin.resolve()
    (work / "home").mkdir(parents=True, exist_ok=True)
    feed, data, boat = prepare(work, tools, binary, args.articles)
    ours = {"bin": binary, "data": data, "dir": work / "home"}
    theirs = {"dir": boat, "feed": feed["name"], "first": " ".join(feed["first_title"].split()[:3])}
    # both scenarios are given all variables, and each has its own `dir`
    scenarios = []
    for name, known in (("courant", ours), ("newsboat", theirs)):
        text = (HERE / f"{name}.toml").read_text()
        for variable, value in known.items():
            text = text.replace("${%s}" % variable, str(value))
        scenarios.append(work / f"{name}.toml")
        scenarios[-1].write_text(text)
    bench = [sys.executable, tools / "ptybench.py"]
    subprocess.run([*bench, "compare", *scenarios, "--rounds", str(args.rounds)], check=True)
    subprocess.run([*bench, "run", scenarios[0]], check=True)


if __name__ == "__main__":
    main()
