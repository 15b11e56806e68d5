"""Looks up each word of a text with symspellpy, at most two edits away, and writes the text with the first suggestions."""
import importlib.resources
import re
import sys

from symspellpy import SymSpell, Verbosity

checker = SymSpell(max_dictionary_edit_distance=2, prefix_length=7)
with importlib.resources.as_file(importlib.resources.files("symspellpy") / "frequency_dictionary_en_82_765.txt") as path:
    checker.load_dictionary(path, term_index=0, count_index=1)


def best(match):
    return checker.lookup(match[0], Verbosity.TOP, max_edit_distance=2, include_unknown=True, transfer_casing=True)[0].term


with open(sys.argv[1], encoding="utf-8", errors="replace") as text:
    for line in text:
        sys.stdout.write(re.sub(r"[^\W\d_]+", best, line))
