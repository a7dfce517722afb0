"""Check the published result of a round yourself: the chain of ballots, the limits of each, the count, the winners.

It takes nothing but Python 3.10 or newer. Unpack the zip file of the result, open a terminal in its folder, and run:

    python verify.py                    check everything
    python verify.py --receipt XXXX     and find your own ballot
    python verify.py --head HASH        and look for a head of the ledger that you wrote down while people voted
"""

import argparse
import csv
import hashlib
import json
import sys
from collections import Counter, defaultdict
from fractions import Fraction
from pathlib import Path
from typing import Any


class Wrong(Exception):
    """Something is not what it should be; the text says what, and where."""


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def expect(found: Any, said: Any, what: str) -> None:
    if found != said:
        raise Wrong(f"{what}: {found} is found, {said} was announced")


class Bundle:
    def __init__(self, folder: Path, kept_head: str = "", receipt: str = "") -> None:
        self.folder, self.kept_head, self.receipt = folder, kept_head, receipt
        self.rules_file = (folder / "rules.json").read_bytes()
        self.rules = json.loads(self.rules_file)
        self.result = json.loads((folder / "result.json").read_text(encoding="utf-8"))
        self.ledger, self.batches = self.table("ledger.csv"), self.table("batches.csv")
        self.projects = {one["id"]: one for one in self.table("projects.csv")}
        for line, one in enumerate(self.ledger, start=2):
            one["where"] = f"ledger.csv, line {line}, receipt hash {one['receipt_hash'][:12]}…"

    def table(self, name: str) -> list[dict[str, str]]:
        with (self.folder / name).open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    def limits_in(self, pot: str) -> dict[str, Any]:
        limits = self.rules["ballot"]["limits"]
        return {**limits, **limits.get("pots", {}).get(pot, {})}


def check_rules(b: Bundle) -> str:
    found = hashlib.sha256(b.rules_file).hexdigest()
    expect(found, b.result["rules_sha256"], "rules.json: its fingerprint (SHA-256)")
    expect(sorted(b.projects), sorted(b.result["projects"]), "projects.csv: the numbers of the projects")
    for key, said in b.result["projects"].items():
        for column in ("cost_cents", "pot_id", "rival_group"):
            expect(b.projects[key][column], str(said[column]), f"projects.csv: {column} of project {key}")
    return f"{len(b.projects)} projects have the announced costs; the rules have the fingerprint {found}."


def check_chain(b: Bundle) -> str:
    """Every ballot and every batch of ballots is hashed again, and each batch names the one before it."""
    number, seen, leaves = b.result["round_id"], dict[str, str](), defaultdict[str, list[str]](list)
    for one in b.ledger:
        leaf = sha256(f"leaf|{number}|{one['receipt_hash']}|{one['channel']}|{one['choices']}")
        if leaf != one["leaf_hash"]:
            raise Wrong(f"{one['where']}: this ballot is not the one that was sealed")
        expect(seen.setdefault(one["receipt_hash"], one["where"]), one["where"], "A receipt in two places")
        leaves[one["batch_no"]].append(leaf)
    before = "0" * 64
    for place, batch in enumerate(b.batches, start=1):
        where, own = f"batches.csv, batch {batch['batch_no']}", sorted(leaves.pop(batch["batch_no"], []))
        expect(batch["batch_no"], str(place), f"batches.csv, line {place + 1}: the number of the batch")
        expect(batch["prev_hash"], before, f"{where}: the hash of the batch before it")
        expect(len(own), int(batch["n_leaves"]), f"{where}: its ballots in ledger.csv")
        before = sha256(f"batch|{number}|{place}|{len(own)}|{batch['prev_hash']}|{''.join(own)}")
        expect(before, batch["batch_hash"], f"{where}: its hash, recomputed from its ballots")
    expect(sorted(leaves), [], "ledger.csv: batches that were never sealed")
    expect(before, b.result["head_hash"], "result.json: the head of the ledger")
    if b.kept_head and b.kept_head not in [batch["batch_hash"] for batch in b.batches]:
        raise Wrong(f"batches.csv: the head that you kept, {b.kept_head}, is not in the chain")
    return f"All {len(b.ledger)} ballots stand unchanged in {len(b.batches)} sealed batches; head {before}."


def check_counts(b: Bundle) -> str:
    """A ballot that a later one replaced is marked; which ones count was fingerprinted when the vote closed."""
    live = [one for one in b.ledger if one["superseded"] == "0"]
    for group in b.result["electorates"]:
        counted = Counter(one["channel"] for one in live if one["electorate"] == group["key"])
        said = {channel: many for channel, many in group["channels"].items() if many}
        expect(dict(counted), said, f"ledger.csv: ballots that count of the voters “{group['key']}”")
    expect(len(live), b.result["ballots"], "ledger.csv: ballots that count")
    hashes, said = "".join(sorted(one["receipt_hash"] for one in live)), b.result["live_hash"]
    found = sha256(f"live|{b.result['round_id']}|{len(live)}|{hashes}")
    expect(said and found, said, "ledger.csv, column superseded: fingerprint of what counts")
    return f"{len(live)} ballots count and {len(b.ledger) - len(live)} were replaced, as announced."


def check_ballots(b: Bundle) -> str:
    """No ballot may go beyond what the rules allow its voter."""
    for one in b.ledger:
        for what, found, least, most in bounds_of(b, json.loads(one["choices"]), one["electorate"]):
            if type(found) is not int or not least <= found <= most:
                raise Wrong(f"{one['where']} breaks the rules: {found} {what}, {least} to {most} allowed")
    return f"All {len(b.ledger)} ballots keep to the limits of rules.json."


def bounds_of(b: Bundle, said: Any, group: str) -> Any:
    """What is limited on a ballot: how much of it is there, and the least and the most that the rules allow."""
    kind, limits, given = b.rules["ballot"]["type"], b.rules["ballot"]["limits"], isinstance(said, dict)
    yield "numbers by project", int(given), *([int(kind in ("points", "grades"))] * 2)
    yield "projects that were not on the ballot", len(set(said) - b.projects.keys()), 0, 0
    yield "different projects", len(set(said)), max(len(said), min(1, limits["min"])), len(said)
    places = {one["key"]: {None, *one["neighbourhood_ids"]} for one in b.rules["electorates"]}
    pots, free = {str(pot["id"]): pot for pot in b.rules["pots"]}, set(limits.get("one_of", []))
    used = {b.projects[key]["pot_id"] for key in said}
    own = {pots[pot]["neighbourhood_id"] for pot in used - free if pot} - places[group]
    yield "areas of which a voter has one", max(len(used & free), len(own)), 0, 1
    for pot in sorted(used):
        at, chosen = b.limits_in(pot), [key for key in said if b.projects[key]["pot_id"] == pot]
        cost = sum(int(b.projects[key]["cost_cents"]) for key in chosen)
        yield f"projects of pot {pot}", len(chosen), at["min"], at.get("max", len(chosen))
        yield f"cents of pot {pot}", cost, 0, pots[pot]["amount_cents"] if kind == "knapsack" else cost
        if kind == "points":
            yield f"points in pot {pot}", sum(said[key] for key in chosen), 0, at["total"]
        for key in chosen if given else []:
            most = at["highest"] if kind == "grades" else at.get("max_each", at["total"])
            yield f"{kind} for project {key}", said[key], at.get("lowest", 1), most


class Election:
    """One pot of money and the ballots of one group of voters for it."""

    def __init__(self, b: Bundle, pot: Any, group: str) -> None:
        unset = {"utility": "cost", "completion": "none", "step": 100, "min_votes": 0, "prizes": 3}
        self.settings, self.budget = {**unset, **b.rules["allocation"]}, int(pot["amount"])
        own = {key: one for key, one in b.projects.items() if one["pot_id"] == pot["id"]}
        self.cost = {key: int(one["cost_cents"]) for key, one in own.items()}
        self.group, self.most = {key: one["rival_group"] for key, one in own.items()}, b.result["rivals"]
        alike: Counter[tuple[tuple[str, int], ...]] = Counter()
        longest = b.limits_in(pot["id"])["max"] if b.rules["ballot"]["type"] == "ranking" else 0
        is_alone, seed = len(b.rules["pots"]) < 2, b.rules["seed"]
        for one in b.ledger:
            said = json.loads(one["choices"])  # a list of projects, or project → points or grade
            chosen = [key for key in said if key in own]
            # With several pots, a ballot without a choice in this one is about the others.
            if (one["electorate"], one["superseded"]) != (group, "0") or not (chosen or is_alone):
                continue
            given = said if isinstance(said, dict) else dict.fromkeys(chosen, 1)
            if longest:  # k points for the first place, k-1 for the second, …
                given = {key: max(0, longest - place) for place, key in enumerate(chosen)}
            alike[tuple(sorted((key, given[key]) for key in chosen))] += 1
        self.ballots, self.voters = [(dict(given), many) for given, many in alike.items()], alike.total()
        self.votes = {key: sum(many for given, many in self.ballots if key in given) for key in own}
        self.scores = {key: sum(many * given.get(key, 0) for given, many in self.ballots) for key in own}
        # The declared order for equal projects; a lot is the hash of the seed that was published before the vote.
        self.tie: dict[str, tuple[Any, ...]] = {}
        for key in own:
            lot, votes = sha256(f"{seed}:{key}"), -self.votes[key]
            facts = {"votes": votes, "cost": self.cost[key], "lot": lot, "id": key}
            self.tie[key] = tuple(facts[step] for step in b.rules["tie_order"])
        wanted = [key for key in own if self.scores[key] and self.votes[key] >= self.settings["min_votes"]]
        self.order = sorted(wanted, key=lambda key: (-self.scores[key], self.tie[key]))

    def is_excluded(self, key: str, selected: list[str]) -> bool:
        group = self.group[key]  # its rivals may have taken all places
        return bool(group) and sum(self.group[one] == group for one in selected) >= self.most[group]

    def left_after(self, selected: list[str]) -> int:
        return self.budget - sum(self.cost[key] for key in selected)

    def greedy(self, funded: list[str]) -> list[str]:
        """By score, fund what still fits; in a contest without money everything fits and the first places win."""
        selected, is_contest = list(funded), self.settings["rule"] == "ranking"
        for key in self.order:
            is_open = key not in selected and not self.is_excluded(key, selected)
            if is_open and (is_contest or self.cost[key] <= self.left_after(selected)):
                selected.append(key)
            elif is_open and self.settings.get("stop_at_first_misfit"):
                break
        return selected[: self.settings["prizes"]] if is_contest else selected

    def equal_shares(self) -> list[str]:
        """Everybody starts with the same share; a completion raises the shares until too much would be spent."""
        completion, start = self.settings["completion"], Fraction(self.budget, max(1, self.voters))
        supporters = {}  # project → (number of the ballot, how often it was cast, utility) of its supporters
        for key in self.order:
            same = {"cost": max(1, self.cost[key]), "cardinality": 1}.get(self.settings["utility"])
            given = [(number, many, one.get(key)) for number, (one, many) in enumerate(self.ballots)]
            supporters[key] = [(number, many, same or points) for number, many, points in given if points]
        selected, poorest = self.one_run(supporters, start)
        while completion.startswith("add1"):
            still = [key for key in supporters if key not in selected and not self.is_excluded(key, selected)]
            if "e" in completion and all(self.cost[key] > self.left_after(selected) for key in still):
                break
            if not still and (len(selected) == len(supporters) or poorest > 0):
                break  # more money changes nothing
            start += self.settings["step"]
            raised, poorest = self.one_run(supporters, start)
            if self.left_after(raised) < 0:
                break
            selected = raised
        return self.greedy(selected) if completion in ("utilitarian", "add1u", "add1eu") else selected

    def one_run(self, supporters: Any, start: Fraction) -> tuple[list[str], Fraction]:
        """Fund the project with the smallest rho, charge its supporters min(purse, rho × utility), and repeat."""
        selected, purse, purses = list[str](), [0] * len(self.ballots), [start]  # equal payers share a purse
        known = dict.fromkeys(supporters, Fraction(0))
        while True:
            fundable: list[Any] = []
            for key in sorted(known, key=known.__getitem__):
                if fundable and known[key] > min(fundable)[0]:
                    break  # as purses only empty, a rho never shrinks
                rho = rho_of(self.cost[key], supporters[key], purse, purses)
                if rho is None or self.is_excluded(key, selected):
                    del known[key]  # it cannot be funded later either
                else:
                    known[key] = rho
                    fundable.append((rho, self.tie[key], key))
            if not fundable:
                return selected, min((purses[at] for at in purse), default=start)
            rho, _, key = min(fundable)
            del known[key]
            selected.append(key)
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
        alike[purse[ballot], utility] += many * utility
    poorest_first = sorted((purses[at] / utility, weight) for (at, utility), weight in alike.items())
    rest, whole = Fraction(cost), sum(alike.values())
    for limit, weight in poorest_first:
        if rest <= limit * whole:
            return rest / whole
        rest, whole = rest - limit * weight, whole - weight
    return None


def check_winners(b: Bundle) -> str:
    """Count every pot for every group of voters, and see whether those who should have won are said to have won."""
    winners: list[str] = []
    for group, pot in ((one, pot) for one in b.result["electorates"] for pot in one["pots"]):
        e, where = Election(b, pot, group["key"]), f"result.json: voters “{group['key']}”, pot {pot['id']}"
        stated = sum(each["amount_cents"] for each in b.rules["pots"] if str(each["id"]) == pot["id"])
        expect(pot["amount"], stated, f"{where}: its amount in cents")
        for key in e.cost:
            expect(e.votes[key], pot["votes"][key], f"{where}: votes for project {key}")
            expect(e.scores[key], pot["scores"][key], f"{where}: score of project {key}")
        found = e.equal_shares() if e.settings["rule"] == "equal-shares" else e.greedy([])
        expect(found, pot["selected"], f"{where}: the winners in their order")
        winners += found if group["decides"] else []
    marked = [key for key, one in b.projects.items() if one["won"] == "1"]
    expect(sorted(marked), sorted(winners), "projects.csv, column won: the winners")
    return f"Counting again by the rule “{b.rules['allocation']['rule']}” gives the announced winners: {winners}."


def find_receipt(b: Bundle) -> str:
    code = "".join(b.receipt.replace("-", "").split()).upper()
    wanted = sha256(f"receipt|{b.result['round_id']}|{code}")
    for one in b.ledger:
        if one["receipt_hash"] == wanted:
            state = "It counts" if one["superseded"] == "0" else "A later ballot of yours replaced it"
            titles = "; ".join(b.projects[key]["title"] for key in json.loads(one["choices"]))
            return f"Your ballot is in {one['where']}. {state}: {one['choices']} ({titles})."
    raise Wrong("ledger.csv: no ballot has this receipt")


def main(arguments: list[str] | None = None) -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    options.add_argument("folder", nargs="?", type=Path, default=Path(__file__).parent)
    options.add_argument("--receipt", default="")
    options.add_argument("--head", default="")
    asked, failed = options.parse_args(arguments), False
    bundle = Bundle(asked.folder, asked.head.strip().lower(), asked.receipt)
    checks = [check_rules, check_chain, check_counts, check_ballots, check_winners]
    for check in [*checks, find_receipt] if asked.receipt else checks:
        try:
            print(f"OK     {check(bundle)}")
        except (Wrong, LookupError, TypeError, ValueError, AttributeError) as wrong:
            failed = True
            print(f"WRONG  {'' if isinstance(wrong, Wrong) else 'The files do not fit together: '}{wrong}")
    print("Something is wrong." if failed else "Everything is as it was announced.")
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
