"""What mentors score: weighted criteria with described levels, and which scorecards are acceptable."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from app.domain.errors import RuleBroken

NOT_APPLICABLE = "na"
"""How a form says "not applicable"; a stored scorecard says ``None``. It is not zero: it leaves both sums."""

MAX_CRITERIA = 20
MAX_WEIGHT = 1000
MAX_LEVEL = 100
MAX_LEVELS = 11
"""A scale of 0 to 10 is the longest that can carry a sentence for every level on a phone."""

MAX_COMMENT = 4000

_KEY = re.compile(r"[a-z][a-z0-9_]{0,39}", re.ASCII)
_LEVEL = re.compile(r"[0-9]{1,3}", re.ASCII)

_Raw = str | int | None


@dataclass(frozen=True, slots=True)
class Criterion:
    """One question to the mentor.

    ``weight`` is an integer of at least 1; levels are the integers ``lo`` to ``hi``; ``descriptors`` holds
    one sentence for every level, opaque to the domain. ``required`` means that the scorecard cannot be
    submitted without an answer; "not applicable" is an answer where ``allows_not_applicable``.
    """

    key: str
    weight: int = 1
    lo: int = 1
    hi: int = 5
    required: bool = True
    comment_required: bool = False
    allows_not_applicable: bool = False
    descriptors: Mapping[int, str] = field(default_factory=dict)

    @property
    def levels(self) -> range:
        """The levels a mentor can choose from, lowest first."""
        return range(self.lo, self.hi + 1)


@dataclass(frozen=True, slots=True)
class Rubric:
    """The criteria of a round in the order in which they are asked; ``version`` grows with every change."""

    version: int
    criteria: tuple[Criterion, ...]

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of the criteria, in order."""
        return tuple(criterion.key for criterion in self.criteria)

    def criterion(self, key: str) -> Criterion:
        """The criterion with this key. Raises ``RuleBroken("scorecard.criterion_unknown")``."""
        for criterion in self.criteria:
            if criterion.key == key:
                return criterion
        raise RuleBroken("scorecard.criterion_unknown", criterion=key)


@dataclass(frozen=True, slots=True)
class Answers:
    """A scorecard as it may be stored: a missing key is not answered yet, ``None`` is "not applicable"."""

    levels: dict[str, int | None]
    comments: dict[str, str]


def check_rubric(rubric: Rubric) -> None:
    """Raise the first of :func:`rubric_problems`, if there is any."""
    for problem in rubric_problems(rubric):
        raise problem


def rubric_problems(rubric: Rubric) -> list[RuleBroken]:
    """Everything that keeps a rubric from being published, in the order of its criteria.

    Codes: ``rubric.no_criteria``, ``too_many_criteria``, ``key_invalid``, ``key_repeated``,
    ``weight_invalid``, ``scale_invalid``, ``descriptor_missing``, ``descriptor_outside_scale``; all but the
    first two name the criterion.
    """
    if not rubric.criteria:
        return [RuleBroken("rubric.no_criteria")]
    if len(rubric.criteria) > MAX_CRITERIA:
        return [RuleBroken("rubric.too_many_criteria", limit=MAX_CRITERIA)]
    problems: list[RuleBroken] = []
    seen: set[str] = set()
    for criterion in rubric.criteria:
        if criterion.key in seen:
            problems.append(RuleBroken("rubric.key_repeated", criterion=criterion.key))
        seen.add(criterion.key)
        problems.extend(_criterion_problems(criterion))
    return problems


def _criterion_problems(criterion: Criterion) -> Iterator[RuleBroken]:
    key = criterion.key
    if not _KEY.fullmatch(key):
        yield RuleBroken("rubric.key_invalid", criterion=key)
    if not 1 <= criterion.weight <= MAX_WEIGHT:
        yield RuleBroken("rubric.weight_invalid", criterion=key, limit=MAX_WEIGHT)
    if not (0 <= criterion.lo < criterion.hi <= MAX_LEVEL and len(criterion.levels) <= MAX_LEVELS):
        yield RuleBroken("rubric.scale_invalid", criterion=key, limit=MAX_LEVELS)
        return  # without a scale there are no levels to describe
    for level in criterion.levels:
        if not criterion.descriptors.get(level, "").strip():
            yield RuleBroken("rubric.descriptor_missing", criterion=key, level=level)
    for level in sorted(set(criterion.descriptors) - set(criterion.levels)):
        yield RuleBroken("rubric.descriptor_outside_scale", criterion=key, level=level)


def changed_criteria(old: Rubric, new: Rubric) -> tuple[str, ...]:
    """Keys of ``new`` that mentors must score (again) when ``new`` replaces ``old``.

    A criterion is scored again when it is new or when its scale, its descriptors or "not applicable" changed:
    the same level then means something else. A changed weight only changes the sums.
    """
    before = {criterion.key: _meaning(criterion) for criterion in old.criteria}
    return tuple(each.key for each in new.criteria if before.get(each.key) != _meaning(each))


def _meaning(criterion: Criterion) -> tuple[object, ...]:
    return criterion.lo, criterion.hi, dict(criterion.descriptors), criterion.allows_not_applicable


def check_scorecard(
    rubric: Rubric, levels: Mapping[str, _Raw], comments: Mapping[str, str], *, final: bool
) -> Answers:
    """Read a scorecard as a form or an offline draft sends it; raise the first of its problems.

    ``levels`` maps criterion keys to ``""`` (not answered), ``"na"`` or ``None`` (not applicable), ASCII
    digits or an integer. A draft (``final=False``) may be incomplete; a submission must be complete: every
    required criterion answered, and a comment where one is compulsory and the criterion is answered. See
    :func:`scorecard_problems` for the codes.
    """
    answers, problems = _read(rubric, levels, comments, final)
    for problem in problems:
        raise problem
    return answers


def scorecard_problems(
    rubric: Rubric, levels: Mapping[str, _Raw], comments: Mapping[str, str], *, final: bool
) -> list[RuleBroken]:
    """Every problem of a scorecard, in the order of the rubric, each naming its criterion.

    Codes: ``scorecard.criterion_unknown``, ``level_unreadable``, ``level_outside_scale``,
    ``not_applicable_refused``, ``comment_too_long``; of a submission also ``level_missing``,
    ``comment_missing`` and, when nothing at all was scored, ``nothing_answered`` (which names no criterion).
    """
    return _read(rubric, levels, comments, final)[1]


def _read(
    rubric: Rubric, levels: Mapping[str, _Raw], comments: Mapping[str, str], final: bool
) -> tuple[Answers, list[RuleBroken]]:
    strangers = sorted((set(levels) | set(comments)) - set(rubric.keys))
    problems = [RuleBroken("scorecard.criterion_unknown", criterion=key) for key in strangers]
    answers = Answers({}, {})
    for criterion in rubric.criteria:
        try:
            _read_level(criterion, levels.get(criterion.key, ""), answers, final)
        except RuleBroken as problem:
            problems.append(problem)
        try:
            _read_comment(criterion, comments.get(criterion.key, ""), answers, final)
        except RuleBroken as problem:
            problems.append(problem)
    if final and not problems and all(level is None for level in answers.levels.values()):
        problems.append(RuleBroken("scorecard.nothing_answered"))
    return answers, problems


def _read_level(criterion: Criterion, raw: _Raw, answers: Answers, final: bool) -> None:
    key = criterion.key
    if raw is None or raw == NOT_APPLICABLE:
        if not criterion.allows_not_applicable:
            raise RuleBroken("scorecard.not_applicable_refused", criterion=key)
        answers.levels[key] = None
    elif raw == "":
        if final and criterion.required:
            raise RuleBroken("scorecard.level_missing", criterion=key)
    else:
        answers.levels[key] = _level(criterion, raw)


def _level(criterion: Criterion, raw: str | int) -> int:
    # As text, the true and 1.0 of a JSON draft are no digits; str.isdigit() would let "²" and "٣" through.
    text = str(raw)
    if not _LEVEL.fullmatch(text):
        raise RuleBroken("scorecard.level_unreadable", criterion=criterion.key)
    if int(text) not in criterion.levels:
        raise RuleBroken(
            "scorecard.level_outside_scale", criterion=criterion.key, lo=criterion.lo, hi=criterion.hi
        )
    return int(text)


def _read_comment(criterion: Criterion, raw: str, answers: Answers, final: bool) -> None:
    text = raw.strip()
    if len(text) > MAX_COMMENT:
        raise RuleBroken("scorecard.comment_too_long", criterion=criterion.key, limit=MAX_COMMENT)
    if text:
        answers.comments[criterion.key] = text
    elif final and criterion.comment_required and (criterion.required or criterion.key in answers.levels):
        raise RuleBroken("scorecard.comment_missing", criterion=criterion.key)
