#!/usr/bin/env python3
"""Measures `emend review` as a new user would try it.

    python3 Tests/review/acceptance.py EMEND SCANS_FOLDER [--quick] [--only NAME[,NAME]] [--keep FOLDER]

EMEND is the program; SCANS_FOLDER holds NAME.ocr.txt with page images and hOCR beside them. Needs Python 3.11, Chromium and nothing else.
One line a check, with its figure; exit code 1 when one fails. --quick takes three records and the checks that are done within a minute.
"""
import argparse
import collections
import hashlib
import json
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time
import traceback

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import more  # noqa: E402
from chromium import Chromium, ChromiumError  # noqa: E402
from model import keys, replay, result, suggestions, text_of  # noqa: E402
from server import Server  # noqa: E402


def alike(found, expected):
    """The same states and readings; a reading keeps the white space at the edges of what it replaces, which nobody types."""
    def plain(states):
        return {number: (state, reading.strip()) for number, (state, reading) in states.items()}
    return plain(found) == plain(expected)


class Checks:
    """The lines that are printed, and whether all passed."""

    def __init__(self):
        self.failed = 0

    def line(self, name, passed, figure, limit=""):
        self.failed += not passed
        print(f"{'ok  ' if passed else 'FAIL'}  {name:<52} {figure}{'  (' + limit + ')' if limit else ''}", flush=True)

    def within(self, name, value, most, unit):
        self.line(name, value <= most, f"{value:.0f} {unit}" if value >= 10 else f"{value:.3g} {unit}", f"at most {most} {unit}")

    def none(self, name, found, of=""):
        """Passes when there is nothing; else prints the first few."""
        found = list(found)
        self.line(name, not found, f"{len(found)}{' of ' + str(of) if of != '' else ''}" + "".join(f"\n        {str(f)[:300]}" for f in found[:5]))


class Setting:
    """The program, the scans, and a folder of its own for each check."""

    def __init__(self, emend, scans, quick, root):
        self.emend, self.scans, self.quick, self.root = emend, scans, quick, root

    def folder(self, name):
        path = os.path.join(self.root, name)
        os.makedirs(path)
        return path

    def run(self, *arguments, cwd=None, text=None, timeout=600):
        return subprocess.run([self.emend, *arguments], cwd=cwd, input=text, capture_output=True, timeout=timeout)

    def cases(self, most=36):
        return sorted(name[:-8] for name in os.listdir(self.scans) if name.endswith(".ocr.txt"))[:most]

    def copy(self, case, to):
        """Text, images, hOCR and ALTO; not what tells the truth."""
        for name in os.listdir(self.scans):
            if name.startswith((case + "-", case + ".")) and not name.endswith((".gt.txt", ".marks.json")):
                shutil.copyfile(os.path.join(self.scans, name), os.path.join(to, name))

    def reports(self, home, inputs):
        """The JSON report of a plain run for each record: path → report."""
        out = tempfile.mkdtemp(dir=self.root)
        done = self.run("clean", "-q", *inputs, "-o", os.path.join(out, "clean"), "--report", os.path.join(out, "{}.json"), cwd=home)
        if done.returncode:
            raise RuntimeError(done.stderr.decode())
        found = {}
        for folder, _, names in os.walk(out):
            for name in names:
                if name.endswith(".json") and not os.path.relpath(folder, out).startswith("clean"):
                    with open(os.path.join(folder, name), encoding="utf-8") as file:
                        report = json.load(file)
                    found[report["source"]["path"]] = report
        return found

    def export(self, home):
        """Decisions as the program exports them: (path, key) → entry."""
        done = self.run("review", "--export", "-", cwd=home)
        found = {}
        for line in done.stdout.decode().splitlines()[1:]:
            entry = json.loads(line)
            key = tuple(entry[name] for name in ("rule", "original", "replacement", "before", "after", "occurrence"))
            found[(entry["path"], key)] = entry
        return found


def read(path):
    with open(path, "rb") as file:
        return file.read()


def write(path, data):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as file:
        file.write(data)


# What the page asks of the server, as the browser's protocol tells of it

class Answers:
    """Decisions that a page sent, with the server's answers, taken out of the browser's events."""

    def __init__(self, page):
        self.page = page
        self.sent = {}
        self.seen = 0

    def reset(self):
        self.sent, self.seen = {}, 0

    def next(self, timeout=15, count=1):
        """Waits for answers and gives them as (form, answer), in the order in which they came; fewer when time is out."""
        until = time.monotonic() + timeout
        got = []
        while len(got) < count and time.monotonic() < until:
            if self.seen > len(self.page.events):
                self.seen = 0
            while self.seen < len(self.page.events):
                event = self.page.events[self.seen]
                self.seen += 1
                detail = event["params"]
                if event["method"] == "Network.requestWillBeSent" and detail["request"]["method"] == "POST":
                    self.sent[detail["requestId"]] = detail["request"].get("postData", "")
                elif event["method"] == "Network.loadingFinished" and detail["requestId"] in self.sent:
                    form = self.sent.pop(detail["requestId"])
                    body = self.page.send("Network.getResponseBody", requestId=detail["requestId"])["body"]
                    got.append((form, json.loads(body)))
            if len(got) < count:
                self.page.pump(0.01)
        return got


CURRENT = """(() => { const i = document.querySelector('#items .item.cur'); if (!i) return null;
 return { number: Number(i.dataset.number), state: i.dataset.state, rule: i.dataset.rule, focus: document.activeElement === i,
  alternatives: [...i.querySelectorAll('.alt')].map(b => b.value) }; })()"""
STATES = "Object.fromEntries([...document.querySelectorAll('#items .item')].map(i => [i.dataset.number, i.dataset.state]))"


def open_record(page, path):
    """From the queue by keys: j until the record has the focus, then Enter."""
    page.wait_for("!!document.querySelector('#list .go')")
    for _ in range(400):
        page.key("j")
        if page.eval("document.activeElement.textContent") == path:
            break
    else:
        raise ChromiumError(f"{path} cannot be reached in the queue")
    page.key("Enter")
    page.wait_for("document.body.dataset.page === 'Record' && !!document.querySelector('.item.cur, #nothing')", 20)


class Editor:
    """Reviews records with keys alone and keeps a record of its own of what was answered."""

    READINGS = ["Kissinger", "the  two blanks", "naïve — “quoted”", "<b>not bold</b>", "line one\nline two", ""]

    def __init__(self, page, seed):
        self.page = page
        self.answers = Answers(page)
        self.random = random.Random(seed)
        self.states = {}
        self.stacks = {}
        self.trouble = []
        self.pressed = collections.Counter()
        self.times = []

    def expected(self, path, current, verb, reading):
        """What the decision ought to change: number → (state, reading)."""
        states = self.states.setdefault(path, {})
        if verb == "u":
            stack = self.stacks.setdefault(path, [])
            return dict(stack[-1]) if stack else {}
        number = current["number"]
        if verb == "a":
            return {number: ("accepted", "")}
        if verb == "r":
            return {number: ("rejected", "")}
        if verb in ("e", "digit"):
            return {number: ("changed", reading)}
        if verb == "A":
            return {n: ("accepted", "") for n, rule in current["rules"].items() if rule == current["rule"] and n not in states}
        raise ValueError(verb)

    def settle(self, path, verb, changed):
        """Takes an answered decision into the record."""
        states, stack = self.states.setdefault(path, {}), self.stacks.setdefault(path, [])
        if verb == "u":
            if stack:
                stack.pop()
        else:
            stack.append({n: states.get(n, ("open", "")) for n in changed})
        for number, state in changed.items():
            if state[0] == "open":
                states.pop(number, None)
            else:
                states[number] = state

    def press(self, path, rules, wait=True):
        """One decision by a key; returns (verb, what it ought to change)."""
        page = self.page
        current = page.wait_for(CURRENT)
        current["rules"] = rules
        verb = self.random.choices(["a", "r", "e", "digit", "A", "u"], [40, 30, 12, 10, 3, 9])[0]
        if verb == "digit" and not current["alternatives"]:
            verb = "a"
        if verb == "u" and not self.stacks.get(path):
            verb = "r"
        if verb == "A" and not any(rule == current["rule"] and n not in self.states.get(path, {}) for n, rule in rules.items()):
            verb = "a"
        for _ in range(self.random.choice([0, 0, 0, 1, 2])):
            page.key(self.random.choice("jjjk"))
        page.eval("new Promise(done => setTimeout(done, 0))")
        current = {**page.eval(CURRENT), "rules": rules}
        if verb == "digit" and not current["alternatives"]:
            verb = "a"
        if verb == "A" and not any(rule == current["rule"] and n not in self.states.get(path, {}) for n, rule in rules.items()):
            verb = "a"
        reading = ""
        start = time.monotonic()
        if verb == "e":
            reading = self.random.choice(self.READINGS)
            page.key("e")
            page.wait_for("document.activeElement.matches('textarea')", 3)
            if reading:
                page.type(reading)
            else:
                page.key("Backspace")
            start = time.monotonic()
            page.key("Enter")
        elif verb == "digit":
            digit = self.random.randrange(min(9, len(current["alternatives"]))) + 1
            reading = current["alternatives"][digit - 1]
            page.key(str(digit))
        else:
            page.key(verb)
        self.pressed[verb] += 1
        expected = self.expected(path, current, verb, reading)
        if not wait:
            return verb, expected
        got = self.answers.next()
        self.times.append(time.monotonic() - start)
        if not got:
            self.trouble.append(f"{path} no. {current['number']} key {verb}: no answer; page says {page.eval('document.querySelector(`#trouble`)?.textContent')}")
            return verb, {}
        answer = got[0][1]
        changed = {int(c["number"]): (c["state"], c["reading"]) for c in answer.get("changed", [])}
        if not alike(changed, expected):
            self.trouble.append(f"{path} no. {current['number']} key {verb}: expected {expected}, answered {answer}")
        self.settle(path, verb, changed)
        page.wait_for("!document.querySelector('.pending')", 5)
        shown = page.eval(STATES)
        for number, (state, _) in changed.items():
            if shown.get(str(number), state) != state:
                self.trouble.append(f"{path} no. {number}: answered {state}, the page shows {shown[str(number)]}")
        return verb, expected


def check_cases(checks, setting):
    """1 and 2: cases reviewed by keys with kills between; applied; undone."""
    home = setting.folder("cases")
    names = setting.cases(3 if setting.quick else 36)
    each_record = 12 if setting.quick else 11
    records = os.path.join(home, "Box 12 of 40")
    os.makedirs(records)
    for name in names:
        setting.copy(name, records)
    inputs = ["Box 12 of 40"]
    reports = setting.reports(home, inputs)
    paths = sorted(reports)
    sources = {path: read(os.path.join(home, path)) for path in paths}
    items = {path: suggestions(reports[path]) for path in paths}
    known = {path: keys(sources[path], items[path]) for path in paths}
    total = sum(len(found) for found in items.values())

    def compare(editor, unsure=()):
        """Own record against the program's export; `unsure` are changes whose answer never came: (path, verb, expected)."""
        exported = setting.export(home)
        there = {}
        for (path, key), entry in exported.items():
            if key not in index[path]:
                lost.append(f"{path}: exported {key} is no suggestion of the plain run")
                continue
            there.setdefault(path, {})[index[path][key]] = (entry["verdict"], entry.get("reading", ""))
        for path, verb, expected in unsure:
            now = {n: there.get(path, {}).get(n, ("open", "")) for n in expected}
            if expected and alike(now, expected):
                editor.settle(path, verb, now)
        for path in paths:
            mine, theirs = editor.states.get(path, {}), there.get(path, {})
            for number in set(mine) | set(theirs):
                if mine.get(number) != theirs.get(number):
                    lost.append(f"{path} no. {number}: answered {mine.get(number)}, kept {theirs.get(number)}")

    index = {path: {key: n for n, key in enumerate(known[path], 1)} for path in paths}
    lost, problems, starts = [], [], []
    kills = decisions = 0
    server = Server(setting.emend, home, inputs, "--editor", "A. Reader")
    begun = time.monotonic()
    try:
        with Chromium() as page:
            editor = Editor(page, 6)
            page.open(server.address)
            server.wait_read()
            page.reload()
            for path in paths:
                rules = {n: item[3]["rule"] for n, item in enumerate(items[path], 1)}
                if not items[path]:
                    continue
                editor.answers.reset()
                page.open(server.url("/"))
                open_record(page, path)
                page.key("j", times=editor.random.randrange(min(len(items[path]), 40)))
                done = 0
                while done < min(each_record, 3 * len(items[path])):
                    decisions += 1
                    done += 1
                    if decisions % 10:
                        editor.press(path, rules)
                        continue
                    # Every other time it is killed before it can have answered.
                    unsure = []
                    if kills % 2:
                        verb, expected = editor.press(path, rules, wait=False)
                        unsure = [(path, verb, expected)]
                    else:
                        editor.press(path, rules)
                    server.kill()
                    kills += 1
                    start = time.monotonic()
                    server = Server(setting.emend, home, inputs, "--editor", "A. Reader")
                    starts.append(time.monotonic() - start)
                    compare(editor, unsure)
                    problems += [p for p in page.problems() if "ERR_" not in p and "Failed to load" not in p]
                    editor.answers.reset()
                    page.open(server.address)
                    open_record(page, path)
                    shown = {int(n): s for n, s in page.eval(STATES).items()}
                    for number, state in shown.items():
                        mine = editor.states[path].get(number, ("open", ""))[0] if path in editor.states else "open"
                        if state != mine:
                            lost.append(f"{path} no. {number}: answered {mine}, the reloaded page shows {state}")
                problems += [p for p in page.problems() if "ERR_" not in p]
            compare(editor)
    finally:
        server.end()
    keys_used = ", ".join(f"{n} {verb}" for verb, n in editor.pressed.most_common())
    checks.line("cases reviewed with keys only", len(paths) == len(names), f"{len(paths)} records, {total} suggestions, {decisions} decisions ({keys_used}), "
                f"{time.monotonic() - begun:.0f} s")
    checks.none("answers that differ from what the key means", editor.trouble, decisions)
    checks.none("decisions lost or altered over kills", lost, f"{decisions}, {kills} kills")
    checks.none("complaints of the browser", problems)
    editor.times.sort()
    checks.within("key to stored, median", editor.times[len(editor.times) // 2] * 1000, 100, "ms")
    checks.within("start on a known database, slowest", max(starts, default=0) * 1000, 1500, "ms")
    apply(checks, setting, home, inputs, sources, reports, editor.states)


def apply(checks, setting, home, inputs, sources, reports, states):
    """Applies, compares with the model and the ledger, applies again with more decisions, undoes."""
    wrong, undone, simple = [], [], 0
    exported = setting.export(home)

    def verify(done, only=False):
        nonlocal simple
        simple = 0
        said = done.stderr.decode() + done.stdout.decode()
        for path, source in sources.items():
            text = read(os.path.join(home, path))
            decisions = states.get(path, {})
            expected, dependent = result(source, reports[path], decisions)
            if not dependent:
                simple += 1
                if text != expected:
                    wrong.append(f"{path}: is not what the decisions say")
            ledger_path = os.path.join(home, path + ".emend.json")
            if not os.path.exists(ledger_path):
                if text != source or decisions:
                    wrong.append(f"{path}: no ledger")
                continue
            ledger = json.loads(read(ledger_path))
            try:
                if replay(source, ledger["passes"]) != text:
                    wrong.append(f"{path}: the ledger's passes do not give the file")
            except ValueError as error:
                wrong.append(f"{path}: ledger: {error}")
            if hashlib.sha256(source).hexdigest() != ledger["source"]["sha256"]:
                wrong.append(f"{path}: the ledger is of another source")
            stated = collections.Counter()
            rejected = []
            for each in ledger["passes"]:
                for edit in each["edits"]:
                    if "decision" in edit:
                        made = edit["decision"]
                        stated[(edit["rule"], edit["original"], text_of(edit, "replacement"), made["verdict"], made["by"], made["at"])] += 1
                        if made["verdict"] == "rejected":
                            rejected.append(edit)
            if rejected:
                wrong.append(f"{path}: a rejected edit is in the result: {rejected[0]}")
            missing = 0
            for (where, key), entry in exported.items():
                if where != path or entry["verdict"] == "rejected":
                    continue
                new = entry.get("reading", entry["replacement"]).encode()
                if entry["verdict"] == "accepted":
                    new = entry["replacement"].encode()
                one = (entry["rule"], entry["original"], new, entry["verdict"], entry["by"], entry["at"])
                if stated[one]:
                    stated[one] -= 1
                else:
                    missing += 1
            named = re.search(re.escape(path) + r": .*?; (\d+) decisions? could not take effect", said)
            if missing != (int(named.group(1)) if named else 0):
                wrong.append(f"{path}: {missing} decisions are not in the ledger, {named.group(1) if named else 0} are named")
            if +stated:
                wrong.append(f"{path}: in the ledger and not among the decisions: {list(+stated)[:1]}")

    done = setting.run("review", "--apply", *inputs, cwd=home)
    if done.returncode:
        wrong.append(f"--apply ends with {done.returncode}: {done.stderr.decode()[-300:]}")
    verify(done)
    checks.none("applied results that differ from the decisions", wrong, f"{len(sources)}, {simple} by the model to the byte")
    first = {path: read(os.path.join(home, path)) for path in sources}

    # A second time: nothing changes. Then with more decisions, on the applied files.
    wrong = []
    setting.run("review", "--apply", *inputs, cwd=home)
    wrong += [f"{path}: applied twice it differs" for path in sources if read(os.path.join(home, path)) != first[path]]
    server = Server(setting.emend, home, inputs, "--editor", "B. Second")
    more = 0
    try:
        server.wait_read()
        for path, number in sorted(re.findall(r'class="go" href="/record/(\d+)"[^>]*>([^<]*)<', server.page("/")), key=lambda r: r[1]):
            number, path = path, number
            page = server.page(f"/record/{number}")
            run = re.search(r'data-run="([^"]*)"', page).group(1)
            for n in list(range(1, len(suggestions(reports[path])) + 1))[::7]:
                verdict = ["accept", "reject", "clear"][n % 3]
                status, _, body = server.ask("POST", f"/record/{number}/decide",
                                             {"token": server.token, "run": run, "number": n, "verdict": verdict},
                                             {"Accept": "application/json"})
                if status != 200:
                    wrong.append(f"{path} no. {n}: {status} {body[:200]}")
                    continue
                more += 1
                mine = states.setdefault(path, {})
                if verdict == "clear":
                    mine.pop(n, None)
                else:
                    mine[n] = (verdict + "ed", "")
    finally:
        server.end()
    exported = setting.export(home)
    done = setting.run("review", "--apply", *inputs, cwd=home)
    verify(done)
    checks.none("applied again after more decisions: differences", wrong, f"{len(sources)}, {simple} by the model, {more} decisions")
    done = setting.run("undo", *inputs, cwd=home)
    undone = [path for path in sources if read(os.path.join(home, path)) != sources[path]]
    checks.none("sources not restored by undo", undone + ([] if done.returncode == 0 else [done.stderr.decode()[-300:]]), len(sources))
    # Into another folder, decided edits only.
    done = setting.run("review", "--apply", "--only-decided", *inputs, "-o", "out", cwd=home)
    problems = [path for path in sources if read(os.path.join(home, path)) != sources[path]]
    wrong = []
    for path, source in sources.items():
        only = {n: s for n, s in states.get(path, {}).items()}
        for n, item in enumerate(suggestions(reports[path]), 1):
            if n not in only:
                only[n] = ("rejected", "")
        expected, dependent = result(source, reports[path], only)
        target = os.path.join(home, "out", os.path.relpath(path, inputs[0]))
        if not os.path.exists(target):
            target = os.path.join(home, "out", path)
        if not os.path.exists(target):
            wrong.append(f"{path}: nothing in out/")
        elif not dependent and read(target) != expected:
            wrong.append(f"{path}: --only-decided differs")
    checks.none("--only-decided -o: differences, or sources touched", problems + wrong, len(sources))


def check_random(checks, setting):
    """2, wider: many random decisions in each record, taken in from JSON Lines and applied; no browser."""
    home = setting.folder("random")
    records = os.path.join(home, "records")
    os.makedirs(records)
    for name in setting.cases(6 if setting.quick else 36):
        setting.copy(name, records)
    reports = setting.reports(home, ["records"])
    sources = {path: read(os.path.join(home, path)) for path in reports}
    wrong, simple, dependent_records, decided = [], 0, 0, 0
    choose = random.Random(12)
    for density in (0.03, 0.1, 0.3) if setting.quick else (0.01, 0.03, 0.06, 0.1, 0.3, 0.7, 1):
        states, lines = {}, ['{"schema": "emend.decisions/1"}']
        for path, report in reports.items():
            items = suggestions(report)
            states[path] = {}
            for n, key in enumerate(keys(sources[path], items), 1):
                if choose.random() > density:
                    continue
                verdict = choose.choice(["accepted", "rejected", "changed"])
                reading = choose.choice(["", "Word", "ein Wort", "é\u202e", key[1]]) if verdict == "changed" else ""
                states[path][n] = (verdict, reading)
                entry = dict(zip(("rule", "original", "replacement", "before", "after", "occurrence"), key))
                entry.update(path=path, verdict=verdict, by="C. Third", at=f"2026-01-01T00:00:{n % 60:02}.{n % 1000:03}Z")
                if verdict == "changed":
                    entry["reading"] = reading
                lines.append(json.dumps(entry, ensure_ascii=False))
                decided += 1
        write(os.path.join(home, "d.jsonl"), ("\n".join(lines) + "\n").encode())
        database = ["--database", f"d{density}.sqlite"]
        taken = setting.run("review", "--import", "d.jsonl", *database, cwd=home)
        done = setting.run("review", "--apply", "records", "-o", f"out{density}", *database, cwd=home)
        if taken.returncode or done.returncode:
            wrong.append(f"{density}: {(taken.stderr + done.stderr).decode()[-300:]}")
        if b"has no place" in done.stderr + done.stdout:
            wrong.append(f"{density}: decisions without a place: {(done.stderr + done.stdout).decode().count('has no place')}")
        for path, source in sources.items():
            expected, dependent = result(source, reports[path], states[path])
            target = os.path.join(home, f"out{density}", os.path.relpath(path, "records"))
            text = read(target)
            ledger = json.loads(read(target + ".emend.json")) if os.path.exists(target + ".emend.json") else None
            if dependent:
                dependent_records += 1
            else:
                simple += 1
                if text != expected:
                    wrong.append(f"{density} {path}: differs from the model, decisions {sorted(states[path].items())[:4]}")
            if ledger and replay(source, ledger["passes"]) != text:
                wrong.append(f"{density} {path}: the ledger does not give the text")
    checks.none("random decisions applied: results that differ", wrong,
                f"{simple} records by the model, {dependent_records} by the ledger, {decided} decisions")
    checks.line("of these by the model to the byte", simple >= len(sources), f"{simple}", f"at least {len(sources)}")


CHECKS = {"cases": check_cases, "random": check_random, **more.CHECKS}
QUICK = {"cases", "random", "ports", "concordance", "two", "refused", "changed", "without-script", "terminal"}


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("emend")
    parser.add_argument("scans")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--only", default="")
    parser.add_argument("--keep", help="work in this folder and leave it")
    options = parser.parse_args()
    root = options.keep or tempfile.mkdtemp(prefix="emend-acceptance-")
    os.makedirs(root, exist_ok=True)
    setting = Setting(os.path.abspath(options.emend), os.path.abspath(options.scans), options.quick, root)
    checks = Checks()
    try:
        for name, check in CHECKS.items():
            if name in options.only.split(",") if options.only else (not options.quick or name in QUICK):
                try:
                    check(checks, setting)
                except Exception as error:  # One check that cannot go on does not keep the others from it.
                    traceback.print_exc()
                    checks.line(name, False, f"stopped: {error}")
    finally:
        if not options.keep:
            shutil.rmtree(root, ignore_errors=True)
    print(f"{checks.failed} failed" if checks.failed else "all passed")
    sys.exit(1 if checks.failed else 0)


if __name__ == "__main__":
    # more.py imports this file by its name.
    sys.modules["acceptance"] = sys.modules["__main__"]
    main()
