"""`python -m leadline.integrations.guanke.simulator --port N`: the simulator without the rest of Leadline."""

import argparse
from collections.abc import Sequence

import orjson

from leadline.integrations.guanke.simulator.run import DEFAULT_SEED, serve_simulator, simulator
from leadline.integrations.guanke.simulator.vendor import Account
from leadline.kernel.http.listening import AddressRefused, listen


def main(arguments: Sequence[str] | None = None) -> None:
    """Parse the command line and serve."""
    known = Account()
    parser = argparse.ArgumentParser(prog="guanke-simulator", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8900)
    parser.add_argument("--seed", type=int, default=DEFAULT_SEED)
    parser.add_argument("--secret", default=known.secret)
    parser.add_argument("--username", default=known.username)
    parser.add_argument("--password", default=known.password)
    parser.add_argument("--faults", type=orjson.loads, default={}, help='JSON of switches, as in {"fail_rate": 0.1}')
    chosen = parser.parse_args(arguments)
    account = Account(chosen.secret, chosen.username, chosen.password)
    try:
        serve_simulator(simulator(chosen.seed, account, chosen.faults), listen(chosen.host, chosen.port))
    except (ValueError, AddressRefused) as error:
        parser.error(str(error))


if __name__ == "__main__":
    main()
