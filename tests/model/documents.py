"""documents.py - writes policies of the model as YAML and as JSON, in many spellings."""
import json
import os

ENDLESS = None  # in the place of a number of attempts
PRESETS = {"exponential": 2, "decorrelated": 3}  # of multiplier
UNITS = [("d", 86400 * 10**9), ("h", 3600 * 10**9), ("m", 60 * 10**9), ("s", 10**9), ("ms", 10**6), ("us", 10**3), ("ns", 1)]


def decimal_text(value):
    whole, rest = divmod(value.numerator * 10**9 // value.denominator, 10**9)
    return f"{whole}.{rest:09d}".rstrip("0").rstrip(".")


def duration_text(dice, ns):
    """One of the spellings of that length: several units, one unit, or one unit with a fraction."""
    way = dice.randrange(3)
    if way == 0:
        parts, left = [], ns
        for unit, size in UNITS:
            if left >= size:
                parts.append(f"{left // size}{unit}")
                left %= size
        return "".join(parts) or "0s"
    unit, size = dice.choice([u for u in UNITS if ns % u[1] == 0] if way == 1 else UNITS[3:])
    rest = ns % size
    return f"{ns // size}{unit}" if rest == 0 else f"{ns // size}.{str(size + rest)[1:].rstrip('0')}{unit}"


class Number(str):
    """Text that stands without quotes in YAML and in JSON."""


def shuffled(dice, body):
    keys = list(body)
    dice.shuffle(keys)
    return {key: body[key] for key in keys}


def body_values(dice, node, shared):
    body = {}
    for key in ("delay", "initial_delay", "increment", "min_delay", "max_delay"):
        if node.get(key) is not None:
            body[key] = duration_text(dice, node[key])
    for key, preset in (("multiplier", PRESETS.get(node["kind"])), ("exponent", 2), ("factor", None)):
        if key in node and (node[key] != preset or dice.random() < 0.5):
            body[key] = Number(decimal_text(node[key]))
    for key in ("steps", "retries"):
        if key in node:
            body[key] = Number(node[key])
    if "delays" in node:
        body["delays"] = [duration_text(dice, delay) for delay in node["delays"]]
        if node["then"] != "repeat_last" or dice.random() < 0.5:
            body["then"] = node["then"]
    if node["kind"] == "jitter":
        value = node["value"]
        if node["form"] == "factor":
            body["factor"] = [Number(decimal_text(end)) for end in value]
        elif node["form"] == "ratio":
            body["ratio"] = Number(decimal_text(value))
        else:
            body[node["form"]] = value if node["form"] == "mode" else duration_text(dice, value)
    if "over" in node:
        body["over"] = node_values(dice, node["over"], shared)
    return body


def node_values(dice, node, shared):
    """The node as mappings, lists and texts; now and then it moves among the shared ones and is used by name."""
    if "children" in node:
        values = {node["kind"]: [node_values(dice, child, shared) for child in node["children"]]}
    else:
        values = {node["kind"]: shuffled(dice, body_values(dice, node, shared))}
    if dice.random() < 0.1:
        name = f"b{len(shared)}-{dice.randrange(10**12)}"
        shared[name] = values
        return {"use": name}
    return values


def document_values(dice, policies):
    shared, named = {}, {}
    for policy in policies:
        limits = {"max_attempts": "unlimited" if policy["max_attempts"] is ENDLESS else Number(policy["max_attempts"])}
        if policy["max_elapsed"] is not None:
            limits["max_elapsed"] = duration_text(dice, policy["max_elapsed"])
        named[policy["name"]] = {"limits": limits, "backoff": node_values(dice, policy["backoff"], shared)}
    return {"version": Number(1), "policies": named, "backoffs": shared}


def as_json(value):
    if isinstance(value, Number):
        return str(value)
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(key)}: {as_json(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(as_json(item) for item in value) + "]"
    return json.dumps(value)


def as_flow(dice, value):
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {as_flow(dice, item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(as_flow(dice, item) for item in value) + "]"
    return str(value) if isinstance(value, Number) else dice.choice([value, f'"{value}"', f"'{value}'"])


def as_yaml(dice, value, indent=0):
    """Block style down to where the dice say flow."""
    lines = []
    for key, item in value.items():
        if isinstance(item, dict) and item and (indent < 4 or dice.random() < 0.6):
            lines += [" " * indent + f"{key}:"] + as_yaml(dice, item, indent + 2)
        else:
            lines.append(" " * indent + f"{key}: {as_flow(dice, item)}")
    return lines


def write_documents(dice, folder, policies):
    """Writes each 100 policies to one file of either spelling; returns the two directories."""
    directories = [os.path.join(folder, ending) for ending in ("yaml", "json")]
    for directory in directories:
        os.mkdir(directory)
    for start in range(0, len(policies), 100):
        values = document_values(dice, policies[start : start + 100])
        texts = "\n".join(as_yaml(dice, values)) + "\n", as_json(values)
        for directory, text in zip(directories, texts):
            with open(f"{directory}/{start:06d}.{os.path.basename(directory)}", "w", encoding="utf-8") as file:
                file.write(text)
    return directories
