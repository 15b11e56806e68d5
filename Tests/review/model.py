"""What a review must come to, worked out from the JSON report of a plain `emend clean --report` and the decisions alone.

Nothing of emend's own code is used. Each byte of the source, and each byte that an edit puts in, is a thing of its own; an edit of the
plain run finds its place in the text as decided by the bytes that it covers. Where those are not all there, or the bytes beside it are
others, edits depend on each other, and this model claims nothing (`dependent`): such a record is checked through its ledger.
"""
import re

SPACE = re.compile(rb"[ \t\n\v\f\r]+")


def text_of(edit, name):
    return bytes.fromhex(edit[name + "Hex"]) if name + "Hex" in edit else edit[name].encode()


def suggestions(report):
    """The edits of a plain run in the order in which the review numbers them: (pass, index, is withheld, edit)."""
    found = []
    for number, each in enumerate(report["passes"]):
        for index, edit in enumerate(each["edits"]):
            found.append((number, index, False, edit))
        for index, edit in enumerate(each["withheld"]):
            found.append((number, index, True, edit))
    order = sorted(range(len(found)), key=lambda i: (found[i][3]["sourceRange"], i))
    return [found[i] for i in order]


def key(source, item):
    """The key that decisions have in an export, without the occurrence. Of a source in UTF-8."""
    edit = item[3]
    start, end = edit["sourceRange"]
    return (edit["rule"], edit["original"], edit["replacement"], context(source[max(0, start - 160):start])[-40:],
            context(source[end:end + 160])[:40])


def context(some):
    return SPACE.sub(b" ", some).decode(errors="ignore")


def keys(source, items):
    """With the occurrence."""
    seen, found = {}, []
    for item in items:
        one = key(source, item)
        seen[one] = seen.get(one, 0) + 1
        found.append(one + (seen[one],))
    return found


def replay(source, passes):
    """The text behind each pass's edits; every edit must find its original."""
    text = source
    for each in passes:
        out, at = [], 0
        for edit in each["edits"]:
            start, end = edit["range"]
            if text[start:end] != text_of(edit, "original") or start < at:
                raise ValueError(f"{edit['rule']} at {start} does not fit the text")
            out += [text[at:start], text_of(edit, "replacement")]
            at = end
        text = b"".join(out) + text[at:]
    return text


def result(source, report, decisions):
    """(the text as decided, the numbers of edits that depend on others). `decisions`: number from 1 → (verdict, reading)."""
    numbers = {(item[0], item[2], item[1]): n for n, item in enumerate(suggestions(report), 1)}
    plain = list(range(len(source)))
    decided = list(plain)
    value = {i: source[i:i + 1] for i in plain}
    dependent = set()
    for at, each in enumerate(report["passes"]):
        place = {identity: i for i, identity in enumerate(decided)}
        chosen, steps = [], []
        for held, edits in ((False, each["edits"]), (True, each["withheld"])):
            for index, edit in enumerate(edits):
                number = numbers[(at, held, index)]
                verdict, reading = decisions.get(number, (None, None))
                start, end = edit["range"]
                if not held:
                    steps.append((start, end, (at, index), text_of(edit, "replacement")))
                if verdict == "rejected" or verdict is None and held:
                    continue
                new = reading.encode() if verdict == "changed" else text_of(edit, "replacement")
                same = not held and new == text_of(edit, "replacement")
                covered = plain[start:end]
                here = place.get(covered[0]) if covered else (place[plain[start - 1]] + 1 if start and plain[start - 1] in place else
                                                              0 if not start else None)
                if here is None or decided[here:here + len(covered)] != covered:
                    dependent.add(number)
                    continue
                before = (plain[start - 1] if start else None, plain[end] if end < len(plain) else None)
                after = (decided[here - 1] if here else None, decided[here + len(covered)] if here + len(covered) < len(decided) else None)
                # A decision holds whatever stands beside it; of an edit that nobody decided the model says nothing there.
                if before != after and verdict is None:
                    dependent.add(number)
                chosen.append((here, here + len(covered), (at, index) if same else (at, held, index, "own"), new, number))
        plain = spliced(plain, sorted(steps), value)
        chosen.sort()
        kept = []
        for step in chosen:
            if kept and step[0] < kept[-1][1]:
                dependent.add(step[4])
                dependent.add(kept[-1][4])
                continue
            kept.append(step)
        decided = spliced(decided, [step[:4] for step in kept], value)
    return b"".join(value[identity] for identity in decided), dependent


def spliced(text, steps, value):
    out, at = [], 0
    for start, end, name, new in steps:
        out += text[at:start]
        for i in range(len(new)):
            value[(name, i)] = new[i:i + 1]
            out.append((name, i))
        at = end
    return out + text[at:]
