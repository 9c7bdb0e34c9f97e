#!/usr/bin/env python3
"""The draws of ../src/domain.rs and ../src/demands.rs restated, to check them bit for bit.

usage: generate.py opposed PARTIES ISSUES OPTIONS SEED | generate.py demands COUNT loose|mid SEED
"""
import json
import sys


class Lcg:
    """Knuth's generator of MMIX, modulo 2^64; the upper 53 bits make a number in [0, 1)."""

    def __init__(self, seed):
        self.state = seed

    def unit(self):
        self.state = (6364136223846793005 * self.state + 1442695040888963407) & (2**64 - 1)
        return (self.state >> 11) / float(1 << 53)

    def below(self, bound):
        return int(self.unit() * bound)

    def subset(self, of, count):
        items = list(range(of))
        for last in range(of - 1, 0, -1):
            other = self.below(last + 1)
            items[last], items[other] = items[other], items[last]
        return sorted(items[:count])


def total(numbers):
    """From left to right: `sum` compensates for rounding from Python 3.12 on."""
    result = 0.0
    for number in numbers:
        result += number
    return result


def opposed(parties, issues, options, seed):
    draw = Lcg(seed)
    drawn = []
    for _ in range(parties):
        raw = [draw.unit() for _ in range(issues)]
        weights = [weight / total(raw) for weight in raw]
        values = []
        for _ in range(issues):
            row = [draw.unit() for _ in range(options)]
            values.append([(it - min(row)) / (max(row) - min(row)) for it in row])
        drawn.append({"weights": weights, "values": values})
    drawn[1]["values"] = [[1 - it for it in row] for row in drawn[0]["values"]]
    return {"parties": drawn}


def demands(count, tightness, seed):
    draw = Lcg(seed * 7919 + count)
    issues = max(4, count // 4)
    sizes = {"loose": [2, 3], "mid": [1, 2, 3]}[tightness]
    drawn = []
    for place in range(count):
        demand = {"id": place, "party": place % 4}
        which = draw.unit()
        if which < 0.60:
            demand |= {"kind": "accept", "issue": draw.below(issues)}
            demand["options"] = draw.subset(4, sizes[draw.below(len(sizes))])
        elif which < 0.75:
            demand |= {"kind": "redline", "issue": draw.below(issues), "options": [draw.below(4)]}
        else:
            issue, other = draw.below(issues), draw.below(issues - 1)
            demand |= {"kind": "linked", "issue": issue, "options": [draw.below(4)]}
            demand["then_issue"] = other + (other >= issue)
            demand["then_options"] = draw.subset(4, 1 + draw.below(2))
        drawn.append(demand)
    return {"demands": drawn}


if __name__ == "__main__":
    if sys.argv[1] == "opposed":
        made = opposed(*map(int, sys.argv[2:6]))
    else:
        made = demands(int(sys.argv[2]), sys.argv[3], int(sys.argv[4]))
    json.dump(made, sys.stdout)
    print()
