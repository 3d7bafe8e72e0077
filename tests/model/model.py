#!/usr/bin/env python3
"""model.py - an independent exact model of backoffs, held against what `retry-lint explain` says.

Usage: model.py [--policies N] [--seed S] [RETRY-LINT]

Writes random policies in YAML and in JSON, lets retry-lint explain them, and computes every window, mean and total again
with whole numbers and fractions of unlimited size. Whole multipliers and exponents must agree to the nanosecond; for
others and for geometric the curve may be off by 1 ns + 10^-11 of the value, and that error is followed through the nodes
above it. Exit 1: they differ.
"""
import argparse
import decimal
import json
import math
import os
import random
import subprocess
import sys
import tempfile
from fractions import Fraction

sys.dont_write_bytecode = True  # the sources may lie on a read-only disk, and should stay clean
from documents import ENDLESS, write_documents  # noqa: E402

YEAR = 365 * 86400 * 10**9  # the longest delay, in ns
MOST = 2**63 - 1  # where totals stop
STEPS = 2000  # windows that are computed one by one; totals over more different ones are not compared
RAISED = []  # a policy each: totals that were not compared

decimal.getcontext().prec = 80
decimal.getcontext().Emax = decimal.MAX_EMAX


# ---- the model: a window is (lo, hi, error of lo, error of hi), or None where the node is exhausted ------------------


def half_up(value):
    """The nearest whole number, halves away from zero."""
    return (2 * value.numerator + value.denominator) // (2 * value.denominator)


def point(value, error=0):
    return value, value, error, error


def curve(exact, cap):
    """A curve that is not exact: rounded, with the error that is allowed; the cap where the exact one reaches it."""
    if exact >= cap:
        return point(cap)
    value = min(int((exact + decimal.Decimal("0.5")).to_integral_value(decimal.ROUND_FLOOR)), cap)
    return point(value, 1 + value // 10**11)


def as_decimal(fraction):
    return decimal.Decimal(fraction.numerator) / decimal.Decimal(fraction.denominator)


def power(initial, multiplier, exponent, cap):
    """initial * multiplier^exponent for a whole exponent."""
    if exponent == 0 or initial == 0 or multiplier == 1:
        return point(initial)
    if multiplier.denominator == 1:
        # 2^55 is above 365 days, so that 56 factors say as much as 10^9
        return point(min(initial * int(multiplier) ** min(exponent, 56), cap))
    return curve(initial * as_decimal(multiplier) ** exponent, cap)


def exponential(node, f):
    return power(node["initial_delay"], node["multiplier"], f - 1, node["max_delay"])


def linear(node, f):
    return point(min(node["initial_delay"] + (f - 1) * node["increment"], node["max_delay"]))


def polynomial(node, f):
    initial, exponent, cap = node["initial_delay"], node["exponent"], node["max_delay"]
    if f == 1 or initial == 0:
        return point(initial)
    if exponent.denominator == 1:
        return point(min(initial * f ** int(exponent), cap))
    return curve(initial * decimal.Decimal(f) ** as_decimal(exponent), cap)


def fibonacci(node, f):
    before, now = 0, node["initial_delay"]
    for _ in range(min(f, 100) - 1):  # the 100th number is above 2^55
        before, now = now, before + now
    return point(min(now, node["max_delay"]))


def geometric(node, f):
    initial, cap, steps = node["initial_delay"], node["max_delay"], node["steps"]
    if f == 1 or f > steps:
        return point(initial if f == 1 else cap)
    ratio = decimal.Decimal(cap) / decimal.Decimal(initial)
    return curve(initial * ratio ** (decimal.Decimal(f - 1) / decimal.Decimal(steps)), cap)


def schedule(node, f):
    delays, then = node["delays"], node["then"]
    if f > len(delays) and then == "stop":
        return None
    return point(delays[(f - 1) % len(delays) if then == "cycle" else min(f, len(delays)) - 1])


def decorrelated(node, f):
    """Asked without a call, the envelope."""
    longest = power(node["initial_delay"], node["multiplier"], f, node["max_delay"])
    return node["initial_delay"], min(longest[1], node["max_delay"]), 0, longest[3]


LEAVES = {
    "immediate": lambda node, f: point(0),
    "fixed": lambda node, f: point(node["delay"]),
    "exponential": exponential,
    "linear": linear,
    "polynomial": polynomial,
    "fibonacci": fibonacci,
    "geometric": geometric,
    "schedule": schedule,
    "decorrelated": decorrelated,
}


def scaled(end, error, factor):
    return min(half_up(end * factor), YEAR), int(error * factor) + 1 if error else 0


def jitter(node, child):
    lo, hi, lo_error, hi_error = child
    form, value = node["form"], node["value"]
    if form == "mode" and value == "full":
        return 0, hi, 0, hi_error
    if form == "mode":
        half, error = scaled(hi, hi_error, Fraction(1, 2))
        return half, hi, error, hi_error
    if form in ("ratio", "factor"):
        low, high = (1 - value, 1 + value) if form == "ratio" else value
        lo, lo_error = scaled(lo, lo_error, low)
        hi, hi_error = scaled(hi, hi_error, high)
        return lo, hi, lo_error, hi_error
    if form == "plus_minus":
        lo = max(lo - value, 0)
    return lo, min(hi + value, YEAR), lo_error, hi_error


def clamp(node, child):
    lo, hi, lo_error, hi_error = child
    low, high = node["min_delay"] or 0, YEAR if node["max_delay"] is None else node["max_delay"]
    return min(max(lo, low), high), min(max(hi, low), high), lo_error, hi_error


def scale(node, child):
    lo, lo_error = scaled(child[0], child[2], node["factor"])
    hi, hi_error = scaled(child[1], child[3], node["factor"])
    return lo, hi, lo_error, hi_error


def length(node):
    """The last f with a window, ENDLESS without."""
    if node["kind"] == "schedule":
        return len(node["delays"]) if node["then"] == "stop" else ENDLESS
    ends = [length(child) for child in below(node)] + ([node["retries"]] if node["kind"] == "take" else [])
    if node["kind"] == "sequence":
        return ENDLESS if ENDLESS in ends else sum(ends)
    ends = [end for end in ends if end is not ENDLESS]
    return min(ends) if ends else ENDLESS


def sequence(node, f):
    for child in node["children"]:
        end = length(child)
        if end is ENDLESS or f <= end:
            return window(child, f)
        f -= end
    return None


JOINS = {
    "sum": lambda ends, errors: (min(sum(ends), YEAR), sum(errors)),
    "max": lambda ends, errors: (max(ends), max(errors)),
    "min": lambda ends, errors: (min(ends), max(errors)),
}


def joined(node, f):
    children = [window(child, f) for child in node["children"]]
    if None in children:
        return None
    lo, lo_error = JOINS[node["kind"]]([child[0] for child in children], [child[2] for child in children])
    hi, hi_error = JOINS[node["kind"]]([child[1] for child in children], [child[3] for child in children])
    return lo, hi, lo_error, hi_error


def window(node, f):
    kind = node["kind"]
    if kind in LEAVES:
        return LEAVES[kind](node, f)
    if kind == "sequence":
        return sequence(node, f)
    if kind in JOINS:
        return joined(node, f)
    child = window(node["over"], f) if kind != "take" or f <= node["retries"] else None
    if child is None or kind == "take":
        return child
    return {"jitter": jitter, "clamp": clamp, "scale": scale}[kind](node, child)


def recalls(node):
    return node["kind"] == "decorrelated" or any(recalls(child) for child in below(node))


def below(node):
    return node.get("children", [node["over"]] if "over" in node else [])


def settled(node):
    """(from, period): where windows come again; None where that is beyond STEPS."""
    kind = node["kind"]
    if kind == "schedule":
        return (1, len(node["delays"])) if node["then"] == "cycle" else (len(node["delays"]), 1)
    if kind in LEAVES:
        last = window(node, 2**31 - 1)
        if window(node, STEPS)[:2] != last[:2]:
            return None
        low, high = 0, STEPS
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (low, middle) if window(node, middle)[:2] == last[:2] else (middle, high)
        return high, 1
    if kind == "sequence":
        before = 0
        for child in node["children"]:
            end = length(child)
            if end is ENDLESS:
                found = settled(child)
                return found and (found[0] + before, found[1])
            before += end
        return before, 1
    found = [settled(child) for child in below(node)]
    if None in found:
        return None
    return max(start for start, _ in found), math.lcm(*[period for _, period in found])


def all_windows(policy):
    """(windows before they come again, those that come again); None where they are too many. An end: none come again."""
    if "windows" not in policy:
        backoff = policy["backoff"]
        end, found = length(backoff), settled(backoff)
        if end is not ENDLESS and end <= STEPS:
            policy["windows"] = [window(backoff, f) for f in range(1, end + 1)], []
        elif found is None or sum(found) > STEPS or (end is not ENDLESS and sum(found) > end):
            policy["windows"] = None
        else:
            windows = [window(backoff, f) for f in range(1, sum(found))]
            policy["windows"] = windows[: found[0] - 1], windows[found[0] - 1 :]
    return policy["windows"]


def allowed(policy):
    """Retries that max_attempts and the length of the backoff allow."""
    end = length(policy["backoff"])
    if policy["max_attempts"] is ENDLESS:
        return end
    return policy["max_attempts"] - 1 if end is ENDLESS else min(policy["max_attempts"] - 1, end)


class Sums:
    """Sums over the most waits whose lower ends fit max_elapsed; slack -1 or 1 takes the ends at their errors."""

    def __init__(self, policy, slack):
        self.limit, self.slack = policy["max_elapsed"], slack
        self.used = self.lo = self.hi = self.error = 0
        self.cut = self.infinite = False

    def least(self, window_):
        return max(window_[0] + self.slack * window_[2], 0)

    def add(self, windows, times):
        self.used += times * sum(self.least(one) for one in windows)
        self.lo += times * sum(one[0] for one in windows)
        self.hi += times * sum(one[1] for one in windows)
        self.error += times * sum(max(one[2:]) for one in windows)

    def step(self, windows):
        for one in windows:
            self.cut = self.cut or (self.limit is not None and self.used + self.least(one) > self.limit)
            if self.cut:
                return
            self.add([one], 1)


def add_up(policy, retries, slack):
    before, cycle = all_windows(policy)
    sums = Sums(policy, slack)
    sums.step(before if retries is ENDLESS else before[:retries])
    if sums.cut or not cycle or (retries is not ENDLESS and retries <= len(before)):
        return sums
    cost = sum(sums.least(one) for one in cycle)
    fit = None if sums.limit is None or cost == 0 else (sums.limit - sums.used) // cost
    if retries is ENDLESS and fit is None:
        sums.infinite = True
        sums.hi = ENDLESS if any(one[1] > 0 for one in cycle) else sums.hi
        return sums
    whole = None if retries is ENDLESS else (retries - len(before)) // len(cycle)
    if fit is not None and (whole is None or fit < whole):
        sums.add(cycle, fit)
        sums.step(cycle)
    else:
        sums.add(cycle, whole)
        sums.step(cycle[: (retries - len(before)) % len(cycle)])
    return sums


def total(policy, slack):
    """(max_ns, mean_ns, error) as explain defines them."""
    limit, sums = policy["max_elapsed"], add_up(policy, allowed(policy), slack)
    if limit is None and sums.infinite:
        return None, None, 0
    if sums.hi is ENDLESS or (limit is not None and sums.hi > limit):
        return limit, None, sums.error
    if sums.cut or allowed(policy) is ENDLESS or recalls(policy["backoff"]):
        return min(sums.hi, MOST), None, sums.error
    return min(sums.hi, MOST), min((sums.lo + sums.hi) // 2, MOST), sums.error


# ---- random policies -------------------------------------------------------------------------------------------------


def random_duration(dice, most=YEAR):
    """Any length, short ones as likely as long ones."""
    return min(dice.randrange(10 ** dice.randint(1, 17)), most)


def random_decimal(dice, digits, most):
    whole = dice.randint(0, most)
    return min(Fraction(whole * 10**digits + dice.choice([0, dice.randrange(10**digits)]), 10**digits), Fraction(most))


def random_multiplier(dice):
    if dice.random() < 0.4:
        return Fraction(dice.choice([1, 2, 2, 3, 10, 100]))
    if dice.random() < 0.01:
        return Fraction(dice.choice(["1.001", "1.01"]))
    return Fraction(dice.choice(["1.1", "1.25", "1.5", "1.618", "2.5", "7.125", "99.999"]))


def random_leaf(dice):
    kind = dice.choice([*LEAVES, "exponential", "exponential"])
    if kind == "immediate":
        return {"kind": kind}
    if kind == "fixed":
        return {"kind": kind, "delay": random_duration(dice)}
    if kind == "schedule":
        delays = [random_duration(dice) for _ in range(dice.choice([1, 2, 3, 5, 50 if dice.random() < 0.1 else 4]))]
        return {"kind": kind, "delays": sorted(delays) if dice.random() < 0.5 else delays,
                "then": dice.choice(["repeat_last", "stop", "cycle"])}
    initial = max(random_duration(dice, YEAR // 2), 1 if kind == "geometric" else 0)
    cap = dice.choice([YEAR, min(initial + random_duration(dice), YEAR)])
    node = {"kind": kind, "initial_delay": initial, "max_delay": cap}
    if kind in ("exponential", "decorrelated"):
        node["multiplier"] = random_multiplier(dice)
    if kind == "linear":
        node["increment"] = random_duration(dice)
    if kind == "polynomial":
        node["exponent"] = random_decimal(dice, 3, 10)
    if kind == "geometric":
        node["steps"] = dice.choice([1, 2, 3, 7, 30, 1000, 1000000])
    return node


def random_form(dice):
    form = dice.choice(["full", "equal", "ratio", "factor", "plus_minus", "add"])
    if form in ("full", "equal"):
        return "mode", form
    if form == "ratio":
        return form, random_decimal(dice, 9, 1)
    if form == "factor":
        return form, tuple(sorted(random_decimal(dice, dice.randint(0, 9), dice.choice([1, 3, 1000])) for _ in range(2)))
    return form, random_duration(dice)


def random_list(dice, depth):
    count = dice.choice([1, 2, 2, 3, 4])
    kind = dice.choice(["sequence", "sequence", "sum", "max", "min"])
    return {"kind": kind, "children": [random_node(dice, depth - 1) for _ in range(count)]}


def random_node(dice, depth):
    if depth == 1 or dice.random() < 0.25:
        return random_leaf(dice)
    if dice.random() < 0.35:
        return random_list(dice, depth)
    over, way = random_node(dice, depth - 1), dice.random()
    if way < 0.5:
        form, value = random_form(dice)
        return {"kind": "jitter", "form": form, "value": value, "over": over}
    if way < 0.65:
        return {"kind": "scale", "factor": random_decimal(dice, 9, dice.choice([1, 3, 1000])), "over": over}
    if way < 0.8:
        return {"kind": "take", "retries": dice.choice([1, 2, 3, 7, 100, 2**31 - 1]), "over": over}
    low, high = sorted(random_duration(dice) for _ in range(2))
    given = dice.choice(["min", "max", "both"])
    return {"kind": "clamp", "min_delay": None if given == "max" else low, "max_delay": None if given == "min" else high,
            "over": over}


def random_policy(dice, number, many):
    attempts = dice.choice([2, 3, 5, 8, 13, ENDLESS] + ([10**6, 2**31 - 1, ENDLESS] if many else []))
    elapsed = dice.choice([None, max(random_duration(dice), 1)])
    return {"name": f"p{number}", "max_attempts": attempts, "max_elapsed": elapsed, "backoff": random_node(dice, 4)}


# ---- the comparison --------------------------------------------------------------------------------------------------


def near(got, want, error):
    return got == want if got is None or want is None else abs(got - want) <= error


def row_faults(policy, row):
    lo, hi, lo_error, hi_error = window(policy["backoff"], row["retry"])
    if not near(row["lo_ns"], lo, lo_error) or not near(row["hi_ns"], hi, hi_error) or row["lo_ns"] > row["hi_ns"]:
        yield f"retry {row['retry']}: window [{row['lo_ns']}, {row['hi_ns']}], the model says [{lo}, {hi}]"
    mean = None if recalls(policy["backoff"]) else (row["lo_ns"] + row["hi_ns"]) // 2
    if row["mean_ns"] != mean:
        yield f"retry {row['retry']}: mean {row['mean_ns']} is not the middle"
    if all_windows(policy) is None:
        return
    answers = set()
    for slack in (-1, 1):
        beyond = allowed(policy) is not ENDLESS and row["retry"] > allowed(policy)
        answers.add(beyond or add_up(policy, row["retry"], slack).cut)
    if row.get("unreachable", False) not in answers:
        yield f"retry {row['retry']}: unreachable is {row.get('unreachable', False)}"


def total_faults(policy, got):
    if all_windows(policy) is None:
        RAISED.append(policy)
        return
    low, high = total(policy, 1), total(policy, -1)
    error = max(low[2], high[2])
    if None in (got["max_ns"], low[0], high[0]):
        fine = got["max_ns"] == low[0] == high[0]
    else:
        fine = low[0] - error <= got["max_ns"] <= high[0] + error
    if not fine:
        yield f"total max {got['max_ns']}, the model says {low[0]} to {high[0]}"
    if not any(near(got["mean_ns"], want[1], error) for want in (low, high)):
        yield f"total mean {got['mean_ns']}, the model says {low[1]} to {high[1]}"


def never_falls(node):
    return node["kind"] not in ("schedule", "sequence") and all(never_falls(child) for child in below(node))


def policy_faults(policy, got, wanted_rows):
    end = length(policy["backoff"])
    wanted = [row for row in wanted_rows if end is ENDLESS or row <= end]
    if got["max_attempts"] != policy["max_attempts"] or [row["retry"] for row in got["retries"]] != wanted:
        yield "other rows or limits than the model's"
        return
    last = 0, 0
    for row in got["retries"]:
        yield from row_faults(policy, row)
        if never_falls(policy["backoff"]) and (row["lo_ns"] < last[0] or row["hi_ns"] < last[1]):
            yield f"retry {row['retry']}: an end falls"
        last = row["lo_ns"], row["hi_ns"]
    yield from total_faults(policy, got["total"])


def explain(lint, options, directory):
    done = subprocess.run([lint, "explain", "-f", "json", *options, "*", directory], capture_output=True, check=False)
    if done.returncode != 0:
        sys.exit(f"model.py: retry-lint exits with {done.returncode}: {done.stderr.decode()[:2000]}")
    return done.stdout


def compare(lint, options, directories, policies, rows_of):
    outputs = [explain(lint, options, directory) for directory in directories]
    if outputs[0] != outputs[1]:
        sys.exit(f"model.py: the YAML and the JSON spelling are explained differently, {options} {directories}")
    answers = json.loads(outputs[0])
    faults = [] if len(answers) == len(policies) else [f"{len(answers)} policies of {len(policies)}"]
    for policy, got in zip(policies, answers):
        for fault in policy_faults(policy, got, rows_of(policy)):
            shown = {key: value for key, value in policy.items() if key != "windows"}
            faults.append(f"{got['policy']} {' '.join(options)}: {fault}\n    {shown}")
    return faults


def default_rows(policy):
    return list(range(1, 21 if allowed(policy) is ENDLESS else allowed(policy) + 1))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("lint", nargs="?", default=os.environ.get("RETRY_LINT", "./retry-lint"))
    parser.add_argument("--policies", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=20)
    chosen = parser.parse_args()
    dice = random.Random(chosen.seed)
    faults = []
    with tempfile.TemporaryDirectory() as folder:
        for many in (False, True):
            policies = [random_policy(dice, number, many) for number in range(chosen.policies)]
            for policy in policies:  # without --at each row is shown
                if not many and allowed(policy) is not ENDLESS and allowed(policy) > 100:
                    policy["max_attempts"] = 13
            os.mkdir(f"{folder}/{many}")
            directories = write_documents(dice, f"{folder}/{many}", policies)
            if not many:
                faults += compare(chosen.lint, [], directories, policies, default_rows)
            for at in [1, 2, 55, 1000, 10**9] if many else [10, 40001]:
                faults += compare(chosen.lint, ["--at", str(at)], directories, policies, lambda _, at=at: [at])
    for fault in faults[:10]:
        print(fault)
    print(f"model.py: {len(faults)} differences in {2 * chosen.policies} policies; {len(RAISED)} totals not compared")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
