#!/usr/bin/env python3
"""Bad input: what it costs to read, and what is said of it.

    python3 benches/hostile.py FOLDER [--bin target/release/courant] [--only WORD] [--add] [--keep] [--linear]

Makes each file in FOLDER, runs `courant show FILE --json` on it (with --add: `courant add FILE`, into a library of its
own), prints a line a file: size, wall and processor time, peak of memory, articles, exit code, the first sentence said;
and removes the file again (--keep leaves it). A file breaks the bound where the peak is over the smaller of 6 × its size
and 512 MiB, and over 64 MiB; where the program ends by a signal or panics; or where what it cannot read whole is not said.
The exit code is 1 where a file breaks the bound. Needs 1.2 GB of disk and nothing but Python.

With --linear each file is made small, twice and four times as large instead, and the instructions that reading it takes are
counted by valgrind (--tool=callgrind): where twice the size takes over 2.3 times as many, it says NOT LINEAR.
"""
import argparse
import itertools
import os
import subprocess
import sys
import tempfile
import time
import zlib

MIB = 1 << 20
FLOOR, FACTOR, CEILING = 64 * MIB, 6, 512 * MIB
HEAD = b'<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0"><channel><title>Feed</title><link>http://e.example/</link>\n'
TAIL = b"</channel></rss>\n"
ENTRY = b"<item><title>One</title><guid>a</guid><description>%s</description></item>\n"
LINEAR = 2.3
PROSE = b"The harbour opened in spring, and the ships that had waited for weeks came in one by one. "


def item(number, text):
    return (b"<item><title>Title %d</title><link>http://e.example/%d</link><guid>id-%d</guid>"
            b"<pubDate>Sun, 01 Nov 2026 10:%02d:%02d +0000</pubDate><description>%s</description></item>\n"
            % (number, number, number, number // 60 % 60, number % 60, text))


scale = 1.0  # how large the files are made


def scaled(count):
    return int(count * scale)


def filled(part, megabytes, begin=b"", end=b""):
    """`part` again and again between a beginning and an end, piece by piece."""
    yield begin
    chunk = part * max(1, (1 << 14) // len(part))
    for _ in range(scaled(megabytes * MIB) // len(chunk)):
        yield chunk
    yield end


def items(count, text):
    """Entries with a headline, an address, an id and a date."""
    return (item(number, text % number if b"%d" in text else text) for number in range(scaled(count)))


def in_entry(part, megabytes, end=b""):
    """A feed of one entry whose text is `part` again and again."""
    begin, rest = ENTRY.split(b"%s")
    return filled(part, megabytes, HEAD + begin, end + rest + TAIL)


def bomb(megabytes):
    squeeze = zlib.compressobj(9, zlib.DEFLATED, 31)
    for _ in range(scaled(megabytes)):
        yield squeeze.compress(b"<p>" + b" " * (MIB - 3))
    yield squeeze.flush()


def feed(entries):
    yield HEAD
    yield from entries
    yield TAIL


def entry_of(parts):
    """A feed of one entry."""
    return feed(itertools.chain([b"<item><guid>1</guid>"], parts, [b"</item>"]))


def counted(part, count):
    """`part` with each number in it."""
    return (part % number for number in range(scaled(count)))


def laughs():
    names = b"".join(b'<!ENTITY l%d "%s">' % (n, b"&l%d;" % (n - 1) * 10) for n in range(1, 10))
    yield b'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY l0 "ha">' + names + b"]><rss><channel>" + ENTRY % b"&l9;" + TAIL


def quadratic(megabytes):
    declared = b'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "' + b"A" * 100_000 + b'">]><rss><channel>'
    begin, rest = ENTRY.split(b"%s")
    return filled(b"&a;", megabytes, declared + begin, rest + TAIL)


def json_feed(entries, cut):
    yield b'{"version": "https://jsonfeed.org/version/1.1", "title": "Feed", "items": ['
    for number in range(scaled(entries)):
        yield b'{"id": "%d", "title": "Title %d", "content_text": "%s"}, ' % (number, number, PROSE)
    yield b'{"id": "cut", "content_text": "It ends he' if cut else b"{}]}"


# name of the file, its parts, and whether something has to be said of it
CASES = [
    ("lt.html", lambda: filled(b"<", 1024), True),
    ("lt-30.html", lambda: filled(b"<", 30), True),
    ("bomb.html", lambda: bomb(1024), True),
    ("no-article.html", lambda: [b"<!doctype html><title>Shop</title><script>1</script><img src=a.png>"], True),
    ("laughs.xml", laughs, False),
    ("quadratic.xml", lambda: quadratic(10), False),
    ("feed-100.xml", lambda: feed(items(5_000, PROSE * 222)), False),
    ("one-entry-50.xml", lambda: in_entry(b"&lt;p&gt;" + PROSE * 10 + b"&lt;/p&gt;\n", 50), False),
    ("entries-200000.xml", lambda: feed(items(200_000, b"short %d")), False),
    ("bad-utf8.xml", lambda: feed(items(20_000, b"d\xc3\xa9j\xc3\xa0 \xff \xed\xa0\x80 end")), True),
    ("cut.json", lambda: json_feed(50_000, True), True),
    ("cut.xml", lambda: itertools.chain([HEAD], items(50_000, PROSE), [b"<item><title>It ends he"]), True),
    ("amp.xml", lambda: in_entry(b"&", 50), False),
    ("amp-amp.xml", lambda: in_entry(b"&amp;", 50), False),
    ("text-50.xml", lambda: in_entry(b"word ", 50), False),
    ("one-word-50.xml", lambda: in_entry(b"a", 50), False),
    ("blanks-50.xml", lambda: in_entry(b"\n", 50, b"x"), False),
    ("guid.xml", lambda: filled(b"<guid>", 60, HEAD + b"<item>"), True),
    ("title.xml", lambda: filled(b"<title>", 60, HEAD + b"<item>"), True),
    ("link.xml", lambda: filled(b"<link>", 60, HEAD), True),
    ("author.xml", lambda: filled(b"<author>a</author>", 60, HEAD + b"<item><guid>1</guid>", b"</item>" + TAIL), False),
    ("authors.xml", lambda: entry_of(counted(b"<author>a%d</author>", 2_000_000)), True),
    ("enclosures.xml", lambda: entry_of(counted(b"<enclosure url='http://e.example/%d'/>", 1_000_000)), True),
    ("item.xml", lambda: filled(b"<item>", 60, HEAD), True),
    ("item-guid.xml", lambda: filled(b"<item><guid>1</guid></item>", 40, HEAD, TAIL), False),
    ("cdata.xml", lambda: filled(b"<![CDATA[", 60, HEAD + b"<item><title>"), True),
    ("cdata-closed.xml", lambda: in_entry(b"<![CDATA[]]>", 50, b"x"), False),
    ("deep.xml", lambda: in_entry(b"<div>", 50), False),
    ("deep-escaped.xml", lambda: in_entry(b"&lt;div&gt;", 50, b"deep"), False),
    ("deep-group.xml", lambda: filled(b"<group>", 50, HEAD + b"<item>"), True),
    ("lt-entry.xml", lambda: in_entry(b"&lt;", 50), False),
    ("attributes.xml", lambda: filled(b"a='1' ", 60, HEAD + b"<item><title>T</title><link ", b"/></item>" + TAIL), False),
    ("xmlns.xml", lambda: entry_of(itertools.chain([b"<title "], counted(b"xmlns:p%d='http://purl.org/dc/elements/1.1/' ", 500_000), [b">T</title>"])), False),
    ("attribute.xml", lambda: filled(b"a", 60, HEAD + b"<item><title>T</title><link href='", b"'/></item>" + TAIL), False),
    ("quotes.xml", lambda: filled(b"=\"", 60, HEAD + b"<item><title "), True),
    ("comments.xml", lambda: filled(b"<!-- -->", 50, HEAD, TAIL), True),
    ("comment-open.xml", lambda: filled(b"<!--", 50, HEAD, TAIL), True),
    ("doctype.xml", lambda: filled(b"]", 50, b"<!DOCTYPE rss ["), True),
    ("entities.xml", lambda: filled(b'<!ENTITY a "b">', 50, b"<!DOCTYPE rss [", b"]>" + HEAD + ENTRY % b"x" + TAIL), False),
    ("declarations.xml", lambda: filled(b"<!a", 50, HEAD), True),
    ("processing.xml", lambda: filled(b"<?a", 50, HEAD), True),
    ("closes.xml", lambda: filled(b"</x>", 50, HEAD + b"<item>", b"</item>" + TAIL), False),
    ("packed-links.xml", lambda: in_entry(b"<a>x</a>", 50), True),
    ("unknown-tags.xml", lambda: in_entry(b"&lt;x1&gt;", 50, b"x"), False),
    ("semicolons.xml", lambda: filled(b"a;", 30, HEAD + b"<item><title>T</title><author>", b"</author></item>" + TAIL), False),
    ("heads.xml", lambda: itertools.chain([HEAD, b"<title>"], filled(b"a", 20), [b"</title>"], counted(b"<item><guid>%d</guid></item>", 700_000), [TAIL]), False),
    ("base.xml", lambda: itertools.chain([b"<rss xml:base='http://e.example/"], filled(b"a", 20), [b"'>"], counted(b"<item><link>%d</link></item>", 700_000), [TAIL]), False),
    ("id-50.xml", lambda: filled(b"a", 50, HEAD + b"<item><guid>", b"</guid><title>T</title></item>" + TAIL), False),
    ("title-50.xml", lambda: filled(b"a ", 50, HEAD + b"<item><title>", b"</title></item>" + TAIL), True),
    ("keywords-50.xml", lambda: filled(b"a,", 50, HEAD + b"<item><title>T</title><itunes:keywords>", b"</itunes:keywords></item>" + TAIL), True),
    ("date-50.xml", lambda: filled(b"1 Jan ", 50, HEAD + b"<item><title>T</title><pubDate>", b"</pubDate></item>" + TAIL), False),
    ("base64-50.xml", lambda: filled(b"PHA+SGk8L3A+", 50, b"<feed><entry><title>T</title><content mode='base64'>", b"</content></entry></feed>"), False),
    ("blank-cdata.xml", lambda: itertools.chain([HEAD, b"<item><title>"], filled(b" ", 20), [b"x"], filled(b"<![CDATA[]]>", 20), [b"</title></item>", TAIL]), False),
    ("tag-names.xml", lambda: itertools.chain([HEAD, b"<item><description>"], counted(b"&lt;x%d>", 3_000_000), [b"</description></item>", TAIL]), False),
    ("json-items.json", lambda: filled(b"{},", 30, b'{"items": [', b"{}]}"), True),
    ("json-deep.json", lambda: filled(b"[", 50, b'{"items": ['), True),
    ("json-string.json", lambda: filled(b"a", 50, b'{"items": [{"id": "1", "content_text": "', b'"}]}'), False),
    ("json-keys.json", lambda: feed_keys(500_000), False),
    ("json-head.json", lambda: filled(b'"x",', 50, b'{"items": [], "x": [', b"1]}"), True),
]


def feed_keys(count):
    yield b'{"items": [{'
    for number in range(scaled(count)):
        yield b'"k%d": %d, ' % (number, number)
    yield b'"id": "1", "title": "T"}]}'


def run(command):
    """What it printed (count of lines), the first sentence said, its exit code, seconds of wall and processor, peak."""
    with tempfile.TemporaryFile() as said:
        began = time.monotonic()
        child = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=said)
        lines = 0
        while piece := child.stdout.read1(1 << 16):
            lines += piece.count(b"\n")
        _, status, usage = os.wait4(child.pid, 0)
        wall = time.monotonic() - began
        said.seek(0)
        words = said.read(1 << 20).decode("utf-8", "replace").strip()
    code = os.waitstatus_to_exitcode(status)
    return lines, words, code, wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024


def measure(path, args, must_say):
    size = os.path.getsize(path)
    with tempfile.TemporaryDirectory(dir=args.folder) as data:
        form = ["add", path] if args.add else ["show", path, "--json"]
        lines, words, code, wall, cpu, peak = run([args.bin, "--data-dir", data, *form])
    broken = []
    if peak > max(FLOOR, min(FACTOR * size, CEILING)):
        broken.append("MEMORY")
    if code not in (0, 1, 3) or "panicked" in words:
        broken.append("CRASH")
    if must_say and not words:
        broken.append("SILENT")
    sentence = words.split("\n")[0].replace(path, os.path.basename(path))[:110]
    print("%-20s %8.1f MB %7.2f s wall %7.2f s cpu %5.0f MB peak %6d lines  exit %d  %s %s" % (
        os.path.basename(path), size / 1e6, wall, cpu, peak / 1e6, lines, code, " ".join(broken), sentence), flush=True)
    return bool(broken)


def instructions(path, args):
    with tempfile.TemporaryDirectory(dir=args.folder) as data:
        out = os.path.join(data, "callgrind")
        tool = ["valgrind", "--tool=callgrind", "--callgrind-out-file=" + out]
        _, words, *_ = run([*tool, args.bin, "--data-dir", data, "show", path, "--json"])
    return int(words.rsplit("Collected : ", 1)[1].split()[0])


def linear(name, parts, args):
    global scale
    counts = []
    for scale in (0.01, 0.02, 0.04):
        path = os.path.join(args.folder, name)
        with open(path, "wb") as file:
            file.writelines(parts())
        counts.append(instructions(path, args))
        os.remove(path)
    # what every start costs grows with nothing
    steps = [more / less for less, more in zip(counts, counts[1:])]
    broken = max(steps) > LINEAR
    print("%-20s %8.1f M instructions, x %.2f, x %.2f  %s" % (
        name, counts[-1] / 1e6, *steps, "NOT LINEAR" if broken else ""), flush=True)
    return broken


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder")
    parser.add_argument("--bin", default="target/release/courant")
    parser.add_argument("--only", help="only files with this word in their name")
    parser.add_argument("--add", action="store_true", help="add them to a library instead of showing them")
    parser.add_argument("--linear", action="store_true", help="count instructions at three sizes")
    parser.add_argument("--keep", action="store_true", help="leave the files")
    args = parser.parse_args()
    os.makedirs(args.folder, exist_ok=True)
    broken = 0
    for name, parts, must_say in CASES:
        if args.only and args.only not in name:
            continue
        if args.linear:
            broken += linear(name, parts, args)
            continue
        path = os.path.join(args.folder, name)
        with open(path, "wb") as file:
            file.writelines(parts())
        broken += measure(path, args, must_say)
        if not args.keep:
            os.remove(path)
    print("%d of them break the bound" % broken)
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
