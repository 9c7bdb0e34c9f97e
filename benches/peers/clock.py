"""Processor seconds of a call, and the peak memory of this process; as in ../src/usage.rs."""

import resource
import signal
import time


class Over(Exception):
    """The processor limit was reached."""


def limit(seconds):
    """Raises Over after so many processor seconds; code that cannot be interrupted is killed a
    little later."""

    def over(_signal, _frame):
        raise Over

    signal.signal(signal.SIGXCPU, over)
    used = int(time.process_time())
    resource.setrlimit(resource.RLIMIT_CPU, (used + seconds, used + seconds + 5))


def measured(call):
    """The seconds of one call, and what it gave. Short calls are repeated: under a processor limit
    the clock ticks coarsely."""

    def batch(runs):
        before = time.process_time()
        for _ in range(runs):
            value = call()
        return time.process_time() - before, value

    runs = 1
    spent, value = batch(runs)
    while spent < 0.05:
        runs *= 2
        spent, value = batch(runs)
    return spent / runs, value


def peak():
    """The greatest memory that this process has held, in KiB. Not `getrusage`, whose peak counts
    what the process that started this one held."""
    with open("/proc/self/status") as status:
        line = next(line for line in status if line.startswith("VmHWM:"))
    return int(line.split()[1])
