"""documents.py - reads the cases as an editor does: YAML 1.2 by its core schema, as values of JSON."""

import json
import pathlib
import re

import yaml

# What is no text in YAML 1.2 (10.3.2); everything else is.
CORE = [
    ("null", re.compile(r"~|null|Null|NULL|")),
    ("bool", re.compile(r"true|True|TRUE|false|False|FALSE")),
    ("int", re.compile(r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+")),
    ("float", re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)")),
]


def core_type(node):
    """The type that the scalar has without its neighbours: null, bool, int, float or str."""
    if node.style is None:
        for name, form in CORE:
            if form.fullmatch(node.value):
                return name
    return "str"


def number(text):
    """A number of JSON: 5.0 is 5 there."""
    text = text.lower().replace(".inf", "inf").replace(".nan", "nan")
    value = int(text, 0) if text[:2] in ("0o", "0x") else float(text)
    return int(value) if value == value and abs(value) < 2**53 and value == int(value) else value


def value_of(node):
    if isinstance(node, yaml.MappingNode):
        return {key.value if isinstance(key, yaml.ScalarNode) else "?": value_of(value) for key, value in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [value_of(item) for item in node.value]
    kind = core_type(node)
    if kind == "null":
        return None
    if kind == "bool":
        return node.value.lower() == "true"
    return node.value if kind == "str" else number(node.value)


def scalars_of(node):
    """Every scalar, keys included, by the line and column where it stands, from 1."""
    if isinstance(node, yaml.ScalarNode):
        yield (node.start_mark.line + 1, node.start_mark.column + 1), node
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from scalars_of(item)
    else:
        for key, value in node.value:
            yield from scalars_of(key)
            yield from scalars_of(value)


class Loader(yaml.SafeLoader):
    """Reads no aliases, which are an error in policy files and may grow without end."""

    def compose_node(self, parent, index):
        if self.check_event(yaml.AliasEvent):
            raise yaml.YAMLError("an alias")
        return super().compose_node(parent, index)


class Document:
    """A document in YAML or JSON. Places are those of YAML, which reads JSON too, but for tabs in some places."""

    def __init__(self, text, is_json=False):
        self.scalars = {}
        if is_json:
            self.value = json.loads(text, parse_float=number)
        try:
            root = yaml.compose(text, Loader=Loader)
        except yaml.YAMLError:
            if not is_json:
                raise
            return
        if root is None:
            raise ValueError("an empty document")
        self.scalars = dict(scalars_of(root))
        if not is_json:
            self.value = value_of(root)

    def type_at(self, place):
        """The type of the scalar at (line, column); None where none stands there."""
        return core_type(self.scalars[place]) if place in self.scalars else None


def read(path):
    """The document; None where no YAML or JSON is to be had from the file."""
    try:
        text = pathlib.Path(path).read_bytes().decode("utf-8-sig")
        return Document(text, path.suffix == ".json")
    except (UnicodeDecodeError, ValueError, yaml.YAMLError, RecursionError):
        return None


def findings(path):
    """[((line, column), slug), ...]"""
    found = []
    for line in pathlib.Path(path).read_text().splitlines():
        place, slug = line.split()
        found.append((tuple(int(part) for part in place.split(":")), slug))
    return found
