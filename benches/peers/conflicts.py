"""Minimal conflicts among demands, by PySAT and CPMpy."""

from clock import Over


def clauses(instance):
    """Hard clauses, and one selector for each demand."""
    issues, options = instance["issues"], instance["options"]

    def takes(issue, option):
        return issue * options + option + 1

    hard = []
    for issue in range(issues):
        hard.append([takes(issue, option) for option in range(options)])
        for one in range(options):
            hard.extend([-takes(issue, one), -takes(issue, other)] for other in range(one))
    selectors = []
    for demand in instance["demands"]:
        selector = issues * options + 1 + demand["id"]
        issue, chosen = demand["issue"], demand["options"]
        if demand["kind"] == "accept":
            kept = [[takes(issue, option) for option in chosen]]
        elif demand["kind"] == "redline":
            kept = [[-takes(issue, option)] for option in chosen]
        else:
            then = [takes(demand["then_issue"], option) for option in demand["then_options"]]
            kept = [[-takes(issue, option)] + then for option in chosen]
        hard.extend([-selector] + clause for clause in kept)
        selectors.append(selector)
    return hard, selectors


def formula(instance):
    """The same as a weighted formula."""
    from pysat.formula import WCNF

    hard, selectors = clauses(instance)
    whole = WCNF()
    for clause in hard:
        whole.append(clause)
    for selector in selectors:
        whole.append([selector], weight=1)
    return whole


def counted(found):
    """Counts what an enumeration gives, and whether it came to its end."""
    count = 0
    try:
        for _ in found:
            count += 1
    except Over:
        return {"conflicts": count, "complete": False}
    return {"conflicts": count, "complete": True}


def marco(hard, selectors):
    """All minimal conflicts: Liffiton, Previti, Malik and Marques-Silva (2016)."""
    from pysat.solvers import Solver

    everything = set(selectors)
    with Solver("g4", bootstrap_with=hard) as solver, Solver("g4") as unexplored:
        for selector in selectors:
            unexplored.add_clause([selector, -selector])
        unexplored.set_phases(selectors)
        while unexplored.solve():
            seed = [it for it in unexplored.get_model() if it in everything]
            if solver.solve(assumptions=seed):
                kept = {it for it in solver.get_model() if it in everything} | set(seed)
                for selector in selectors:
                    if selector not in kept and solver.solve(assumptions=[*kept, selector]):
                        kept.add(selector)
                        kept |= {it for it in solver.get_model() if it in everything}
                unexplored.add_clause([it for it in selectors if it not in kept])
            else:
                core = set(solver.get_core())
                for selector in sorted(core):
                    if selector in core and not solver.solve(assumptions=list(core - {selector})):
                        core = set(solver.get_core())
                unexplored.add_clause([-it for it in core])
                yield core


def pysat_marco(instance):
    """MARCO written on its solvers: the library has no such call."""
    hard, selectors = clauses(instance)
    return lambda: counted(marco(hard, selectors))


def pysat_optux(instance):
    """Its own enumeration, smallest first."""
    from pysat.examples.optux import OptUx

    whole = formula(instance)

    def call():
        with OptUx(whole, solver="g4") as tool:
            return counted(tool.enumerate())

    return call


def pysat_musx(instance):
    """One minimal conflict only."""
    from pysat.examples.musx import MUSX

    whole = formula(instance)

    def call():
        with MUSX(whole, solver="g4", verbosity=0) as tool:
            return {"one": len(tool.compute())}

    return call


def cpmpy_marco(instance):
    """Its own enumeration, on PySAT: some thirty times as fast as on its default solver."""
    import cpmpy
    from cpmpy.tools.explain import marco as enumerate_all

    chosen = cpmpy.intvar(0, instance["options"] - 1, shape=instance["issues"])

    def takes(issue, options):
        return cpmpy.any([chosen[issue] == option for option in options])

    soft = []
    for demand in instance["demands"]:
        first = takes(demand["issue"], demand["options"])
        if demand["kind"] == "accept":
            soft.append(first)
        elif demand["kind"] == "redline":
            soft.append(~first)
        else:
            soft.append(first.implies(takes(demand["then_issue"], demand["then_options"])))
    solver = "pysat"
    found = {"solver": solver, "map_solver": solver, "return_mcs": False}
    return lambda: counted(enumerate_all(soft, **found))


TOOLS = {
    "pysat marco": pysat_marco,
    "pysat optux": pysat_optux,
    "cpmpy marco": cpmpy_marco,
    "pysat musx, one conflict": pysat_musx,
}
