"""Pareto frontiers and bargaining points of an additive domain, by NegMAS and by hand."""

import math

import numpy


def whole(points):
    return [[round(value) for value in point] for point in points]


def described(points, nash, utilitarian):
    """What is compared between tools: how many points, their sum, and what the packages come to."""
    points, nash, utilitarian = whole(points), whole(nash)[0], whole(utilitarian)[0]
    answer = {"frontier": len(points), "sum": sum(map(sum, points))}
    return answer | {"nash": str(math.prod(nash)), "utilitarian": sum(utilitarian)}


def utilities(domain):
    """Whole points in NegMAS' own terms: their sums are exact in its floats."""
    from negmas.outcomes import make_issue, make_os
    from negmas.preferences import LinearAdditiveUtilityFunction
    from negmas.preferences.value_fun import TableFun

    issues = [make_issue(options, f"i{at}") for at, options in enumerate(domain["issues"])]
    space = make_os(issues)
    functions = []
    for points in domain["points"]:
        tables = [
            TableFun(dict(zip(options, row))) for options, row in zip(domain["issues"], points)
        ]
        function = LinearAdditiveUtilityFunction(
            values=tables, weights=[1.0] * len(tables), outcome_space=space, reserved_value=0.0
        )
        functions.append(function)
    return space, functions


def negmas_stats(domain):
    """The one call that its guide names."""
    from negmas.preferences.ops import calc_scenario_stats

    _, functions = utilities(domain)

    def call():
        stats = calc_scenario_stats(functions)
        return described(stats.pareto_utils, stats.nash_utils, stats.max_welfare_utils)

    return call


def negmas_parts(domain):
    """The frontier, and the four points from it."""
    from negmas.preferences import ops

    space, functions = utilities(domain)

    def call():
        frontier, _ = ops.pareto_frontier(functions, issues=space.issues)
        chosen = [
            [point for point, _ in choose(functions, frontier, outcome_space=space)]
            for choose in (ops.nash_points, ops.kalai_points, ops.ks_points, ops.max_welfare_points)
        ]
        return described(frontier, chosen[0], chosen[3])

    return call


def negmas_numpy(domain):
    """All packages evaluated in numpy, then its lowest-level frontier and the four points."""
    from negmas.preferences import ops

    _, functions = utilities(domain)
    tables = [[numpy.array(row, dtype=float) for row in points] for points in domain["points"]]

    def call():
        columns = []
        for rows in tables:
            total = rows[0]
            for row in rows[1:]:
                total = (total[:, None] + row[None, :]).reshape(-1)
            columns.append(total)
        points = numpy.stack(columns, axis=1)
        frontier = points[ops.pareto_frontier_numpy(points)]
        ranges = [(column.min(), column.max()) for column in columns]
        vectors = [tuple(map(float, point)) for point in frontier]
        chosen = [
            [point for point, _ in choose(functions, vectors, ranges=ranges)]
            for choose in (ops.nash_points, ops.kalai_points, ops.ks_points, ops.max_welfare_points)
        ]
        # One package a point, so that the sizes compare.
        return described(set(vectors), chosen[0], chosen[3])

    return call


def merge_numpy(domain):
    """Issue by issue: the frontier of two parts is that of the sums of their frontiers. GeniusWeb
    works so; this restates it in numpy, to show what the algorithm alone buys."""
    tables = [numpy.array(rows).T for rows in zip(*domain["points"])]

    def maxima(points):
        points = numpy.unique(points, axis=0)
        if points.shape[1] == 2:
            points = points[numpy.lexsort((-points[:, 1], -points[:, 0]))]
            best = numpy.maximum.accumulate(points[:, 1])
            keep = numpy.ones(len(points), bool)
            keep[1:] = points[1:, 1] > best[:-1]
            return points[keep]
        points = points[numpy.argsort(-points.sum(1), kind="stable")]
        at = 0
        while at < len(points):
            keep = numpy.any(points > points[at], axis=1)
            keep[at] = True
            points = points[keep]
            at = int(keep[:at].sum()) + 1
        return points

    def call():
        frontier = numpy.zeros((1, tables[0].shape[1]), dtype=int)
        for table in tables:
            sums = frontier[:, None, :] + table[None, :, :]
            frontier = maxima(sums.reshape(-1, table.shape[1]))
        nash = frontier[frontier.astype(float).prod(1).argmax()]
        least = frontier / frontier.max(0)
        frontier[least.min(1).argmax()], frontier[numpy.sort(least, 1)[:, 0].argmax()]
        return described(frontier.tolist(), [nash.tolist()], [frontier[frontier.sum(1).argmax()]])

    return call


TOOLS = {
    "negmas stats": negmas_stats,
    "negmas parts": negmas_parts,
    "negmas numpy": negmas_numpy,
    "merge numpy": merge_numpy,
}
