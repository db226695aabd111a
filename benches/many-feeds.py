#!/usr/bin/env python3
"""Refreshes many feeds of a server on this computer, each from a loopback address of its own, in Courant and in
newsboat and newsraft, where they are installed.

    python3 benches/many-feeds.py [--bin PATH] [--feeds 500] [--entries 200] [--rounds 3] FOLDER

Prints for each program when all articles can be read and when it ended (Courant indexes in between), CPU time and peak
memory, the median of the rounds.
Libraries are made in FOLDER and thrown away.
"""
import argparse, itertools, os, random, shutil, socketserver, sqlite3, statistics, subprocess, sys, threading, time
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler
from pathlib import Path

# the words that are most frequent in English, and made-up ones
SMALL = ("the of and to in a is that for it was on are as with his they at be this from have or by one had not but what all "
         "were when we there can an your which their said if do will each about how up out them then she many some so").split()
SYLLABLES = [first + second for first in "bcdfghklmnprstvz" for second in ("a", "e", "i", "o", "u", "an", "er", "is")]
WORDS = SMALL + ["".join(random.Random(number).choices(SYLLABLES, k=2 + number % 3)) for number in range(50_000)]
# as in a language (Zipf): the word of rank n comes with 1/n, and nearly half of a text are small words
WEIGHTS = list(itertools.accumulate((2 if rank < len(SMALL) else 1) / (rank + 3) for rank in range(len(WORDS))))


def feed(number, entries):
    """A feed of made-up articles of 120 words; the same number gives the same feed."""
    chance = random.Random(number)
    def entry(at):
        words = chance.choices(WORDS, cum_weights=WEIGHTS, k=128)
        title = " ".join(words[:8]).capitalize()
        text = ". ".join(" ".join(words[start:start + 12]).capitalize() for start in range(8, 128, 12))
        # some two years of articles
        date = formatdate(1_792_000_000 - at * 310_000 - number * 600, usegmt=True)
        return (f"<item><title>{title}</title><guid>urn:{number}:{at}</guid><link>https://e.example/{number}/{at}"
                f"</link><pubDate>{date}</pubDate><description>&lt;p&gt;{text}.&lt;/p&gt;"
                f"</description></item>")
    return ("<?xml version='1.0' encoding='UTF-8'?><rss version='2.0'><channel>"
            f"<title>Feed {number}</title><link>https://e.example/</link><description>A feed</description>"
            + "".join(map(entry, range(entries))) + "</channel></rss>").encode()


class Answer(BaseHTTPRequestHandler):
    feeds = {}

    def do_GET(self):
        body = self.feeds[self.path]
        self.send_response(200)
        for name, value in [("Content-Type", "application/rss+xml"), ("ETag", '"1"'), ("Content-Length", str(len(body)))]:
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    request_queue_size = 128


def measured(command, ready=None, **more):
    """Seconds until everything can be read and until the end, seconds of CPU, MB, exit code."""
    begun = time.monotonic()
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **more)
    while ready and not ready() and os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None:
        time.sleep(0.05)
    read = time.monotonic() - begun if ready else None
    _, status, usage = os.wait4(child.pid, 0)
    wall = time.monotonic() - begun
    cpu = usage.ru_utime + usage.ru_stime
    return read or wall, wall, cpu, usage.ru_maxrss / 1024, os.waitstatus_to_exitcode(status)


def courant(binary, folder, urls):
    data = folder / "courant"
    shutil.rmtree(data, ignore_errors=True)
    opml = folder / "feeds.opml"
    lines = "".join(f"<outline text='{url}' xmlUrl='{url}'/>" for url in urls)
    opml.write_text(f"<opml version='2.0'><body>{lines}</body></opml>")
    base = [binary, "--data-dir", data]
    subprocess.run([*base, "import", opml], check=True, stdout=subprocess.DEVNULL)
    with sqlite3.connect(data / "library.db") as db:  # loopback addresses count only where the user typed them
        db.execute("INSERT OR REPLACE INTO poll (source, typed) SELECT id, 1 FROM source")
    db.close()
    db = sqlite3.connect(data / "library.db")
    wanted = sum(feed.count(b"<item>") for feed in Answer.feeds.values())
    result = measured(
        [*base, "refresh"], lambda: db.execute("SELECT sum(total) FROM counter").fetchone()[0] >= wanted)
    db.close()
    with sqlite3.connect(data / "library.db") as db:
        held = db.execute("SELECT count(*) FROM article").fetchone()[0]
    db.close()
    return *result, held


def newsboat(folder, urls):
    home = folder / "newsboat"
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir(parents=True)
    (home / "urls").write_text("\n".join(urls) + "\n")
    (home / "config").write_text("reload-threads 8\n")
    files = ["-u", home / "urls", "-c", home / "cache.db", "-C", home / "config"]
    result = measured(["newsboat", *files, "-x", "reload"], env={**os.environ, "HOME": str(home)})
    with sqlite3.connect(home / "cache.db") as db:
        held = db.execute("SELECT count(*) FROM rss_item").fetchone()[0]
    db.close()
    return *result, held


def newsraft(folder, urls):
    home = folder / "newsraft"
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir(parents=True)
    (home / "feeds").write_text("\n".join(urls) + "\n")
    (home / "config").write_text("")
    files = ["-f", home / "feeds", "-c", home / "config", "-d", home / "db.sqlite3"]
    result = measured(["newsraft", *files, "-e", "reload-all"], env={**os.environ, "HOME": str(home)})
    with sqlite3.connect(home / "db.sqlite3") as db:
        held = db.execute("SELECT count(*) FROM items").fetchone()[0]
    db.close()
    return *result, held


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("folder", type=Path)
    options.add_argument("--bin", default="target/release/courant")
    options.add_argument("--feeds", type=int, default=500)
    options.add_argument("--entries", type=int, default=200)
    options.add_argument("--rounds", type=int, default=3)
    options = options.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    Answer.feeds = {f"/{number}": feed(number, options.entries) for number in range(options.feeds)}
    server = Server(("0.0.0.0", 0), Answer)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    port = server.server_address[1]
    urls = [f"http://127.0.{number // 250 + 1}.{number % 250 + 1}:{port}/{number}" for number in range(options.feeds)]
    programs = {"courant": lambda: courant(os.path.abspath(options.bin), options.folder, urls)}
    for name, run in (("newsboat", newsboat), ("newsraft", newsraft)):
        if shutil.which(name):
            programs[name] = lambda run=run: run(options.folder, urls)
    rounds = {name: [] for name in programs}
    for _ in range(options.rounds):
        for name, run in programs.items():
            rounds[name].append(run())
    for name, results in rounds.items():
        read, wall, cpu, memory, code, held = (statistics.median(column) for column in zip(*results))
        print(f"{name:10} {read:7.1f} s to read  {wall:7.1f} s in all  {cpu:7.1f} s CPU  {memory:6.0f} MB  "
              f"{held:.0f} articles  exit {code:.0f}")


if __name__ == "__main__":
    sys.exit(main())
