"""What happened after the hackathon: feedback to the teams, certificates, and an entry that goes on."""

from dataclasses import replace
from datetime import datetime
from functools import partial

from app.demo.reading import Facts
from app.demo.story import Stage, Story
from app.demo.town import Town
from app.domain.certificates import CertificateKind
from app.domain.proposal_content import CostLine
from app.proposals import services as proposing
from app.proposals.queries import content_now, grown_from, proposals_by_ids
from app.results import services
from app.results.queries import certificates_of, comments_in


def tell_after(story: Story, town: Town, facts: Facts) -> None:
    """Reading and releasing the comments, thanking, handing over; nothing where the files tell of none."""
    told = facts.get("after")
    if told is None:
        return
    for name, act in (("reviewed", _review), ("released", _release), ("thanked", _thank)):
        story.add(town.calendar.moment(told[name]), Stage.RESULTS, partial(act, town, facts))
    for given in told["handed_over"]:
        when = town.calendar.moment(given["when"])
        story.add(when, Stage.RESULTS, partial(_hand_over, town, given))


def _review(town: Town, facts: Facts, now: datetime) -> None:
    """All comments may be read, but for those that hold one of the words of the files."""
    comments = comments_in(town.round(facts["key"]), now)
    kept = {
        each.key: one["reason"]
        for each in comments
        for one in facts["after"]["kept_back"]
        if one["words"] in each.text
    }
    organiser = town.actor(facts["organisers"][0])
    services.review_comments(
        organiser, town.rounds[facts["key"]], [each.key for each in comments], kept, now=now
    )


def _release(town: Town, facts: Facts, now: datetime) -> None:
    services.release_feedback(town.actor(facts["organisers"][0]), town.rounds[facts["key"]], now=now)


def _thank(town: Town, facts: Facts, now: datetime) -> None:
    organiser, round_id = town.actor(facts["organisers"][0]), town.rounds[facts["key"]]
    for kind in (CertificateKind.PARTICIPANT, CertificateKind.MENTOR):
        services.issue_certificates(organiser, round_id, kind, now=now)
    for helper in facts["after"]["volunteers"]:
        person = town.person(helper["person"])
        services.issue_certificate(
            organiser, round_id, CertificateKind.VOLUNTEER, person.email, helper["hours"], now=now
        )
    for name in facts["after"]["named"]:
        for certificate in certificates_of(town.people[name]):
            language = certificate.language
            services.choose_certificate(
                town.actor(name), certificate.id, language=language, shows_name=True, now=now
            )


def _hand_over(town: Town, given: Facts, now: datetime) -> None:
    """A member takes the entry into another round, cuts it down to what that can pay, and hands it in."""
    actor, source = town.actor(given["by"]), town.proposals[given["proposal"]]
    proposing.hand_over(actor, source, town.rounds[given["round"]], (), now=now)
    made = grown_from(source, with_drafts=True)[-1].proposal.id
    content = content_now(proposals_by_ids([made])[made])
    smaller = replace(
        content,
        summary=given["summary"],
        cost_lines=tuple(CostLine(line["what"], line["amount_cents"]) for line in given["cost_lines"]),
        upkeep_cents=20_000,
    )
    proposing.save_proposal(actor, made, smaller, now=now)
    proposing.submit_proposal(actor, made, now=now)
