#!/usr/bin/env python3
"""validate.py - independent validators hold every case against the JSON Schema that retry-lint prints.

Every valid document validates, every structural invalid one is rejected, every example of the schema is accepted. With
--ajv FOLDER (of node_modules), ajv has to say the same of each document as python3-jsonschema.
"""

import argparse
import collections
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

import jsonschema

import documents

# What a schema sees of a document: keys, types and single values. Everything else is beyond one.
STRUCTURAL = {
    "unknown-key", "missing-key", "wrong-type", "needs-quotes", "bad-boolean", "bad-number", "bad-duration", "bad-name",
    "bad-word", "bad-class", "out-of-range", "one-kind", "one-of", "version",
}
LEAST_REJECTED = 120  # so that a mistake here cannot pass for success
SAMPLE = re.compile(r"^Example: `(.*)`$", re.M)


def beyond(case, document, found):
    """Why a schema need not see this finding, None where it must."""
    place, slug = found
    kind = document.type_at(place)
    if slug not in STRUCTURAL:
        return slug
    if slug == "bad-number" and kind in ("int", "float"):
        return "spelling of a number"
    if slug == "bad-boolean" and kind == "bool":
        return "spelling of a boolean"
    if slug in ("out-of-range", "bad-duration") and is_duration(document, place):
        return "size of a duration"
    return BEYOND.get(case)


# Valid documents that the schema may reject: programs do not look at what only tools read, and a schema is a tool.
TOOLS_ONLY = {"tests-are-not-looked-at"}

# Cases of structural slugs that no schema can see, each with its reason.
BEYOND = {}


def is_duration(document, place):
    """Is the value right in all but its size: digits and units?"""
    scalar = document.scalars.get(place)
    return scalar is not None and re.fullmatch(r"(?:[0-9]+(?:\.[0-9]+)?(?:d|h|ms?|us|ns|s))+", scalar.value) is not None


class Schema:
    """The schema with two validators: one here, one in node where a folder is given."""

    def __init__(self, lint, ajv):
        text = subprocess.run([lint, "schema"], check=True, capture_output=True, text=True).stdout
        self.schema = json.loads(text)
        jsonschema.Draft7Validator.check_schema(self.schema)
        self.validator = jsonschema.Draft7Validator(self.schema)
        self.ajv = ajv
        self.asked = []  # (name, value, answer) of each document, to be asked again of ajv

    def accepts(self, name, value):
        answer = self.validator.is_valid(value)
        if is_plain(value):
            self.asked.append((name, value, answer))
        return answer

    def accepts_as(self, definition, value):
        """Is the value right where a part of the schema is to say so?"""
        part = {"$ref": "#/definitions/" + definition, "definitions": self.schema["definitions"]}
        return jsonschema.Draft7Validator(part).is_valid(value)

    def quarrels(self):
        """The documents of which ajv says something else."""
        if not self.ajv:
            return []
        program = """
            const Ajv = require(process.argv[2] + "/ajv"), fs = require("fs");
            const [schema, values] = JSON.parse(fs.readFileSync(process.argv[3]));
            const validate = new Ajv({strict: false, logger: false}).compile(schema);
            console.log(JSON.stringify(values.map((value) => validate(value))));"""
        with tempfile.TemporaryDirectory() as folder:
            script, data = os.path.join(folder, "ask.js"), os.path.join(folder, "data.json")
            pathlib.Path(script).write_text(program)
            pathlib.Path(data).write_text(json.dumps([self.schema, [value for _, value, _ in self.asked]], allow_nan=False))
            said = subprocess.run(["node", script, self.ajv, data], check=True, capture_output=True, text=True).stdout
        return [name for (name, _, answer), other in zip(self.asked, json.loads(said)) if answer != other]


def is_plain(value):
    """Can JSON hold the value? It has no infinite numbers."""
    try:
        json.dumps(value, allow_nan=False)
        return True
    except ValueError:
        return False


def check_valid(schema, cases, faults):
    count = 0
    for path in sorted(cases.glob("valid/*/policy.*")):
        if path.parent.name in TOOLS_ONLY:
            continue
        document = documents.read(path)
        count += 1
        if document is None or not schema.accepts(str(path), document.value):
            faults.append(f"{path} is valid, and the schema rejects it")
    return count


def check_invalid(schema, cases, faults):
    rejected, passed_over = 0, collections.Counter()
    for path in sorted(cases.glob("invalid/*/policy.*")):
        name = "findings-json.txt" if path.suffix == ".json" else "findings.txt"
        document = documents.read(path)
        if document is None:
            passed_over["no YAML or JSON"] += 1
            continue
        reasons = [beyond(path.parent.name, document, found) for found in documents.findings(path.parent / name)]
        accepted = schema.accepts(str(path), document.value)
        if None not in reasons:
            passed_over[reasons[0]] += 1
        elif accepted:
            faults.append(f"{path} is not valid, and the schema accepts it")
        else:
            rejected += 1
    return rejected, passed_over


def check_samples(schema, faults):
    """The example of each kind and section stands in its description."""
    count = 0
    for name, definition in schema.schema["definitions"].items():
        found = SAMPLE.search(definition.get("description", ""))
        if not found:
            continue
        sample = documents.Document(found[1]).value
        keys = definition.get("properties", {})
        if name.startswith("kind."):
            name = "node"
        elif len(sample) == 1 and not set(sample) <= set(keys):
            sample = next(iter(sample.values()))
        count += 1
        if not schema.accepts_as(name, sample):
            faults.append(f"the example '{found[1]}' is rejected as {name}")
    return count


def check_classes(schema, lint, faults):
    """Members of the built-in groups are spelt as the schema says, and what is nearly so is not."""
    said = subprocess.run([lint, "classes", "-f", "json"], check=True, capture_output=True, text=True).stdout
    spellings = re.findall(r'"class": "([^"]*)"', said)
    spellings += ["any", "my-group", "exit:0-255", "http:5xx", "signal:SIGTERM", "signal:TERM", "app:A.b_c-1", "sqlstate:*"]
    wrong = ["", "ECONREFUSED", "http:600", "http:6xx", "exit:256", "sqlstate:4000", "grpc:unavailable", "x-a", "app:",
             "EAI_AGAIN", "curl:CURLE_OK", "no"]
    for spelling in spellings + wrong:
        if schema.accepts_as("text", spelling) == (spelling in wrong):
            faults.append(f"the error class '{spelling}' is {'accepted' if spelling in wrong else 'rejected'}")
    if len(spellings) < 50:
        faults.append("too few error classes were held against the schema")


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--ajv", help="a folder of node_modules with ajv")
    ajv = options.parse_args().ajv
    source = pathlib.Path(os.environ["srcdir"])
    schema = Schema(os.environ["RETRY_LINT"], ajv and os.path.abspath(ajv))
    faults = []
    valid = check_valid(schema, source / "tests/cases", faults)
    examples = [path for path in source.glob("examples/*.yaml") if not path.name.startswith("alerts")]  # Prometheus's
    for path in sorted(source.glob("policies.d/*")) + sorted(examples):
        valid += 1
        if not schema.accepts(str(path), documents.read(path).value):
            faults.append(f"{path} is rejected")
    rejected, passed_over = check_invalid(schema, source / "tests/cases", faults)
    samples = check_samples(schema, faults)
    check_classes(schema, os.environ["RETRY_LINT"], faults)
    faults += [f"ajv says something else of {name}" for name in schema.quarrels()]
    print("\n".join(faults))
    beyond_all = ", ".join(f"{reason} {count}" for reason, count in sorted(passed_over.items()))
    print(f"{valid} valid documents and {samples} examples accepted, {rejected} structural invalid documents rejected"
          f"{' by ajv too' if ajv else ''}; beyond a schema: {beyond_all}")
    if rejected < LEAST_REJECTED or samples == 0 or valid == 0:
        print("too few documents were held against the schema")
        faults.append("too few")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
