#!/usr/bin/env python3
"""Fails where the cost of a hostile text grows faster than its length: instructions of each stage, report and evaluation, and memory.

    scale.py EMEND_DEV                  all kinds of text, at a length and at twice that length
    scale.py EMEND_DEV KIND...          some kinds, each part with its figures

Instructions are counted by valgrind and so are the same on any machine; memory is the largest resident set of a process. README.md beside
this has the rest.
"""
import argparse
import concurrent.futures
import glob
import os
import re
import shutil
import subprocess
import sys
import tempfile

# Twice the text may cost so much more, and so many instructions besides: tables are made once, and some grow with the text.
GROWTH = 2.5
SLACK = 1_000_000
BYTES = 12_288
# Some stages look around a word, some pages far and no further: such a window grows with a short text, and is full in a longer
# one. So what grows too fast is measured once more in texts so many times as long, and that counts.
LONGER = 4
LONGER_EVALUATION = 2
# Evaluation looks at the whole matrix of shorter texts, and must: only beyond has its time to grow as the text does.
EVALUATE_BYTES = 40_000
# Memory: the length of the text, and the most bytes that each further byte of it may take.
MEMORY_BYTES = 500_000
MOST_BYTES = 128
JOBS = 2
# What is no stage.
OTHERS = {"json", "html", "tei", "diff", "csv", "evaluate"}


def count(program, name, number, kinds, extra):
    """Instructions by (kind, part), those of the text and of the text of twice its length."""
    counts = os.path.join(os.path.dirname(program), f"{name}{number}.counts")
    command = ["valgrind", "--tool=callgrind", "--callgrind-out-file=" + counts, "--dump-before=*markPart*", program, "scale", *kinds,
               "--part", f"{number}/{JOBS}", *extra]
    result = subprocess.run(command, env={**os.environ, "SWIFT_DETERMINISTIC_HASHING": "1"}, capture_output=True, text=True)
    if result.returncode != 0:
        sys.exit(f"{' '.join(command)}: exit {result.returncode}\n{result.stderr[-2000:]}")
    marks = [line.split("\t") for line in result.stdout.splitlines()]
    # Each dump has what ran since the call before, the first what ran before any, and the last what ran behind all.
    dumps = sorted(glob.glob(counts + ".*"), key=lambda path: int(path.rsplit(".")[-1]))[1:] + [counts]
    if len(dumps) != len(marks):
        sys.exit(f"{len(marks)} marks, but {len(dumps)} dumps; see Sources/emend-dev/ScaleCommand.swift")
    found = {}
    for mark, dump in zip(marks, dumps):
        if mark[0]:
            kind, size, part = mark
            found.setdefault((kind, part), {})[int(size)] = total(dump)
    return {key: tuple(sizes[size] for size in sorted(sizes)) for key, sizes in found.items()}


def total(dump):
    with open(dump) as file:
        return int(re.search(r"^(?:totals|summary): (\d+)", file.read(), re.M)[1])


def counted(pool, program, name, runs):
    """What `count` finds of runs, each of kinds and options, in all their parts."""
    jobs = [(f"{name}{run}-", number, *runs[run]) for run in range(len(runs)) for number in range(JOBS)]
    costs = {key: cost for part in pool.map(lambda job: count(program, *job), jobs) for key, cost in part.items()}
    for kind in {kind for kind, _ in costs}:
        stages = [cost for (other, part), cost in costs.items() if other == kind and part not in OTHERS]
        if len(stages) > 1:
            costs[kind, "all"] = tuple(map(sum, zip(*stages)))
    return costs


def is_slow(once, twice):
    return twice > GROWTH * once + SLACK


def peak(program, kind, size):
    """Bytes of the largest resident set."""
    process = subprocess.Popen([program, "scale", kind, "--once", "--bytes", str(size)])
    _, status, usage = os.wait4(process.pid, 0)
    if os.waitstatus_to_exitcode(status) != 0:
        sys.exit(f"emend-dev scale {kind} --once --bytes {size} failed")
    return usage.ru_maxrss * 1024


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("program", help="emend-dev, as the tests build it")
    parser.add_argument("kinds", nargs="*")
    arguments = parser.parse_args()
    program = os.path.abspath(arguments.program)
    lines = subprocess.run([program, "scale", "--list", *arguments.kinds], capture_output=True, text=True, check=True).stdout.splitlines()
    kinds = {name: int(share) for name, share in (line.split("\t") for line in lines)}
    slow, large = [], []
    with concurrent.futures.ThreadPoolExecutor(JOBS) as pool, tempfile.TemporaryDirectory() as folder:
        if shutil.which("valgrind"):
            # valgrind stops at debug information that is newer than itself; the names of the functions stay.
            stripped = os.path.join(folder, "emend-dev")
            subprocess.run(["strip", "--strip-debug", "-o", stripped, program], check=True)
            runs = [(arguments.kinds, ["--bytes", str(BYTES)])]
            if not arguments.kinds:
                runs.append(([], ["--evaluate", "--bytes", str(EVALUATE_BYTES)]))
            costs = counted(pool, stripped, "once", runs)
            doubtful = [key for key, cost in costs.items() if is_slow(*cost)]
            runs = []
            for kind in sorted({kind for kind, part in doubtful if part != "evaluate"}):
                # Kinds that cost much have shorter texts.
                runs.append(([kind], ["--bytes", str(LONGER * min(kinds.get(kind, 1), LONGER) * BYTES)]))
            for kind in sorted({kind for kind, part in doubtful if part == "evaluate"}):
                runs.append(([kind], ["--evaluate", "--bytes", str(LONGER_EVALUATION * EVALUATE_BYTES)]))
            longer = counted(pool, stripped, "longer", runs)
            for (kind, part), cost in costs.items():
                once, twice = longer[kind, part] if (kind, part) in doubtful else cost
                line = f"{kind}: {part} takes {once:,} instructions, and {twice:,} for twice the text, {twice / once:.2f} times as many"
                if arguments.kinds or (kind, part) in doubtful:
                    print(line)
                if is_slow(once, twice):
                    slow.append(line)
        else:
            print("SKIPPED: instructions are not counted without valgrind, which is not there")
        peaks = pool.map(lambda job: peak(program, *job),
                         [(kind, size // share) for kind, share in kinds.items() for size in (MEMORY_BYTES, 2 * MEMORY_BYTES)])
        for (kind, share), once, twice in zip(kinds.items(), *[iter(peaks)] * 2):
            each = (twice - once) * share / MEMORY_BYTES
            line = f"{kind}: memory grows by {each:.1f} bytes with each byte of the text, to {twice // 1_000_000} MB"
            if arguments.kinds:
                print(line)
            if each > MOST_BYTES:
                large.append(line)
    if slow or large:
        sys.exit("\n  ".join([f"time or memory that grows faster than the text (more than {GROWTH} times, or {MOST_BYTES} bytes a byte):",
                              *slow, *large]))
    print(f"{len(kinds)} kinds of hostile text: no part of emend grows faster than the text")


main()
