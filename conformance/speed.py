"""How fast PyYAML reads and writes the templates of a folder, in megabytes of text a second.

Usage: python3 conformance/speed.py FOLDER

The figures to hold beside those of `cargo bench -p cfn-model`. The time that Python takes to start is
left out; each figure is the fastest of several rounds.
"""

import sys
import time
from pathlib import Path

import yaml
from cloudformation_yaml import LOADERS, load

ROUNDS = 3


def fastest(work):
    def once():
        start = time.perf_counter()
        work()
        return time.perf_counter() - start

    return min(once() for _ in range(ROUNDS))


def main(folder):
    paths = (path for path in sorted(Path(folder).rglob("*")) if path.suffix in (".yaml", ".yml"))
    texts = [path.read_text() for path in paths]
    megabytes = sum(len(text.encode()) for text in texts) / 1e6
    for loader in LOADERS:
        print(f"read YAML, {loader.__base__.__name__:<12} {megabytes / fastest(lambda: [load(t, loader) for t in texts]):7.2f} MB/s")
    values = [load(text) for text in texts]
    for dumper in [yaml.SafeDumper] + ([yaml.CSafeDumper] if yaml.__with_libyaml__ else []):
        written = sum(len(yaml.dump(value, Dumper=dumper).encode()) for value in values) / 1e6
        seconds = fastest(lambda: [yaml.dump(value, Dumper=dumper) for value in values])
        print(f"write YAML, {dumper.__name__:<11} {written / seconds:7.2f} MB/s")


if __name__ == "__main__":
    main(sys.argv[1])
