#!/usr/bin/env python3
"""Refreshes many feeds of a server on this computer, each from a loopback address of its own, in Courant and in newsboat.

    python3 benches/many-feeds.py [--bin PATH] [--feeds 500] [--entries 200] [--rounds 3] FOLDER

Prints wall time, CPU time and peak memory of each program until its refresh has ended, the median of the rounds.
Libraries are made in FOLDER and thrown away.
"""
import argparse, os, shutil, socketserver, sqlite3, statistics, subprocess, sys, threading, time
from http.server import BaseHTTPRequestHandler
from pathlib import Path

WORDS = ("harbour ferry council court export rules orchard comet railway river engine market price study "
         "minister coast storm bridge school budget reactor museum island vaccine ceasefire drought").split()


def feed(number, entries):
    """A feed whose entries share words, but are all different."""
    def entry(at):
        words = [WORDS[(number * 7 + at * 3 + place * (at % 5 + 1)) % len(WORDS)] for place in range(120)]
        title = " ".join(words[:6]).capitalize()
        text = ". ".join(" ".join(words[start:start + 12]).capitalize() for start in range(0, 120, 12))
        day, hour = at % 27 + 1, at % 24
        return (f"<item><title>{title} {number}-{at}</title><guid>urn:{number}:{at}</guid><link>https://e.example/{number}/{at}"
                f"</link><pubDate>{day:02} Oct 2026 {hour:02}:00:00 GMT</pubDate><description>&lt;p&gt;{text}.&lt;/p&gt;"
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


def measured(command, **more):
    begun = time.monotonic()
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **more)
    _, status, usage = os.wait4(child.pid, 0)
    wall = time.monotonic() - begun
    return wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, os.waitstatus_to_exitcode(status)


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
    result = measured([*base, "refresh"])
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
    if shutil.which("newsboat"):
        programs["newsboat"] = lambda: newsboat(options.folder, urls)
    rounds = {name: [] for name in programs}
    for _ in range(options.rounds):
        for name, run in programs.items():
            rounds[name].append(run())
    for name, results in rounds.items():
        wall, cpu, memory, *_ = map(statistics.median, zip(*results))
        codes, held = {result[3] for result in results}, {result[4] for result in results}
        print(f"{name:10} {wall:7.1f} s wall  {cpu:7.1f} s CPU  {memory:6.0f} MB  articles {held}  exit {codes}")


if __name__ == "__main__":
    sys.exit(main())
