"""Times of one call after the other, in milliseconds."""
from time import perf_counter


def times_of(count, call):
    times = []
    for _ in range(count):
        begun = perf_counter()
        call()
        times.append(1e3 * (perf_counter() - begun))
    return times
