"""Check the published result of a round yourself, with nothing but Python 3.10 or newer and no network.

Unpack the zip file of the result, open a terminal in its folder, and run:

    python verify.py                    check everything
    python verify.py --receipt XXXX     and find your own ballot
    python verify.py --head HASH        and look for a head of the ledger that you wrote down while people voted

It recomputes the chain of sealed ballots, the count and the winners, and names the file and place of whatever is wrong.
"""

import argparse
import csv
import hashlib
import heapq
import json
import sys
from collections import Counter, defaultdict
from fractions import Fraction
from pathlib import Path
from typing import Any


class Wrong(Exception):
    """Something is not what it should be; the text says what, and where."""


class Bundle:
    def __init__(self, folder: Path) -> None:
        self.rules_file = (folder / "rules.json").read_bytes()
        self.rules = json.loads(self.rules_file)
        self.result = json.loads((folder / "result.json").read_text(encoding="utf-8"))
        self.ledger = self._table(folder / "ledger.csv")
        self.batches = self._table(folder / "batches.csv")
        self.projects = {one["id"]: one for one in self._table(folder / "projects.csv")}

    def _table(self, path: Path) -> list[dict[str, str]]:
        with path.open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def expect(found: Any, said: Any, what: str) -> None:
    if found != said:
        raise Wrong(f"{what}: {found} is found, {said} was announced")


def check_rules(b: Bundle) -> str:
    found = hashlib.sha256(b.rules_file).hexdigest()
    expect(found, b.result["rules_sha256"], "rules.json: its fingerprint (SHA-256)")
    expect(sorted(b.projects), sorted(b.result["projects"]), "projects.csv: the numbers of the projects")
    for key, said in b.result["projects"].items():
        for column in ("cost_cents", "pot_id", "rival_group"):
            expect(b.projects[key][column], str(said[column]), f"projects.csv: {column} of project {key}")
    return f"{len(b.projects)} projects have the announced costs; the rules have the fingerprint {found}."


def check_chain(b: Bundle, kept_head: str) -> str:
    """Every ballot is hashed again, every batch of ballots is hashed again, and each batch names the one before it."""
    number = b.result["round_id"]
    leaves: dict[str, list[str]] = defaultdict(list)
    seen: dict[str, int] = {}
    for line, one in enumerate(b.ledger, start=2):
        where = f"ledger.csv, line {line} (batch {one['batch_no']}, receipt hash {one['receipt_hash'][:12]}…)"
        leaf = sha256(f"leaf|{number}|{one['receipt_hash']}|{one['channel']}|{one['choices']}")
        if leaf != one["leaf_hash"]:
            raise Wrong(f"{where}: this ballot is not the one that was sealed")
        if seen.setdefault(one["receipt_hash"], line) != line:
            raise Wrong(f"{where}: the same receipt stands in line {seen[one['receipt_hash']]}")
        leaves[one["batch_no"]].append(leaf)
    before = "0" * 64
    for place, batch in enumerate(b.batches, start=1):
        where, own = f"batches.csv, batch {batch['batch_no']}", sorted(leaves.pop(batch["batch_no"], []))
        expect(batch["batch_no"], str(place), f"batches.csv, line {place + 1}: the number of the batch")
        expect(batch["prev_hash"], before, f"{where}: the hash of the batch before it")
        expect(len(own), int(batch["n_leaves"]), f"{where}: its ballots in ledger.csv")
        before = sha256(f"batch|{number}|{place}|{len(own)}|{batch['prev_hash']}|{''.join(own)}")
        expect(before, batch["batch_hash"], f"{where}: its hash, recomputed from its ballots")
    if leaves:
        raise Wrong(f"ledger.csv: batch {min(leaves)} was never sealed")
    expect(before, b.result["head_hash"], "result.json: the head of the ledger")
    if kept_head and kept_head not in [batch["batch_hash"] for batch in b.batches]:
        raise Wrong(f"batches.csv: the head that you kept, {kept_head}, is not in the chain")
    return f"All {len(b.ledger)} ballots stand unchanged in {len(b.batches)} sealed batches; head {before}."


def check_counts(b: Bundle) -> str:
    """A ballot that a later one replaced is marked; which ones count was fingerprinted when the vote closed."""
    live = [one for one in b.ledger if one["superseded"] == "0"]
    counted = Counter((one["electorate"], one["channel"]) for one in live)
    for group in b.result["electorates"]:
        for channel in ("online", "paper"):
            what = f"ledger.csv: {channel} ballots of the voters “{group['key']}” that count"
            expect(counted[group["key"], channel], group["channels"].get(channel, 0), what)
    expect(len(live), b.result["ballots"], "ledger.csv: ballots that count")
    hashes, said = "".join(sorted(one["receipt_hash"] for one in live)), b.result["live_hash"]
    found = sha256(f"live|{b.result['round_id']}|{len(live)}|{hashes}")
    expect(said and found, said, "ledger.csv, column superseded: fingerprint of what counts")
    return f"{len(live)} ballots count and {len(b.ledger) - len(live)} were replaced, as announced."


class Election:
    """One pot of money and the ballots of one group of voters for it."""

    def __init__(self, b: Bundle, pot: Any, texts: Counter[str]) -> None:
        unset = {"utility": "cost", "completion": "none", "step": 100, "min_votes": 0, "prizes": 3}
        self.settings, self.budget = {**unset, **b.rules["allocation"]}, int(pot["amount"])
        self.most, seed = b.result["rivals"], b.rules["seed"]
        own = {key: one for key, one in b.projects.items() if one["pot_id"] == pot["id"]}
        self.cost = {key: int(one["cost_cents"]) for key, one in own.items()}
        self.group = {key: one["rival_group"] for key, one in own.items()}
        kind, limits = b.rules["ballot"]["type"], b.rules["ballot"]["limits"]
        longest = {**limits, **limits.get("pots", {}).get(pot["id"], {})}.get("max") or 0
        ballots: Counter[tuple[tuple[str, int], ...]] = Counter()
        for text, many in texts.items():
            said = json.loads(text)  # a list of projects, or project → points or grade
            chosen = [key for key in said if key in own]
            worth = [said[key] for key in chosen] if isinstance(said, dict) else [1] * len(chosen)
            if kind == "ranking":  # k points for the first place, k-1 for the second, …
                worth = [max(0, longest - place) for place in range(len(chosen))]
            # With several pots, a ballot without a choice in this one is about the others.
            if chosen or len(b.rules["pots"]) < 2:
                ballots[tuple(sorted(zip(chosen, worth, strict=True)))] += many
        self.ballots, self.voters = list(ballots.items()), sum(ballots.values())
        self.votes, self.scores = dict.fromkeys(own, 0), dict.fromkeys(own, 0)
        self.tie: dict[str, tuple[Any, ...]] = {}
        for choices, many in self.ballots:
            for key, points in choices:
                self.votes[key] += many
                self.scores[key] += many * points
        # The declared order for equal projects; a lot is the hash of the seed that was published before the vote.
        for key in own:
            lot = sha256(f"{seed}:{key}")
            facts = {"votes": -self.votes[key], "cost": self.cost[key], "lot": lot, "id": key}
            self.tie[key] = tuple(facts[step] for step in b.rules["tie_order"])
        wanted = [key for key in own if self.votes[key] >= self.settings["min_votes"]]
        self.order = sorted(wanted, key=lambda key: (-self.scores[key], self.tie[key]))

    def is_excluded(self, key: str, selected: list[str]) -> bool:
        """Whether the rivals of a project have taken all places of their group."""
        group = self.group[key]
        return bool(group) and sum(self.group[one] == group for one in selected) >= self.most[group]

    def left_after(self, selected: list[str]) -> int:
        return self.budget - sum(self.cost[key] for key in selected)


def greedy(e: Election, funded: list[str]) -> list[str]:
    """By score, fund what still fits; in a contest without money everything fits and the first places win."""
    selected = list(funded)
    for key in e.order:
        if key in selected or e.scores[key] <= 0 or e.is_excluded(key, selected):
            continue
        if e.cost[key] <= e.left_after(selected) or e.settings["rule"] == "ranking":
            selected.append(key)
        elif e.settings.get("stop_at_first_misfit"):
            break
    return selected[: e.settings["prizes"]] if e.settings["rule"] == "ranking" else selected


def equal_shares(e: Election) -> list[str]:
    """Everybody starts with the same share; a completion raises the shares until too much would be spent."""
    completion, supporters = e.settings["completion"], supporters_of(e)
    start = Fraction(e.budget, e.voters) if e.voters else Fraction(0)
    richest, _ = one_run(e, supporters, Fraction(sum(e.cost.values())))  # from the highest of all starts
    selected, never_short = one_run(e, supporters, start)
    while completion.startswith("add1"):
        still = [key for key in supporters if key not in selected and not e.is_excluded(key, selected)]
        if "e" in completion and all(e.cost[key] > e.left_after(selected) for key in still):
            break
        if not still and (len(selected) == len(supporters) or (never_short and selected == richest)):
            break
        start += e.settings["step"]
        raised, never_short = one_run(e, supporters, start)
        if e.left_after(raised) < 0:
            break
        selected = raised
    return greedy(e, selected) if completion in ("utilitarian", "add1u", "add1eu") else selected


def supporters_of(e: Election) -> dict[str, list[tuple[int, int, int]]]:
    """Project → (number of the ballot, how often it was cast, utility) of everybody who supports it."""
    found: dict[str, list[tuple[int, int, int]]] = defaultdict(list)
    for number, (choices, many) in enumerate(e.ballots):
        for key, points in choices:
            utility = {"cost": max(1, e.cost[key]), "cardinality": 1}.get(e.settings["utility"], points)
            if points > 0 and e.votes[key] >= e.settings["min_votes"]:
                found[key].append((number, many, utility))
    return found


def one_run(e: Election, supporters: Any, start: Fraction) -> tuple[list[str], bool]:
    """Fund the project with the smallest rho, charge its supporters min(purse, rho × utility), and repeat.

    Voters who have paid the same so far share a purse. A rho only grows as purses empty, so that an older rho tells
    which projects need not be looked at. Also says whether all supporters of all that is funded paid in full.
    """
    selected: list[str] = []
    never_short = True
    purse, purses = [0] * len(e.ballots), [start]  # the purse of each ballot; what is in each purse
    lowest = {key: Fraction(e.cost[key], sum(m * u for _, m, u in own)) for key, own in supporters.items()}
    heap = [(rho, e.tie[key], key) for key, rho in lowest.items()]
    heapq.heapify(heap)
    while True:
        looked_at: list[tuple[Fraction, Any, str]] = []
        while heap and (not looked_at or heap[0][0] <= looked_at[0][0]):
            _, tie, key = heapq.heappop(heap)
            rho = rho_of(e.cost[key], supporters[key], purse, purses)
            if rho is not None and not e.is_excluded(key, selected):  # else it cannot be funded later either
                heapq.heappush(looked_at, (rho, tie, key))
        if not looked_at:
            return selected, never_short
        rho, _, key = heapq.heappop(looked_at)
        for other in looked_at:
            heapq.heappush(heap, other)
        selected.append(key)
        never_short = never_short and rho == lowest[key]
        after: dict[tuple[int, int], int] = {}
        for ballot, _, utility in supporters[key]:
            if (purse[ballot], utility) not in after:
                after[purse[ballot], utility] = len(purses)
                purses.append(max(Fraction(0), purses[purse[ballot]] - rho * utility))
            purse[ballot] = after[purse[ballot], utility]


def rho_of(cost: int, supporters: Any, purse: list[int], purses: list[Fraction]) -> Fraction | None:
    """The smallest rho with sum(min(purse, rho × utility)) = cost; None where the supporters have too little."""
    alike: Counter[tuple[int, int]] = Counter()
    for ballot, many, utility in supporters:
        alike[purse[ballot], utility] += many
    poorest_first = sorted((purses[at] / utility, utility, many) for (at, utility), many in alike.items())
    rest, weight = Fraction(cost), sum(utility * many for _, utility, many in poorest_first)
    for limit, utility, many in poorest_first:
        if rest <= limit * weight:
            return rest / weight
        rest -= limit * utility * many
        weight -= utility * many
    return None


def check_winners(b: Bundle) -> str:
    """Count every pot for every group of voters, and see whether those who should have won are said to have won."""
    for line, one in enumerate(b.ledger, start=2):
        for key in json.loads(one["choices"]):
            if key not in b.projects:
                raise Wrong(f"ledger.csv, line {line}: project {key} was not on the ballot")
    live = Counter((one["electorate"], one["choices"]) for one in b.ledger if one["superseded"] == "0")
    winners: list[str] = []
    for group in b.result["electorates"]:
        texts = Counter({text: many for (key, text), many in live.items() if key == group["key"]})
        for pot in group["pots"]:
            e, where = Election(b, pot, texts), f"result.json: voters “{group['key']}”, pot {pot['id']}"
            for key in e.cost:
                expect(e.votes[key], pot["votes"][key], f"{where}: votes for project {key}")
                expect(e.scores[key], pot["scores"][key], f"{where}: score of project {key}")
            found = equal_shares(e) if e.settings["rule"] == "equal-shares" else greedy(e, [])
            expect(found, pot["selected"], f"{where}: the winners in their order")
            winners += pot["selected"] if group["decides"] else []
    marked = [key for key, one in b.projects.items() if one["won"] == "1"]
    expect(sorted(marked), sorted(winners), "projects.csv, column won: the winners")
    return f"Counting again by the rule “{b.rules['allocation']['rule']}” gives the announced winners: {winners}."


def find_receipt(b: Bundle, receipt: str) -> str:
    code = "".join(receipt.replace("-", "").split()).upper()
    wanted = sha256(f"receipt|{b.result['round_id']}|{code}")
    for line, one in enumerate(b.ledger, start=2):
        if one["receipt_hash"] == wanted:
            state = "It counts" if one["superseded"] == "0" else "A later ballot of yours replaced it"
            titles = "; ".join(b.projects[key]["title"] for key in json.loads(one["choices"]))
            return f"Your ballot is in ledger.csv, line {line}. {state}: {one['choices']} ({titles})."
    raise Wrong("ledger.csv: no ballot has this receipt")


def main(arguments: list[str] | None = None) -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    options.add_argument("folder", nargs="?", type=Path, default=Path(__file__).parent)
    options.add_argument("--receipt", default="")
    options.add_argument("--head", default="")
    asked = options.parse_args(arguments)
    checks = [check_rules, lambda b: check_chain(b, asked.head.strip().lower()), check_counts, check_winners]
    if asked.receipt:
        checks.append(lambda b: find_receipt(b, asked.receipt))
    bundle, failed = Bundle(asked.folder), False
    for check in checks:
        try:
            print(f"OK     {check(bundle)}")
        except (Wrong, KeyError, TypeError, ValueError, AttributeError) as wrong:
            failed = True
            print(f"WRONG  {'' if isinstance(wrong, Wrong) else 'The files do not fit together: '}{wrong}")
    print("Something is wrong." if failed else "Everything is as it was announced.")
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
