#!/usr/bin/env python3
"""Counts the instructions of each stage under valgrind and compares them with Benchmarks/thresholds.tsv.

    instructions.py EMEND_DEV                        fails where a stage takes more than its threshold and the tolerance
    instructions.py EMEND_DEV --renew [--reason R]   lowers the thresholds to what is measured; raises them only with a reason

Instructions and not seconds: they are the same on a busy machine and on an idle one. README.md beside this has the rest.
"""
import argparse
import glob
import os
import re
import subprocess
import sys
import tempfile

TABLE = "Benchmarks/thresholds.tsv"
TEXTS = {
    "records": ["Fixtures/Scans/*.ocr.txt", "Fixtures/Documents/*/input.txt"],
    "prose": ["Fixtures/Scans/*.gt.txt"],
}
# How much more than its threshold a stage may take: a share of it, and a little for those that hardly take anything.
TOLERANCE = 0.05
SLACK = 0.5


def measure(program, kind, folder):
    """Instructions a byte of each stage, in order."""
    source, other = (os.path.join(folder, name + ".txt") for name in sorted(TEXTS, key=lambda name: name != kind))
    counts = os.path.join(folder, kind + ".counts")
    # Each dump has what was run since the one before: first all that is before the first stage, then each stage and what is
    # done with its edits.
    result = subprocess.run(
        ["valgrind", "--tool=callgrind", "--callgrind-out-file=" + counts, "--dump-before=*measuredEdits*", program, "stages",
         source, other],
        env={**os.environ, "SWIFT_DETERMINISTIC_HASHING": "1"}, capture_output=True, text=True)
    if result.returncode != 0:
        sys.exit(f"valgrind {program} stages {source}: exit {result.returncode}\n{result.stderr[-2000:]}")
    stages = result.stdout.split()
    dumps = sorted(glob.glob(counts + ".*"), key=lambda path: int(path.rsplit(".")[-1]))[1:] + [counts]
    if len(dumps) != len(stages):
        sys.exit("measuredEdits was not called as often as stages ran; see Sources/emend-dev/StagesCommand.swift")
    # The first round; a text that it changes is gone through again.
    counts = {}
    for stage, dump in zip(stages, dumps):
        counts.setdefault((stage, kind), total(dump) / os.path.getsize(source))
    return counts


def total(dump):
    with open(dump) as file:
        return int(re.search(r"^(?:totals|summary): (\d+)", file.read(), re.M)[1])


def read_table():
    with open(TABLE) as file:
        lines = file.read().splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return [line for line in lines if line.startswith("#")], {(row[0], row[1]): (float(row[2]), (row + [""])[3]) for row in rows}


def name(key):
    return f"{key[0]}, {key[1]}"


def is_slower(new, old):
    return new > old * (1 + TOLERANCE) + SLACK


def check(measured, thresholds):
    slower = []
    for key, new in measured.items():
        if key not in thresholds:
            slower.append(f"{name(key)}: has no threshold, takes {new:.1f} instructions a byte")
            continue
        old = thresholds[key][0]
        print(f"{name(key):25} {old:10.1f} {new:10.1f} instructions a byte")
        if is_slower(new, old):
            slower.append(f"{name(key)}: took {old:.1f} instructions a byte, takes {new:.1f}, {new / max(old, 0.1) - 1:+.0%}")
        elif new < old * (1 - TOLERANCE) - SLACK:
            print("  faster than its threshold; `make thresholds` lowers that")
    slower += [f"{name(key)}: has a threshold, but is no stage any more" for key in thresholds if key not in measured]
    if slower:
        sys.exit(f"{TABLE}: slower than the tolerance of {TOLERANCE:.0%}:\n  " + "\n  ".join(slower)
                 + "\nMake it faster, or raise the thresholds with: make thresholds REASON=\"why it is worth it\"")


def renew(measured, head, thresholds, reason):
    rows, left = [], []
    for key, new in measured.items():
        value, note = thresholds.get(key, (None, ""))
        new = round(new, 1)
        if value is None or new < value:
            value, note = new, ""
        elif is_slower(new, value) and reason:
            value, note = new, f"raised from {value}: {reason}"
        elif is_slower(new, value):
            left.append(f"{name(key)}: threshold {value}, measured {new}")
        rows.append("\t".join([*key, str(value)] + ([note] if note else [])))
    with open(TABLE, "w") as file:
        file.write("\n".join(head + rows) + "\n")
    if left:
        sys.exit("left as they are; make thresholds REASON=\"…\" raises them:\n  " + "\n  ".join(left))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("program", help="emend-dev, as the tests build it")
    parser.add_argument("--renew", action="store_true")
    parser.add_argument("--reason", default="")
    arguments = parser.parse_args()
    if re.search(r"[\t\r\n]", arguments.reason):
        sys.exit("--reason needs one line without tabs")
    arguments.program = os.path.abspath(arguments.program)
    os.chdir(os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
    head, thresholds = read_table()
    measured = {}
    with tempfile.TemporaryDirectory() as folder:
        # valgrind stops at debug information that is newer than itself; the names of the functions stay.
        program = os.path.join(folder, "emend-dev")
        subprocess.run(["strip", "--strip-debug", "-o", program, arguments.program], check=True)
        for kind, patterns in TEXTS.items():
            with open(os.path.join(folder, kind + ".txt"), "wb") as text:
                text.writelines(open(path, "rb").read() for pattern in patterns for path in sorted(glob.glob(pattern)))
        for kind in TEXTS:
            measured.update(measure(program, kind, folder))
    if arguments.renew:
        renew(measured, head, thresholds, arguments.reason)
    else:
        check(measured, thresholds)


main()
