#!/usr/bin/env python3
"""Makes the texts that Benchmarks/peers.py measures on: texts.py FOLDER RECORDS PROSE [LARGEST]

RECORDS is a folder with text files of records, PROSE a .tar.xz or a folder with clean ones; where they are not there,
the fixtures take their place, and about.txt says so. LARGEST is the largest joined file, in MB.
"""
import glob
import itertools
import os
import sys
import tarfile
import zlib

MB = 1_000_000


def records(folder):
    paths = sorted(glob.glob(os.path.join(folder, "**", "*.txt"), recursive=True))
    about = "records of `data/records`"
    if not paths:
        paths = sorted(glob.glob("Fixtures/Scans/*.ocr.txt") + glob.glob("Fixtures/Documents/*/input.txt"))
        about = "the OCR texts of Fixtures, for want of more records"
    # Mixed, so that the smaller texts have of every source; the order follows from the bytes alone.
    return about, sorted((open(path, "rb").read() for path in paths), key=zlib.crc32)


def prose(archive):
    if archive.endswith(".tar.xz") and os.path.exists(archive):
        texts = []
        with tarfile.open(archive, "r|xz") as members:
            for member in members:
                if member.isfile() and sum(map(len, texts)) < 20 * MB:
                    texts.append(members.extractfile(member).read())
        return "Foreign Relations of the United States", texts
    paths = sorted(glob.glob(os.path.join(archive, "**", "*.txt"), recursive=True))
    about = "texts of the folder given" if paths else "the truth texts of Fixtures, for want of more prose"
    paths = paths or sorted(glob.glob("Fixtures/Scans/*.gt.txt"))
    return about, [open(path, "rb").read() for path in paths]


def repeated(texts, size):
    """The texts, again and again up to `size` bytes; the last one is cut."""
    for text in itertools.cycle(texts):
        yield text[:size]
        size -= len(text)
        if size <= 0:
            return


def write(path, parts):
    with open(path, "wb") as file:
        file.writelines(parts)


def main():
    folder, record_folder, prose_source, largest = (sys.argv[1:] + ["100"])[:4]
    about = []
    for name, (source, texts), size in [("records", records(record_folder), 40 * MB), ("prose", prose(prose_source), 20 * MB)]:
        once = sum(map(len, texts))
        about.append(f"{name}: {size // MB} MB of {source}" + (f" ({once / MB:.2f} MB, repeated)" if once < size else ""))
        os.makedirs(f"{folder}/{name}", exist_ok=True)
        for number, part in enumerate(repeated(texts, size)):
            write(f"{folder}/{name}/{number:05}.txt", [part])
        if name == "records":
            write(f"{folder}/records.txt", repeated(texts, size))
            os.makedirs(f"{folder}/4KB", exist_ok=True)
            for number, text in enumerate(itertools.islice(itertools.cycle(t for t in texts if len(t) >= 4096), 25)):
                write(f"{folder}/4KB/{number}.txt", [text[:4096]])
            for megabytes in [1, 10, 100, 1000]:
                if megabytes <= int(largest):
                    write(f"{folder}/{megabytes}MB.txt", repeated(texts, megabytes * MB))
    write(f"{folder}/about.txt", [line.encode() + b"\n" for line in about])


main()
