#!/usr/bin/env python3
"""Several runs of emend and an editor write to one folder at once, with delays before the calls of the system, some of the
runs in process namespaces of their own, some of them killed: every byte that anyone wrote must be found again.

    writers.py EMEND [SECONDS] [SEED]

What must hold at the end, for each record:
- each line that the editor wrote stands in the text, in what `emend undo` gives, or in a file that was set aside;
- a text that the ledger does not know is what the editor wrote last: emend never leaves a text without its way back;
- a record that the editor removed has not come back;
- no run ended by a signal of its own, and the next run leaves no draft.
"""
import glob
import hashlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time

RECORDS = 12
RUNNERS = 3
BODY = "Summery Record {0}\n\nTOD SECRET - SENSITIVE\n\nHe sugge sted it, and the govern-\nment agreed to paper {0}.\n"


def build_delays(folder):
    library = os.path.join(folder, "delays.so")
    source = os.path.join(os.path.dirname(os.path.abspath(__file__)), "delays.c")
    compiler = shutil.which("cc") or shutil.which("clang")
    subprocess.run([compiler, "-O1", "-shared", "-fPIC", "-o", library, source, "-ldl"], check=True)
    return library


def read(path):
    with open(path, "rb") as file:
        return file.read()


class Editor(threading.Thread):
    """One person who appends, saves and removes records, each act finished before the next."""

    def __init__(self, folder, aside, seed, end):
        super().__init__()
        self.folder, self.aside, self.random, self.end = folder, aside, random.Random(seed), end
        self.lines = {}  # by record, what must be found again
        self.last = {}  # by record, the line that was written last
        self.removed = set()
        self.count = 0

    def path(self, number):
        return os.path.join(self.folder, f"r{number}.txt")

    def line(self, number):
        self.count += 1
        line = f"Paper {number} was read again, remark {self.count}.\n".encode()
        self.lines.setdefault(number, []).append(line)
        self.last[number] = line
        return line

    def run(self):
        while time.time() < self.end:
            time.sleep(self.random.random() * 0.03)
            number = self.random.randrange(RECORDS)
            path = self.path(number)
            act = self.random.random()
            if not os.path.exists(path):
                if act < 0.3:
                    self.create(number, path)
            elif act < 0.45:
                with open(path, "ab", buffering=0) as file:
                    self.pause()
                    file.write(self.line(number))
                    self.pause()
            elif act < 0.6:
                self.save(number, path)
            elif act < 0.7:
                # In place, as some editors do: the file is short for a moment.
                with open(path, "r+b", buffering=0) as file:
                    text = file.read()
                    file.truncate(0)
                    file.seek(0)
                    self.pause()
                    file.write(text + self.line(number))
            elif act < 0.97:
                self.move_ledger(path)
            else:
                os.unlink(path)
                self.move_ledger(path)
                self.lines.pop(number, None)
                self.removed.add(number)

    def pause(self):
        if self.random.random() < 0.5:
            time.sleep(self.random.random() * 0.01)

    def create(self, number, path):
        self.removed.discard(number)
        with open(path, "xb") as file:
            file.write(BODY.format(number).encode() + self.line(number))

    def save(self, number, path):
        """Writes a new file and renames it; who appended meanwhile would be lost by this, but there is only one editor."""
        text = read(path)
        self.pause()
        draft = path + "~"
        with open(draft, "wb") as file:
            file.write(text + self.line(number))
        os.rename(draft, path)

    def move_ledger(self, path):
        """The ledger of a text that was edited is put away, so that the record can be cleaned again."""
        try:
            ledger = json.loads(read(path + ".emend.json"))
            if os.path.exists(path) and hashlib.sha256(read(path)).hexdigest() in hashes(ledger):
                return
            self.count += 1
            os.rename(path + ".emend.json", os.path.join(self.aside, f"{os.path.basename(path)}.{self.count}.json"))
        except FileNotFoundError:
            pass


def hashes(ledger):
    return {ledger["source"]["sha256"], ledger["output"]["sha256"]} | {state["sha256"] for state in ledger.get("history", [])}


def runner(emend, folder, library, seed, end, faults):
    chance = random.Random(seed)
    fast = ["--skip", "corrector"]
    commands = [
        lambda: ["clean", "-q", "-w", *fast, folder],
        lambda: ["clean", "-q", "-w", "--skip", "corrector,line-ends", folder],
        lambda: ["clean", "-q", "-w", "--skip", "corrector,spelling,tidy", folder],
        lambda: ["clean", "-q", "-w", *fast, *sorted(glob.glob(folder + "/r*.txt"))[:: chance.randint(1, 3)]],
        lambda: ["undo", "-q", folder],
        lambda: ["review", "--apply", *fast, "--database", os.path.join(folder, ".emend", "review.sqlite"), folder],
    ]
    while time.time() < end:
        command = [emend, *chance.choice(commands)()]
        if chance.random() < 0.5:
            command = ["unshare", "--pid", "--fork", "--kill-child", *command]
        process = subprocess.Popen(
            command, env={**os.environ, "LD_PRELOAD": library}, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=True)
        try:
            _, errors = process.communicate(timeout=chance.random() * 1.5 if chance.random() < 0.25 else 120)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.communicate()
            continue
        if process.returncode not in (0, 1, 2):
            faults.append(f"{' '.join(command)}: exit {process.returncode}: {errors.decode(errors='replace')[-500:]}")
        if b"fault" in errors or b"please report" in errors:
            faults.append(f"{' '.join(command)}: {errors.decode(errors='replace')[-500:]}")


def check(emend, folder, aside, editor):
    """What is wrong at the end, in words."""
    wrong = []
    for number in range(RECORDS):
        path = editor.path(number)
        if not os.path.exists(path):
            if number not in editor.removed:
                wrong.append(f"{path}: is gone, and the editor did not remove it")
            continue
        if number in editor.removed:
            wrong.append(f"{path}: was removed by the editor and has come back")
            continue
        text = read(path)
        found = [text] + [read(kept) for kept in glob.glob(glob.escape(path) + ".emend-kept-*")]
        if os.path.exists(path + ".emend.json"):
            ledger = json.loads(read(path + ".emend.json"))
            if hashlib.sha256(text).hexdigest() in hashes(ledger):
                back = subprocess.run([emend, "undo", path, "-o", "-"], capture_output=True)
                if back.returncode != 0:
                    wrong.append(f"{path}: cannot be undone: {back.stderr.decode()}")
                found.append(back.stdout)
            elif not text.endswith(editor.last.get(number, b"nothing")):
                wrong.append(f"{path}: the ledger does not know it, and the editor did not write it")
        for line in editor.lines.get(number, []):
            if not any(line in each for each in found):
                wrong.append(f"{path}: {line.decode().strip()} is lost")
    return wrong


def main():
    emend = os.path.realpath(sys.argv[1])
    seconds = float(sys.argv[2]) if len(sys.argv) > 2 else 30
    seed = int(sys.argv[3]) if len(sys.argv) > 3 else int(time.time())
    print(f"seed {seed}", flush=True)
    place = tempfile.mkdtemp()
    library = build_delays(place)
    start, rounds, lines = time.time(), 0, 0
    while time.time() - start < seconds:
        folder, aside = (os.path.join(place, f"{name}{rounds}") for name in ("s", "aside"))
        os.mkdir(folder)
        os.mkdir(aside)
        end = min(time.time() + 12, start + seconds)
        editor, faults = Editor(folder, aside, seed * 1000 + rounds, end), []
        for number in range(RECORDS):
            editor.create(number, editor.path(number))
        threads = [editor] + [
            threading.Thread(target=runner, args=(emend, folder, library, seed * 1000 + rounds * 10 + k, end, faults)) for k in range(RUNNERS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        wrong = faults + check(emend, folder, aside, editor)
        subprocess.run([emend, "clean", "-q", "-w", "--skip", "corrector", folder], stderr=subprocess.DEVNULL)
        wrong += [f"{left}: is left over" for pattern in ("*.tmp", "*.swap") for left in glob.glob(os.path.join(folder, ".emend-" + pattern))]
        if wrong:
            print("\n".join(wrong))
            sys.exit(f"writers.py: round {rounds} of seed {seed} failed; the folder is {folder}")
        lines += editor.count
        rounds += 1
        shutil.rmtree(folder)
        shutil.rmtree(aside)
    shutil.rmtree(place)
    print(f"{rounds} rounds, {lines} lines by the editor: every one found again")


if __name__ == "__main__":
    main()
