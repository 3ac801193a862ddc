#!/usr/bin/env python3
"""A service desk whose assistant asks for refunds: some traffic to try policies on.

Start the server in one terminal, then run this in another, from the project's folder:

    ./dev serve
    python3 examples/refund_desk.py --refunds 200

Each refund is a tool call that is decided before it is carried out. The amounts are made up, and the
same each time: most are small, some are above a limit that a policy may set.
"""
import argparse
import collections
import random
import sys

from reeve_client import Reeve, ReeveError

SMALL, LARGE = (5, 240), (240, 700)  # in EUR
LARGE_SHARE = 0.2


def amounts(count):
    chance = random.Random(7)
    for _ in range(count):
        low, high = LARGE if chance.random() < LARGE_SHARE else SMALL
        yield round(chance.uniform(low, high), 2)


def ask(reeve, number, first, amount):
    return reeve.decide(
        f"refund-{first + number}", "tool_call", [{"role": "assistant", "content": "I will refund this order."}],
        actor={"id": "u-7", "roles": ["service_agent"]},
        action={"kind": "refund", "tool": "refund", "amount": amount, "currency": "EUR",
                "arguments": {"order": f"A-{1000 + number}"}})


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--url", default="http://127.0.0.1:8484")
    parser.add_argument("--token-file", default="data/token")
    parser.add_argument("--refunds", type=int, default=200, help="how many (default 200)")
    parser.add_argument("--first", type=int, default=1, help="number of the first interaction (default 1)")
    options = parser.parse_args()
    effects, bundles = collections.Counter(), collections.Counter()
    try:
        reeve = Reeve(options.url, options.token_file)
        for number, amount in enumerate(amounts(options.refunds)):
            answer = ask(reeve, number, options.first, amount)
            effects[answer["effect"]] += 1
            bundles[answer["bundle"]] += 1
    except ReeveError as error:
        sys.exit(f"not decided, so not refunded: {error}")
    except OSError as error:
        sys.exit(f"cannot reach Reeve at {options.url} ({error}); is ./dev serve running?")
    print(f"{options.refunds} refunds asked for")
    for effect, count in sorted(effects.items()):
        print(f"  {effect:7} {count}")
    for bundle, count in sorted(bundles.items()):
        print(f"  {count} decided by {bundle[:15]}")


if __name__ == "__main__":
    main()
