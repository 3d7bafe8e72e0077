#!/usr/bin/env python3
"""editor.py - what an editor with yaml-language-server makes of our schema: what it offers, shows and marks.

editor.py NODE_MODULES
"""

import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

from server import Server

MODELINE = "# yaml-language-server: $schema=../schema/policy.schema.json\n"
HEAD = MODELINE + "version: 1\npolicies:\n  db:\n    limits: {max_attempts: 3}\n    backoff:\n"


class Editor:
    """An editor with one file open in a copy of our folders."""

    def __init__(self, modules, root, schema):
        self.schema = json.loads(schema)
        self.kinds = self.schema["definitions"]["node"]["properties"]
        self.faults = []
        self.checks = 0
        (root / "schema").mkdir()
        (root / "policies.d").mkdir()
        (root / "schema/policy.schema.json").write_text(schema)
        self.file = root / "policies.d/try.yaml"
        command = ["node", str(pathlib.Path(modules) / "yaml-language-server/bin/yaml-language-server"), "--stdio"]
        self.server = Server(command, root)

    def expect(self, title, got, wanted):
        self.checks += 1
        if got != wanted:
            self.faults.append(f"{title}\n  expected {wanted}\n  got      {got}")

    def expect_in(self, title, part, text):
        self.checks += 1
        if part not in text:
            self.faults.append(f"{title}\n  expected {part!r}\n  in       {text!r}")

    def body(self, kind):
        """The definition of a kind's body."""
        return self.schema["definitions"][self.kinds[kind]["$ref"].rsplit("/", 1)[1]]

    def offered_after(self, text):
        """What is offered at the end of the text."""
        self.server.show(self.file, text)
        lines = text.split("\n")
        return self.server.offered(self.file, len(lines) - 1, len(lines[-1]))


def plain(text):
    """A text as Markdown shows it: without its escapes, and blanks made one."""
    return re.sub(r"\s+", " ", re.sub(r"\\(.)", r"\1", text.replace("&nbsp;", " ")))


def check_offers(editor):
    """An empty node offers exactly the kinds, and a body exactly its fields."""
    kinds = sorted(editor.kinds)
    editor.expect("an empty node", editor.offered_after(HEAD + "      "), kinds)
    node = "      clamp:\n        max_delay: 1s\n        over:\n          "
    editor.expect("an empty node below another", editor.offered_after(HEAD + node), kinds)
    named = MODELINE + "version: 1\nbackoffs:\n  quick:\n    "
    editor.expect("an empty node with a name", editor.offered_after(named), kinds)
    for kind in kinds:
        if kind == "use" or not editor.body(kind).get("properties"):
            continue
        fields = sorted(editor.body(kind)["properties"])
        editor.expect(f"the body of {kind}", editor.offered_after(HEAD + f"      {kind}:\n        "), fields)
    for kind in kinds:
        if kind != "use" and editor.body(kind)["type"] == "array":
            editor.expect(f"an item of {kind}", editor.offered_after(HEAD + f"      {kind}:\n        - "), kinds)
    sections = editor.schema["definitions"]
    editor.expect("a policy", editor.offered_after(MODELINE + "version: 1\npolicies:\n  db:\n    "),
                  sorted(sections["policy"]["properties"]))
    editor.expect("limits", editor.offered_after(MODELINE + "version: 1\npolicies:\n  db:\n    limits:\n      "),
                  sorted(sections["limits"]["properties"]))
    title = editor.schema["title"]  # offers to write what is required
    test = MODELINE + "version: 1\ntests:\n  - name: one\n    policy: db\n"
    if "test" in sections:
        editor.expect("an expectation", editor.offered_after(test + "    expect:\n      "),
                      sorted(sections["expect"]["properties"]))
        editor.expect("what is drawn", editor.offered_after(test + "    random: "), ["max", "mid", "min"])
    editor.expect("a document", editor.offered_after(MODELINE), sorted([title, *editor.schema["properties"]]))
    editor.expect("a name", editor.offered_after(MODELINE + "version: 1\npolicies:\n  "), ["NAME"])


def check_words(editor):
    """Where words may stand, all of them are offered."""
    for kind in editor.kinds:
        fields = editor.body(kind).get("properties", {}) if kind != "use" else {}
        for field, said in fields.items():
            if "enum" in said:
                text = HEAD + f"      {kind}:\n        {field}: "
                editor.expect(f"the words of {field}", editor.offered_after(text), sorted(said["enum"]))


def check_hover(editor):
    """Hovering over a kind or a field shows its doc."""
    for kind in editor.kinds:
        said = editor.kinds[kind] if kind == "use" else editor.body(kind)
        editor.server.show(editor.file, HEAD + f"      {kind}: x\n")
        editor.expect_in(f"hovering over {kind}", plain(said["description"].split("\n")[0]),
                         plain(editor.server.hovered(editor.file, 6, 7)))
        for field, words in said.get("properties", {}).items():
            editor.server.show(editor.file, HEAD + f"      {kind}:\n        {field}: x\n")
            editor.expect_in(f"hovering over {field} of {kind}", plain(words["description"].split("\n")[0]),
                             plain(editor.server.hovered(editor.file, 7, 9)))


def check_wrong(editor):
    """What is wrong is marked where it stands; what is right is not marked."""
    duration = "write a duration as 250ms, 1.5s or 1m30s"
    rows = [
        ("right", "      fixed: {delay: 1s}\n", []),
        ("a wrong duration", "      fixed: {delay: 1 s}\n", [(6, duration)]),
        ("a bare number", "      fixed: {delay: 5}\n", [(6, 'Incorrect type. Expected "string".')]),
        ("a wrong key", "      fixed: {delay: 1s, dealy: 2s}\n", [(6, "Property dealy is not allowed.")]),
        ("an unknown kind", "      fixd: {delay: 1s}\n", [(6, "Property fixd is not allowed.")]),
        ("a missing key", "      fixed: {}\n", [(6, 'Missing property "delay".')]),
    ]
    for title, text, wanted in rows:
        found = editor.server.show(editor.file, HEAD + text)
        editor.expect(title, [(one["range"]["start"]["line"], one["message"]) for one in found], wanted)
    for title, text in [("two kinds", "      fixed: {delay: 1s}\n      immediate: {}\n"),
                        ("two forms", "      jitter: {ratio: 0.1, mode: full, over: {immediate: {}}}\n"),
                        ("no form", "      jitter: {over: {immediate: {}}}\n")]:
        editor.checks += 1
        if not editor.server.show(editor.file, HEAD + text):
            editor.faults.append(f"{title}: nothing is marked")


def check_shipped(editor, source):
    """The policies that are shipped have nothing to mark; neither have the examples of the manual."""
    shipped = sorted((source / "policies.d").glob("*.yaml"))
    editor.checks += 1
    if not shipped:
        editor.faults.append("no policies are shipped")
    for path in shipped:
        editor.expect(path.name, editor.server.show(editor.file.parent / path.name, path.read_text()), [])


def main():
    source = pathlib.Path(os.environ["srcdir"])
    schema = subprocess.run([os.environ["RETRY_LINT"], "schema"], check=True, capture_output=True, text=True).stdout
    root = pathlib.Path(tempfile.mkdtemp())
    editor = Editor(sys.argv[1], root, schema)
    try:
        check_offers(editor)
        check_words(editor)
        check_hover(editor)
        check_wrong(editor)
        check_shipped(editor, source)
    finally:
        editor.server.stop()
        shutil.rmtree(root)
    print("\n".join(editor.faults))
    print(f"{editor.checks} checks in yaml-language-server, {len(editor.faults)} faults")
    return 1 if editor.faults else 0


if __name__ == "__main__":
    sys.exit(main())
