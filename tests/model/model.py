#!/usr/bin/env python3
"""model.py - an independent exact model of backoffs, held against what `retry-lint explain` says.

Usage: model.py [--policies N] [--seed S] [RETRY-LINT]

Writes random policies in YAML and in JSON, lets retry-lint explain them, and computes every window, mean and total again
with whole numbers and fractions of unlimited size. Whole multipliers must agree to the nanosecond; for others the curve
may be off by 1 ns + 10^-11 of the value, and that error is followed through the nodes above it. Exit 1: they differ.
"""
import argparse
import decimal
import json
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
FLAT = 10**9  # every curve has reached its cap long before this retry

decimal.getcontext().prec = 80
decimal.getcontext().Emax = decimal.MAX_EMAX


# ---- the model: a window is (lo, hi, error of lo, error of hi) -------------------------------------------------------


def half_up(value):
    """The nearest whole number, halves away from zero."""
    return (2 * value.numerator + value.denominator) // (2 * value.denominator)


def exponential(node, f):
    initial, multiplier, cap = node["initial_delay"], node["multiplier"], node["max_delay"]
    if f == 1 or initial == 0 or multiplier == 1:
        return initial, initial, 0, 0
    if multiplier.denominator == 1:
        # 2^55 is above 365 days, so that 56 factors say as much as 10^9
        value = min(initial * int(multiplier) ** min(f - 1, 56), cap)
        return value, value, 0, 0
    ratio = decimal.Decimal(multiplier.numerator) / decimal.Decimal(multiplier.denominator)
    exact = initial * ratio ** (f - 1)
    if exact >= cap:
        return cap, cap, 0, 0
    value = min(int((exact + decimal.Decimal("0.5")).to_integral_value(decimal.ROUND_FLOOR)), cap)
    error = 1 + value // 10**11
    return value, value, error, error


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


def window(node, f):
    kind = node["kind"]
    if kind == "immediate":
        return 0, 0, 0, 0
    if kind == "fixed":
        return node["delay"], node["delay"], 0, 0
    if kind == "exponential":
        return exponential(node, f)
    child = window(node["over"], f)
    return jitter(node, child) if kind == "jitter" else clamp(node, child)


def stretches(policy, retries):
    """Yields (count, window): one retry at a time, then all from where the window stays; count ENDLESS: without end."""
    if "windows" not in policy:
        last, windows = window(policy["backoff"], FLAT), []
        while not windows or windows[-1][:2] != last[:2]:
            windows.append(window(policy["backoff"], len(windows) + 1))
        policy["windows"] = windows
    windows = policy["windows"]
    if retries is not ENDLESS and retries < len(windows):
        windows = windows[:retries]
    for now in windows[:-1]:
        yield 1, now
    if windows:
        yield ENDLESS if retries is ENDLESS else retries - len(windows) + 1, windows[-1]


def allowed(policy):
    return ENDLESS if policy["max_attempts"] is ENDLESS else policy["max_attempts"] - 1


def add_up(policy, retries, slack):
    """Sums over the most waits whose lower ends fit max_elapsed; slack -1 or 1 takes the ends at their errors."""
    limit, used, lo, hi, error, count, cut = policy["max_elapsed"], 0, 0, 0, 0, 0, False
    for number, (low, high, low_error, high_error) in stretches(policy, retries):
        least = max(low + slack * low_error, 0)
        fit = number
        if limit is not None and least > 0:
            room = (limit - used) // least
            if number is ENDLESS or room < number:
                fit, cut = room, True
        if fit is ENDLESS:
            if high > 0:
                return {"hi": None, "lo": None, "error": 0, "count": ENDLESS, "cut": cut}
            fit, count = 0, ENDLESS
        used, lo, hi, error = used + least * fit, lo + low * fit, hi + high * fit, error + max(low_error, high_error) * fit
        count = ENDLESS if count is ENDLESS else count + fit
        if cut:
            break
    return {"hi": hi, "lo": lo, "error": error, "count": count, "cut": cut}


def total(policy, slack):
    """(max_ns, mean_ns, error) as explain defines them."""
    limit, sums = policy["max_elapsed"], add_up(policy, allowed(policy), slack)
    if limit is None and sums["count"] is ENDLESS:
        return None, None, 0
    if sums["hi"] is None or (limit is not None and sums["hi"] > limit):
        return limit, None, sums["error"]
    if sums["cut"] or allowed(policy) is ENDLESS:
        return sums["hi"], None, sums["error"]
    return min(sums["hi"], MOST), min((sums["lo"] + sums["hi"]) // 2, MOST), sums["error"]


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
    kind = dice.choice(["immediate", "fixed", "exponential", "exponential", "exponential"])
    if kind == "fixed":
        return {"kind": kind, "delay": random_duration(dice)}
    if kind == "exponential":
        initial = random_duration(dice, YEAR // 2)
        cap = dice.choice([YEAR, min(initial + random_duration(dice), YEAR)])
        return {"kind": kind, "initial_delay": initial, "multiplier": random_multiplier(dice), "max_delay": cap}
    return {"kind": kind}


def random_form(dice):
    form = dice.choice(["full", "equal", "ratio", "factor", "plus_minus", "add"])
    if form in ("full", "equal"):
        return "mode", form
    if form == "ratio":
        return form, random_decimal(dice, 9, 1)
    if form == "factor":
        return form, tuple(sorted(random_decimal(dice, dice.randint(0, 9), dice.choice([1, 3, 1000])) for _ in range(2)))
    return form, random_duration(dice)


def random_node(dice, depth):
    if depth == 1 or dice.random() < 0.25:
        return random_leaf(dice)
    over = random_node(dice, depth - 1)
    if dice.random() < 0.7:
        form, value = random_form(dice)
        return {"kind": "jitter", "form": form, "value": value, "over": over}
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
    if not near(row["lo_ns"], lo, lo_error) or not near(row["hi_ns"], hi, hi_error):
        yield f"retry {row['retry']}: window [{row['lo_ns']}, {row['hi_ns']}], the model says [{lo}, {hi}]"
    if row["mean_ns"] != (row["lo_ns"] + row["hi_ns"]) // 2:
        yield f"retry {row['retry']}: mean {row['mean_ns']} is not the middle"
    answers = set()
    for slack in (-1, 1):
        beyond = allowed(policy) is not ENDLESS and row["retry"] > allowed(policy)
        answers.add(beyond or add_up(policy, row["retry"], slack)["cut"])
    if row.get("unreachable", False) not in answers:
        yield f"retry {row['retry']}: unreachable is {row.get('unreachable', False)}"


def total_faults(policy, got):
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


def policy_faults(policy, got, wanted_rows):
    if got["max_attempts"] != policy["max_attempts"] or [row["retry"] for row in got["retries"]] != wanted_rows:
        yield "other rows or limits than the model's"
        return
    last = 0, 0
    for row in got["retries"]:
        yield from row_faults(policy, row)
        if row["lo_ns"] < last[0] or row["hi_ns"] < last[1]:
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
            os.mkdir(f"{folder}/{many}")
            directories = write_documents(dice, f"{folder}/{many}", policies)
            if not many:
                faults += compare(chosen.lint, [], directories, policies, default_rows)
            for at in [1, 2, 55, 1000, 10**9] if many else [10, 40001]:
                faults += compare(chosen.lint, ["--at", str(at)], directories, policies, lambda _, at=at: [at])
    for fault in faults[:10]:
        print(fault)
    print(f"model.py: {len(faults)} differences in {2 * chosen.policies} policies")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
