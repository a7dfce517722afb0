"""What happens with money that Equal Shares leaves: nothing, greedy spending, or raising everyone's start by steps."""

from dataclasses import dataclass
from fractions import Fraction

from app.domain.allocation.equal_shares.rounds import Run, Runner
from app.domain.allocation.spending import Spending


@dataclass(frozen=True)
class Completion:
    """``raises`` everyone's start while the cost stays within the budget, perhaps only until the result is
    exhaustive (nothing unfunded and supported fits any more), and ``then_greedy`` spends what is left by score."""

    raises: bool
    until_exhaustive: bool
    then_greedy: bool


COMPLETIONS = {
    "none": Completion(raises=False, until_exhaustive=False, then_greedy=False),
    "utilitarian": Completion(raises=False, until_exhaustive=False, then_greedy=True),
    "add1": Completion(raises=True, until_exhaustive=False, then_greedy=False),
    "add1e": Completion(raises=True, until_exhaustive=True, then_greedy=False),
    "add1u": Completion(raises=True, until_exhaustive=False, then_greedy=True),
    "add1eu": Completion(raises=True, until_exhaustive=True, then_greedy=True),
}
"""The field's names; pabutools' iterated Equal Shares is ``add1e``."""


def deciding_run(runner: Runner, completion: str, step: int) -> Run:
    """The run whose projects are funded: the first one, or the last that raising by ``step`` cents keeps within budget.

    Starts are tried one step after the other; a longer stride is taken only where the run at its end proves that
    every start in between funds the same projects. Where it proves nothing, its run is kept until its turn comes.
    """
    voters = runner.supporters.voters
    how = COMPLETIONS[completion]
    current = runner.run(Fraction(runner.election.budget, voters) if voters else Fraction(0))
    stride = 1
    ahead: dict[Fraction, Run] = {}
    while how.raises and not _ends(runner, current, until_exhaustive=how.until_exhaustive):
        target = current.start + stride * step
        raised = ahead.pop(target, None) or runner.run(target, guide=current)
        if raised.same_between:
            current, stride = raised, stride * 2
        elif stride > 1:
            ahead[target] = raised
            stride //= 2
        elif raised.cost > runner.election.budget:
            break
        else:
            current = raised
    return current


def _ends(runner: Runner, run: Run, *, until_exhaustive: bool) -> bool:
    """Whether a higher start cannot change the result, or need not be tried."""
    spending = Spending(runner.election, run.selected)
    selected = set(run.selected)
    open_still = [
        one.id for one in runner.eligible if one.id not in selected and spending.excluded_by(one.id) is None
    ]
    if until_exhaustive and not any(spending.fits(one) for one in open_still):
        return True
    return not open_still and (len(selected) == len(runner.eligible) or _is_the_last(runner, run))


def _is_the_last(runner: Runner, run: Run) -> bool:
    """Whether every higher start funds the same where rivals keep out all that is not funded.

    A higher start only lowers ρ, and never below cost / total utility. So nothing changes if all that is funded is
    already there, and each rival's lowest ρ comes after the round that kept it out.
    """
    if not run.was_never_short:
        return False
    spending = Spending(runner.election)
    waiting = {one.id: one for one in runner.eligible}
    for funded in run.rounds:
        spending.fund(funded.support.id)
        del waiting[funded.support.id]
        kept_out = [one for one in waiting.values() if spending.excluded_by(one.id) is not None]
        if any(runner.lowest(one) < runner.lowest(funded.support) for one in kept_out):
            return False
        for one in kept_out:
            del waiting[one.id]
    return True
