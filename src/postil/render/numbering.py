"""What numbers meant: in an earlier version, and of what was gone before all were counted anew."""

from __future__ import annotations

from postil.apparatus import Apparatus, Passage


def as_of(apparatus: Apparatus, passage: Passage, version: str) -> str:
    """Return the number that ``passage`` had in the release ``version``; its own of now, where it had none then."""
    standings = passage.record.standings if passage.record else ()
    if not version or not standings:
        return passage.number
    order = _order(apparatus)
    at = order.get(version, len(order))
    return next((each.number for each in reversed(standings) if order.get(each.version, 0) <= at), passage.number)


def last_before(apparatus: Apparatus, version: str) -> str:
    """Return the release before ``version``; the last of all, where that is none yet."""
    releases = apparatus.edition.lock.releases
    at = _order(apparatus).get(version, len(releases))
    return releases[at - 1].version if at else ""


def counted_anew(apparatus: Apparatus, passage: Passage) -> str:
    """Return the last version in which ``passage`` had its number, if it is gone and all were counted anew since."""
    if passage.stands or passage.record is None:
        return ""
    version = apparatus.version_of(passage)
    order = _order(apparatus)
    at = order.get(version, len(order))
    later = apparatus.edition.lock.releases[at + 1 :]
    return version if any(release.renumbered for release in later) else ""


def _order(apparatus: Apparatus) -> dict[str, int]:
    return {release.version: place for place, release in enumerate(apparatus.edition.lock.releases)}
