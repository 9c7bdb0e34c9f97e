#!/usr/bin/env python3
"""Runs one tool on one instance in this process: peer.py TOOL INSTANCE LIMIT. Prints JSON."""

import importlib
import json
import sys

import clock


def run(tool, path, seconds):
    try:
        with open(path) as file:
            instance = json.load(file)
        # One module only: what the other tools import must not count in this one's memory.
        tools = importlib.import_module("frontiers" if "points" in instance else "conflicts").TOOLS
        # Imports and the instance in the tool's own terms are made before the clock starts.
        call = tools[tool](instance)
    except ImportError as error:
        return {"missing": str(error)}
    clock.limit(seconds)
    try:
        spent, answer = clock.measured(call)
    except clock.Over:
        return {"over": seconds, "peak": clock.peak()}
    if answer.get("complete") is False:
        return {"over": seconds, "peak": clock.peak(), "answer": answer}
    return {"seconds": spent, "peak": clock.peak(), "answer": answer}


if __name__ == "__main__":
    print(json.dumps(run(sys.argv[1], sys.argv[2], int(sys.argv[3]))))
