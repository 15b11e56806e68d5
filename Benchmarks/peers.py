#!/usr/bin/env python3
"""Measures emend and its peers side by side: peers.py EMEND FOLDER

FOLDER has the texts of texts.py and the peers in venv/. The tables go to Benchmarks/RESULTS.md and into docs/manual/speed.md, too.
"""
import os
import re
import shutil
import statistics
import subprocess
import sys
import time

EMEND, FOLDER = os.path.abspath(sys.argv[1]), sys.argv[2]
MB = 1_000_000
ROUNDS = 3
PAGE = "docs/manual/speed.md"


class Sample:
    """One run of a program: seconds of processor time and of the clock, and the most memory that it held, in MB."""

    def __init__(self, command):
        start = time.monotonic()
        child = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        _, status, usage = os.wait4(child.pid, 0)
        self.wall = time.monotonic() - start
        self.code = child.returncode = os.waitstatus_to_exitcode(status)
        self.cpu = usage.ru_utime + usage.ru_stime
        self.memory = usage.ru_maxrss * 1024 / MB


class Row:
    """A program on a text, in a group that the first row of it is compared with."""

    def __init__(self, group, tool, what, command, text, codes=(0,), rounds=ROUNDS):
        self.group, self.tool, self.what, self.command, self.codes, self.rounds = group, tool, what, command, codes, rounds
        self.megabytes = size(text) / MB
        self.samples = []

    def run(self):
        sample = Sample(self.command)
        if sample.code not in self.codes:
            sys.exit(f"exit code {sample.code}: {' '.join(self.command)}")
        self.samples.append(sample)

    def median(self, of):
        return statistics.median(getattr(sample, of) for sample in self.samples)

    @property
    def speed(self):
        return self.megabytes / self.median("cpu")


def size(path):
    return sum(entry.stat().st_size for entry in os.scandir(path)) if os.path.isdir(path) else os.path.getsize(path)


def table(head, rows):
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    return "\n".join(lines + ["| " + " | ".join(row) + " |" for row in rows])


def first_byte(command, file):
    """Milliseconds until a program writes something; the median of five runs."""
    times = []
    for _ in range(5):
        start = time.monotonic()
        with subprocess.Popen(command + [file], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as child:
            child.stdout.read(1)
            times.append((time.monotonic() - start) * 1000)
    return statistics.median(times)


def figure(number):
    return f"{number:.0f}" if number >= 20 else f"{number:.1f}" if number >= 1 else f"{number:.2f}"


def main():
    # One core for every program, emend or peer; what it could do with more is not compared.
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    clean = [EMEND, "clean", "-q", "--isolated"]
    if "--jobs" in subprocess.run([EMEND, "clean", "--help"], capture_output=True, text=True).stdout:
        clean += ["--jobs", "1"]
    peer = lambda name: f"{FOLDER}/venv/bin/{name}"
    text = lambda name: f"{FOLDER}/texts/{name}"
    files, joined, prose = text("records"), text("records.txt"), text("prose")
    rows = [
        Row("all", "emend", "cleans: all stages", clean + [files], files),
        Row("all", "typos", "finds known misspellings, changes nothing",
            [peer("typos"), "--isolated", "--no-ignore", "--hidden", "--threads", "1", "--format", "brief", files], files, (0, 2)),
        Row("all", "codespell", "finds known misspellings, changes nothing", [peer("codespell"), "--check-hidden", files], files, (0, 65)),
        Row("all", "symspellpy", "looks up each word, up to two edits away; on 10 MB, once",
            [peer("python"), "Benchmarks/symspell.py", text("10MB.txt")], text("10MB.txt"), rounds=1),
        Row("most", "emend --skip corrector", "cleans: all but the statistical corrector", clean + ["--skip", "corrector", files], files),
        Row("unicode", "emend --only unicode", "NFC, compatibility forms, invisibles, mojibake", clean + ["--only", "unicode", joined], joined),
        Row("unicode", "ftfy", "NFC, mojibake, and more of that", [peer("ftfy"), joined], joined),
        Row("prose", "emend", "cleans: all stages, on clean prose", clean + [prose], prose),
    ]
    if shutil.which("uconv"):
        rows.insert(6, Row("unicode", "uconv -x any-nfc", "NFC", ["uconv", "-x", "any-nfc", joined], joined))
    sizes = [f"{number}MB.txt" for number in (1, 10, 100, 1000) if os.path.exists(text(f"{number}MB.txt"))]
    linear = [Row("linear", name, "", clean + [text(name)], text(name)) for name in sizes]
    whole = Row("memory", "emend", "", clean + [joined], joined)
    # In turns, so that a machine that slows down slows all of them.
    for turn in range(ROUNDS):
        for row in rows + linear + [whole]:
            if turn < (1 if row.megabytes > 50 else row.rounds):
                row.run()
                print(f"{row.group:8} {row.tool:24} {row.samples[-1].cpu:8.2f} s", file=sys.stderr)

    firsts = {}
    for row in rows:
        firsts.setdefault(row.group, row)
    peers = table(
        ["tool", "what it does", "MB/s", "emend is … times as fast", "seconds", "memory, MB"],
        [[row.tool, row.what, figure(row.speed), "" if firsts[row.group] is row else figure(firsts[row.group].speed / row.speed),
          figure(row.median("wall")), figure(row.median("memory"))] for row in rows])
    starts = [first_byte(clean, entry.path) for entry in os.scandir(text("4KB"))]
    start = statistics.median(starts)
    bound, steady = 64 + 4 * whole.megabytes, linear[-1].speed / linear[1].speed
    speeds = {row.group: row.speed for row in rows if firsts[row.group] is row}
    goals = [
        ("all stages but the corrector, records", "60 MB/s or more", f"{figure(speeds['most'])} MB/s", speeds["most"] >= 60),
        ("all stages, records", "12 MB/s or more", f"{figure(speeds['all'])} MB/s", speeds["all"] >= 12),
        ("all stages, clean prose", "60 MB/s or more", f"{figure(speeds['prose'])} MB/s", speeds["prose"] >= 60),
        ("one file of " + ", ".join(name[:-6] for name in sizes) + " MB", "the same MB/s from 10 MB on, within 20 %",
         ", ".join(figure(row.speed) for row in linear) + " MB/s", steady >= 0.8),
        (f"memory, one file of {figure(whole.megabytes)} MB", f"less than {figure(bound)} MB", f"{figure(whole.median('memory'))} MB",
         whole.median("memory") < bound),
        (f"a record of 4 KB: start to first byte, median of {len(starts)} records", "less than 15 ms",
         f"{figure(start)} ms; slowest {figure(max(starts))} ms", start < 15),
    ]
    targets = table(["", "aim", "measured", "reached"], [[*goal[:3], "yes" if goal[3] else "no"] for goal in goals])
    model = re.search(r"model name\s*: (.*)", open("/proc/cpuinfo").read())
    about = "\n".join("- " + line.strip() for line in open(text("about.txt")))
    facts = f"- machine: {model[1] if model else os.uname().machine}, {os.cpu_count()} cores, of which one is used"
    block = f"{peers}\n\n{targets}\n"
    write("Benchmarks/RESULTS.md", f"# Results of `make bench`\n\n{about}\n{facts}\n\n{block}")
    page = open(PAGE).read()
    write(PAGE, re.sub(r"(<!-- make bench -->\n).*?(<!-- end -->)", lambda found: found[1] + block + found[2], page, flags=re.S))
    print(block)


def write(path, content):
    with open(path, "w") as file:
        file.write(content)


main()
