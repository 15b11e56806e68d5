#!/usr/bin/env python3
"""Several reviews are open on one database, with delays before the calls of the system, while its files are deleted again
and again: what was answered as kept last must be what the database has at the end.

    reviews.py EMEND [SECONDS] [SEED]
"""
import http.client
import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse

from writers import build_delays

SERVERS = 3
LINES = 12
LINE = "He sugge sted it. The SINSITIVE paper was read.\n"
DATABASE = [".emend/review.sqlite" + part for part in ("", "-wal", "-shm")]


class Reviewer(threading.Thread):
    """One editor with a server of their own, who accepts, rejects and takes back; each suggestion has one editor."""

    def __init__(self, emend, folder, library, seed, index):
        super().__init__()
        self.folder, self.random, self.index = folder, random.Random(seed), index
        self.said = {}  # by suggestion, what the database may have: one verdict, two after an answer that was an error
        self.stop = threading.Event()
        self.errors = open(os.path.join(folder, f"errors-{index}"), "w+")
        self.process = subprocess.Popen(
            [emend, "review", "--no-open", "--editor", f"Reader {index}", "a.txt"], cwd=folder, stdin=subprocess.DEVNULL,
            env={**os.environ, "LD_PRELOAD": library, "XDG_CONFIG_HOME": "/nonexistent", "HOME": folder}, stdout=subprocess.PIPE,
            stderr=self.errors, text=True)
        address = urllib.parse.urlsplit(self.process.stdout.readline().strip())
        self.port, self.token = address.port, address.query.split("=")[-1] or address.path.rsplit("/", 1)[-1]
        while 'class="progress"' in self.send("GET", "/")[1] or not self.numbers():
            time.sleep(0.02)

    def send(self, method, path, form=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        headers = {"X-Emend-Token": self.token, "Accept": "application/json" if form else "text/html"}
        if form:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection.request(method, path, urllib.parse.urlencode(form) if form else None, headers)
        answer = connection.getresponse()
        return answer.status, answer.read().decode()

    def numbers(self):
        return self.own(self.send("GET", "/record/1")[1])

    def own(self, page):
        found = {int(each) for each in re.findall(r'data-number="(\d+)"', page)}
        return sorted(each for each in found if each % SERVERS == self.index)

    def run(self):
        while not self.stop.is_set():
            status, page = self.send("GET", "/record/1")
            run = re.search(r'data-run="([^"]*)"', page)
            if status != 200 or not run:
                continue
            number = self.random.choice(self.own(page))
            verdict = self.random.choice(["accept", "reject", "clear"])
            status, answer = self.send("POST", "/record/1/decide", {"run": run[1], "number": number, "verdict": verdict})
            if status == 200:
                self.said[number] = {verdict}
            else:
                self.said.setdefault(number, {"clear"}).add(verdict)
            time.sleep(self.random.random() * 0.05)


def exported(emend, folder):
    text = subprocess.run([emend, "review", "--export", "-"], cwd=folder, capture_output=True, text=True, check=True).stdout
    return [json.loads(line)["verdict"] for line in text.splitlines()[1:]]


def main():
    emend = os.path.abspath(sys.argv[1])
    seconds = float(sys.argv[2]) if len(sys.argv) > 2 else 20
    seed = int(sys.argv[3]) if len(sys.argv) > 3 else int(time.time())
    place = tempfile.mkdtemp(prefix="reviews-")
    library = build_delays(place)
    chance, end, rounds, decided = random.Random(seed), time.time() + seconds, 0, 0
    while time.time() < end:
        folder = os.path.join(place, str(rounds))
        os.mkdir(folder)
        with open(os.path.join(folder, "a.txt"), "w") as file:
            file.write(LINE * LINES)
        reviewers = [Reviewer(emend, folder, library, seed + rounds * 31 + index, index) for index in range(SERVERS)]
        for each in reviewers:
            each.start()
        for _ in range(4):
            time.sleep(chance.random() * 0.8)
            if chance.random() < 0.3:
                shutil.rmtree(os.path.join(folder, ".emend"), ignore_errors=True)
                continue
            for name in DATABASE:
                if os.path.exists(os.path.join(folder, name)):
                    os.unlink(os.path.join(folder, name))
        time.sleep(0.5)
        for each in reviewers:
            each.stop.set()
        for each in reviewers:
            each.join()
        said = {number: verdicts for each in reviewers for number, verdicts in each.said.items()}
        pages = {each.index: each.send("GET", "/record/1")[1] for each in reviewers}
        for each in reviewers:
            each.process.send_signal(signal.SIGINT)
        codes = [each.process.wait() for each in reviewers]
        found = [dict(re.findall(r'data-number="(\d+)" data-state="(\w+)"', page)) for page in pages.values()]
        have = exported(emend, folder)
        words = {"accept": "accepted", "reject": "rejected", "clear": "open"}
        wrong = [
            f"suggestion {number}: was answered as {sorted(verdicts)}, a page shows {states.get(str(number))}"
            for number, verdicts in said.items() for states in found
            if states and states.get(str(number)) not in {words[each] for each in verdicts}]
        counts = [sum(state == name for state in found[0].values()) for name in ("accepted", "rejected")]
        stored = [have.count(name) for name in ("accepted", "rejected")]
        if stored != counts:
            wrong.append(f"the database has {stored} accepted and rejected, the page {counts}")
        left = sorted(name for name in os.listdir(os.path.join(folder, ".emend")) if re.search(r"kept-\d+$|lock$", name))
        if left:
            wrong.append(f"left behind: {left}")
        if any(codes):
            wrong.append(f"the servers ended with {codes}")
        rounds, decided = rounds + 1, decided + len(said)
        if wrong:
            print("\n".join(wrong))
            for each in reviewers:
                each.errors.seek(0)
                print(f"server {each.index} said:\n{each.errors.read()}")
            sys.exit(f"seed {seed}, round {rounds}; the folder is {folder}")
    shutil.rmtree(place)
    print(f"seed {seed}: {rounds} rounds, {decided} suggestions decided by {SERVERS} reviews, each as it was answered last")


if __name__ == "__main__":
    main()
