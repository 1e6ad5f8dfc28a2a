"""The peer of our expansion: the same work in a few lines of Python. Prints experiments, seconds and peak bytes."""
import itertools
import json
import resource
import sys
import time


def expand(config):
    for item in config if isinstance(config, list) else [config]:
        axes = [value if isinstance(value, list) else [value] for value in item.values()]
        for point in itertools.product(*axes):
            yield dict(zip(item, point))


work, path = sys.argv[1:]
start = time.perf_counter()
with open(path, encoding="utf-8") as file:
    experiments = list(expand(json.load(file)))
if work == "expand":
    flags = [" ".join(f"--{name} {value}" for name, value in each.items()) for each in experiments]
    text = json.dumps(experiments)
seconds = time.perf_counter() - start
print(len(experiments), seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024)
