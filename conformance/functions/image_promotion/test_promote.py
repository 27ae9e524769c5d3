"""promote.py: the image that was tested gets there, and nothing that was there is lost."""

import sys

import pytest
from commands import assert_known
from image_promotion.conftest import ENVIRONMENT, INDEX, NAME, SOURCE

@pytest.fixture
def script(docker, registry, tmp_path):
    """Runs the script as a build does, with the AWS CLI."""
    docker.pass_on("aws")
    start = tmp_path / "promote.sh"
    start.write_text(f'exec "{sys.executable}" "{SOURCE}"\n')

    def run(digest, **changes):
        told = {"IMAGE_DIGEST": digest, "EXECUTION_ID": "one"}
        return docker.run(start, tmp_path, ENVIRONMENT | told | changes)

    return run


def entry(digest, before, after, execution="one"):
    return {
        "name": NAME,
        "entry": f"{execution}#prod",
        "execution": execution,
        "action": "promoted",
        "environment": "prod",
        "digest": digest,
        "before": before,
        "after": after,
    }


def test_the_first_image_ever(promote, registry):
    digest = registry.push("dev", "1", "latest")
    assert promote(digest) is None
    assert registry.tags() == {"latest": digest}
    assert registry.history() == [entry(digest, "none", "0.1")]


def test_as_a_build_runs_it(script, registry, docker):
    current = registry.push("prod", "current", "latest")
    digest = registry.push("dev", "1", "latest")
    done = script(digest)
    assert done.returncode == 0, done.stderr
    assert done.stdout == f"prod/shop: v0.2 is {digest}, after v0.1\n"
    assert registry.tags() == {"0.1": current, "latest": digest}
    assert registry.history() == [entry(digest, "0.1", "0.2")]
    failed = script(digest, IMAGE_NAME="nobody")
    assert failed.returncode == 1 and "RepositoryNotFoundException" in failed.stderr
    assert_known(docker.calls("aws"))


@pytest.mark.parametrize(
    ("versions", "given", "after"),
    [
        (["0.1"], "0.2", "0.3"),
        ([f"0.{minor}" for minor in range(1, 10)], "0.10", "0.11"),
        (["0.9", "0.10"], "0.11", "0.12"),
        (["1.9", "1.99"], "1.100", "1.101"),
        (["1.99", "1.100", "2.0"], "2.1", "2.2"),
        ([], "0.1", "0.2"),
        (["stable", "v7.1", "1.2.3", "2024", "00.9", "1.-1", "0.4"], "0.5", "0.6"),
    ],
)
def test_the_image_before_gets_the_next_version(promote, registry, versions, given, after):
    before = {tag: registry.push("prod", tag, tag) for tag in versions}
    current = registry.push("prod", "current", "latest")
    digest = registry.push("dev", "new", "latest")
    assert promote(digest) is None
    assert registry.tags() == before | {given: current, "latest": digest}
    assert registry.history() == [entry(digest, given, after)]


def test_a_repository_that_has_lost_its_moving_tag(promote, registry):
    old = registry.push("prod", "old", "0.3")
    digest = registry.push("dev", "new", "latest")
    assert promote(digest) is None
    assert registry.tags() == {"0.3": old, "latest": digest}


def test_the_history_tells_what_had_the_tag_and_not_the_number_below(promote, registry):
    """After a rollback, the number below is that of the image that was rolled back."""
    back = registry.push("prod", "back", "0.14", "latest")
    failed = registry.push("prod", "failed", "0.15")
    digest = registry.push("dev", "new", "latest")
    assert promote(digest) is None
    assert registry.tags() == {"0.14": back, "0.15": failed, "latest": digest}
    assert registry.history() == [entry(digest, "0.14", "0.16")]


def test_the_image_that_was_tested_and_not_the_newest(promote, registry):
    # The fake forgets images without a tag.
    tested = registry.push("dev", "tested", "latest", "build-1")
    registry.push("dev", "newer", "latest")
    assert promote(tested) is None
    assert registry.tags() == {"latest": tested}


def test_all_architectures_get_there(promote, registry):
    children = [registry.push("dev", architecture) for architecture in ("arm64", "amd64")]
    digest = registry.push("dev", "list", "latest", media=INDEX, children=children)
    current = registry.push("prod", "current", "latest")
    assert promote(digest) is None
    assert registry.tags() == {"0.1": current, "latest": digest}
    images = registry.ecr.describe_images(repositoryName="prod/shop")["imageDetails"]
    assert {*children, digest, current} == {image["imageDigest"] for image in images}


def test_two_pushes_are_both_promoted_in_their_order(promote, registry):
    first = registry.push("dev", "first", "latest", "build-1")
    second = registry.push("dev", "second", "latest")
    assert [promote(first, "one"), promote(second, "two")] == [None, None]
    assert registry.tags() == {"0.1": first, "latest": second}
    assert registry.history() == [entry(first, "none", "0.1"), entry(second, "0.1", "0.2", "two")]


def test_an_event_that_comes_twice_changes_nothing(promote, registry):
    current = registry.push("prod", "current", "latest")
    digest = registry.push("dev", "new", "latest")
    for execution in ("one", "two", "one"):
        assert promote(digest, execution) is None
    assert registry.tags() == {"0.1": current, "latest": digest}
    assert registry.history() == [entry(digest, "0.1", "0.2"), entry(digest, "0.1", "0.2", "two")]


def test_whichever_call_fails_the_next_run_finishes(promote, registry):
    def fresh(number):
        """Another image on its way, so that each call has something to do."""
        return registry.push("dev", f"image {number}", "latest")

    registry.push("prod", "current", "latest")
    assert promote(fresh(0), "0") is None
    count = len(promote.calls)
    assert count == 9, promote.calls
    for number in range(1, count + 1):
        before, digest = registry.tags(), fresh(number)
        assert promote(digest, str(number), fail=number) is not None, number
        # Nothing that had a tag is without one, whatever was done already.
        assert set(before.values()) <= set(registry.tags().values()), number
        assert promote(digest, str(number)) is None
        kept = {tag: image for tag, image in before.items() if tag != "latest"}
        assert registry.tags() == kept | {"latest": digest, f"0.{number + 1}": before["latest"]}
    assert len(registry.history()) == count + 1


@pytest.mark.parametrize(
    ("digest", "said"),
    [
        ("sha256:" + "0" * 64, "dev/shop has no image"),
        ("latest", "carries no digest"),
        ("$(touch /tmp/x)", "carries no digest"),
    ],
)
def test_an_image_that_is_not_there_changes_nothing(promote, registry, digest, said):
    current = registry.push("prod", "current", "latest")
    assert said in promote(digest)
    assert (registry.tags(), registry.history()) == ({"latest": current}, [])


def test_a_copy_that_is_not_the_image_fails(promote, registry):
    promote.copies = False
    digest = registry.push("dev", "new", "latest")
    current = registry.push("prod", "current", "latest")
    assert f"latest is {current} now, and not {digest}" in promote(digest)
    assert (registry.tags(), registry.history()) == ({"latest": current, "0.1": current}, [])
    promote.copies = True
    assert promote(digest) is None
    assert registry.tags() == {"0.1": current, "latest": digest}


def test_a_version_that_somebody_else_was_faster_to_take(module):
    """Versions are immutable in the repositories: ECR refuses the one that comes second."""

    class Target:
        taken = {"0.1": "a", "latest": "b"}
        stale = [{"0.1": "a", "latest": "b"}]
        given = []

        def tags(self):
            return self.stale.pop(0) if self.stale else dict(self.taken)

        def tag(self, digest, tag):
            if tag in self.taken:
                raise module.Refused("ImageTagAlreadyExistsException", "")
            self.given.append((digest, tag))

    target = Target()
    target.taken["0.2"] = "c"
    assert module.number(target, "latest") == (0, 3)
    assert target.given == [("b", "0.3")]


def test_versions_compare_as_numbers(module):
    tags = {"0.9": "a", "0.10": "b", "0.100": "c", "1.0": "d", "latest": "e"}
    assert module.versions_after(tags, "latest") == ((1, 0), (1, 1))
    assert module.versions_after(tags | {"latest": "b"}, "latest") == ((0, 9), (0, 10))
