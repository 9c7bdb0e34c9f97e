#!/usr/bin/env python3
"""Measures other tools and `impasse` on the same instances and prints both and their ratios.

Times are processor seconds of the call, imports and instances left out; memory is the peak of the
process. Every measurement is a process of its own. A limit counts processor seconds too.
"""

import argparse
import json
import pathlib
import resource
import subprocess
import sys

from conflicts import TOOLS as CONFLICT_TOOLS

# Named here too, so that they are listed where numpy is missing.
FRONTIER_TOOLS = ["negmas stats", "negmas parts", "negmas numpy", "merge numpy"]
FRONTIERS = [
    "random_p2_1e5",
    "random_p2_1e6",
    "random_p2_1e7",
    "opposed_p3_1e6",
    "opposed_p3_1e7",
    "random_p5_240000",
]
CONFLICTS = [f"n{count}_{tightness}_s1" for count in (50, 100, 200, 500) for tightness in ("loose", "mid")]
PACKAGES = ["negmas.preferences.ops", "pysat.examples.optux", "cpmpy"]
HERE = pathlib.Path(__file__).parent


def arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--measure", default="measure", help="our program (set by `run`)")
    parser.add_argument("--instances", default=".", help="their folder (set by `run`)")
    parser.add_argument("--limit", type=int, default=30, help="processor seconds a measurement")
    parser.add_argument("--only", default="", help="only instances and tools that contain this")
    parser.add_argument("--json", type=pathlib.Path, help="also write the measurements here")
    return parser.parse_args()


def theirs(options, tool, instance):
    path = pathlib.Path(options.instances, instance + ".json")
    command = [sys.executable, HERE / "peer.py", tool, path, str(options.limit)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode == 0:
        return json.loads(done.stdout.splitlines()[-1])
    if done.returncode < 0:
        # Stopped where it could not be interrupted.
        return {"over": options.limit}
    return {"failed": (done.stderr.strip().splitlines() or ["no message"])[-1]}


def ours(options, name):
    limit = ["--limit", str(options.limit)]
    done = subprocess.run(
        [options.measure, *limit, "--json", "run", name], capture_output=True, text=True, check=True
    )
    found = [json.loads(line) for line in done.stdout.splitlines()]
    measured = next(line["measured"] for line in found if line["case"] == name)
    return measured or {"over": options.limit}


def imports(module):
    """Processor seconds and peak memory of starting Python and importing a package."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    code = f"import {module}, clock; print(clock.peak())"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, cwd=HERE
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode != 0:
        return {"missing": module}
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return {"seconds": spent, "peak": int(done.stdout.splitlines()[-1])}


def time(measured):
    if "missing" in measured:
        return f"missing: {measured['missing']}"
    if "failed" in measured:
        return f"failed: {measured['failed']}"
    if "over" in measured:
        found = measured.get("answer", {}).get("conflicts")
        return f"not in {measured['over']} s" + (f" ({found} found)" if found is not None else "")
    seconds = measured["seconds"]
    if seconds < 1e-3:
        return f"{seconds * 1e6:.0f} µs"
    return f"{seconds * 1e3:.1f} ms" if seconds < 1 else f"{seconds:.1f} s"


def memory(measured):
    return f"{measured['peak'] / 1024:.0f} MiB" if "peak" in measured else "–"


def ratio(own, other, what):
    """How many times as much the other one takes; at least so many, if it was stopped."""
    if "seconds" not in own or what not in own:
        return "–"
    if "over" in other and what == "seconds":
        return f"> {other['over'] / own['seconds']:,.0f}"
    return f"{other[what] / own[what]:,.1f}" if what in other else "–"


def agreement(own, other):
    """Whether two answers are the same, as far as both give one."""
    one, two = own.get("answer", {}), other.get("answer", {})
    if two.get("complete") is False:
        return "incomplete"
    shared = [key for key in ("frontier", "sum", "nash", "utilitarian", "conflicts") if key in one and key in two]
    if not shared:
        return "–"
    differing = [f"{key} {one[key]} ≠ {two[key]}" for key in shared if one[key] != two[key]]
    return "DIFFERENT: " + ", ".join(differing) if differing else "same"


def main():
    options = arguments()
    rows = []
    print("| instance | tool | time | ours | times ours | memory | ours | times ours | answers |")
    print("| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | --- |")

    def row(instance, tool, own, other):
        agrees = agreement(own, other)
        cells = [instance, tool, time(other), time(own), ratio(own, other, "seconds")]
        cells += [memory(other), memory(own), ratio(own, other, "peak"), agrees]
        print("| " + " | ".join(cells) + " |", flush=True)
        rows.append({"instance": instance, "tool": tool, "theirs": other, "ours": own})
        rows[-1]["answers"] = agrees

    if options.only in "start":
        start = ours(options, "scenario/version")
        for module in PACKAGES:
            row("start", f"import {module}", start, imports(module))
    for group, names, tools in (
        ("frontier", FRONTIERS, FRONTIER_TOOLS),
        ("conflicts", CONFLICTS, list(CONFLICT_TOOLS)),
    ):
        for name in names:
            wanted = [tool for tool in tools if options.only in f"{group}/{name} {tool}"]
            if wanted:
                own = ours(options, f"{group}/{name}")
                for tool in wanted:
                    row(name, tool, own, theirs(options, tool, name))
    if options.json:
        options.json.write_text(json.dumps(rows, indent=1) + "\n")
    missing = sorted({row["theirs"]["missing"] for row in rows if "missing" in row["theirs"]})
    for what in missing:
        print(f"\nNot measured: {what}")
    if any(row["answers"].startswith("DIFFERENT") for row in rows):
        sys.exit("\nSome answers differ.")
    if missing:
        sys.exit(1)


if __name__ == "__main__":
    main()
