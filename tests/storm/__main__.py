"""`python -m tests.storm`: so many storms from a seed; a JSON line each, exit 1 on the first loss.

The storm of seed S is repeated by `--runs 1 --seed S`: odd ones are on PostgreSQL.
"""

from __future__ import annotations

import argparse
import secrets
import sys
import tempfile
from pathlib import Path

import msgspec

from tests.storm.postgres import Mortal, mortal_cluster
from tests.storm.storm import Calm, Disagreement, weather


def main() -> int:
    """Run them; the seed comes first, so that it is known whatever happens."""
    parser = argparse.ArgumentParser(prog="python -m tests.storm", description=__doc__)
    parser.add_argument("--runs", type=int, default=10, metavar="N")
    parser.add_argument("--seed", type=int, default=secrets.randbelow(10**9), metavar="S")
    parser.add_argument("--step", type=int, default=1, help="2: only one of the engines")
    asked = parser.parse_args()
    print(f"seed {asked.seed}", file=sys.stderr, flush=True)
    with mortal_cluster() as cluster:
        for n in range(asked.runs):
            seed = asked.seed + n * asked.step
            try:
                calm = one(seed, cluster)
            except Disagreement as error:
                print(f"the books differ: {error}", file=sys.stderr)
                return 1
            sys.stdout.buffer.write(msgspec.json.encode(calm) + b"\n")
            sys.stdout.buffer.flush()
    return 0


def one(seed: int, cluster: Mortal) -> Calm:
    """The storm of that seed, in a folder that goes with it."""
    with tempfile.TemporaryDirectory(prefix="prilavok-storm-") as folder:
        return weather(seed, Path(folder), cluster)


if __name__ == "__main__":
    sys.exit(main())
