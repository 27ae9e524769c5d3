"""What `report` writes, as a reader has it: wide and narrow, light and dark, by mouse and by keys."""

import pytest

OPEN = "document.querySelectorAll('details').forEach((it) => { it.open = true })"

CONTRASTS = """
(() => {
  const canvas = document.createElement("canvas").getContext("2d");
  const light = (colour) => {
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    const parts = [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3).map((part) => part / 255)
      .map((part) => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2];
  };
  const ground = (node) => {
    const colour = getComputedStyle(node).backgroundColor;
    return colour === "rgba(0, 0, 0, 0)" ? ground(node.parentElement) : colour;
  };
  const texts = [...document.querySelectorAll("h1, h2, h3, p, a, dt, dd, code, th, td, li, span, summary")];
  return texts.filter((node) => !node.closest(".skip")).map((node) => {
    const lights = [light(getComputedStyle(node).color), light(ground(node))].sort((a, b) => b - a);
    return [node.outerHTML.slice(0, 80), (lights[0] + 0.05) / (lights[1] + 0.05)];
  }).filter(([, contrast]) => contrast < 4.5);
})()
"""


@pytest.fixture(params=["light", "dark"])
def scheme(request):
    return request.param


@pytest.fixture(params=[400, 1400])
def page(request, browser, train, scheme):
    """The page of the train, with all that can be opened open."""
    page = browser.open(train, request.param, scheme)
    page.evaluate(OPEN)
    return page


def test_nothing_is_asked_for_and_nothing_complained_of(page, train):
    requests = {request["request"]["url"] for request in page.told("Network.requestWillBeSent")}
    assert requests == {train.as_uri()}
    assert page.told("Runtime.exceptionThrown", "Runtime.consoleAPICalled", "Log.entryAdded") == []


def test_the_page_is_as_wide_as_its_window(page):
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_every_picture_is_to_be_seen(page):
    sizes = page.evaluate(
        "[...document.querySelectorAll('svg')].map((it) => it.getBoundingClientRect()).map((it) => [it.width, it.height])"
    )
    # The stacks, six pipelines, and the resources of nine stacks.
    assert len(sizes) == 16
    assert all(width > 100 and height > 50 for width, height in sizes), sizes


def test_every_link_leads_somewhere(page):
    lost = page.evaluate(
        "[...document.links].map((it) => it.getAttribute('href'))"
        ".filter((it) => !it.startsWith('#') || !document.getElementById(it.slice(1)))"
    )
    assert lost == []
    assert page.evaluate("document.links.length") > 10


def test_the_page_follows_the_scheme_and_is_legible(page, scheme):
    paper, card = page.evaluate(
        "[getComputedStyle(document.body).backgroundColor, getComputedStyle(document.querySelector('svg .card')).fill]"
    )
    assert (paper == "rgb(255, 255, 255)", card == "rgb(255, 255, 255)") == (scheme == "light",) * 2
    assert page.evaluate(CONTRASTS) == []


def test_headings_follow_each_other(page):
    levels = page.evaluate("[...document.querySelectorAll('h1, h2, h3, h4')].map((it) => Number(it.tagName[1]))")
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(below <= above + 1 for above, below in zip(levels, levels[1:]))


def test_tables_have_headings_and_a_name(page):
    assert page.evaluate("[...document.querySelectorAll('table')].every((it) => it.querySelector('th[scope=col]'))")
    assert page.evaluate("[...document.querySelectorAll('.scroll')].every((it) => it.getAttribute('aria-label'))")


def test_keys_do_all_that_a_mouse_does(browser, train):
    page = browser.open(train, 1400, "light")
    page.press("Tab", 9)
    assert page.evaluate("document.activeElement.className") == "skip"
    reached = set()
    for _ in range(40):
        page.press("Tab", 9)
        reached.add(page.evaluate("document.activeElement.tagName"))
    assert {"A", "DIV"} <= reached


def test_a_link_to_a_stack_opens_it(browser, train):
    page = browser.open(train, 1400, "light")
    opened = "document.getElementById('stack-3').parentElement.open"
    assert not page.evaluate(opened)
    page.evaluate("document.querySelector('a[href=\"#stack-3\"]').click()")
    page.evaluate("new Promise((done) => setTimeout(done, 100))")
    assert page.evaluate(opened)


def test_a_template_stays_text(browser, hostile):
    page = browser.open(hostile, 1400, "light")
    page.evaluate(OPEN)
    assert page.evaluate("document.title") == "cfn-stacks"
    assert page.evaluate("document.scripts.length + document.images.length") == 0
    inside = "[...document.querySelectorAll('*')].filter((it) => [...it.attributes].some((at) => /^on/.test(at.name)))"
    assert page.evaluate(f"{inside}.length") == 0
    assert page.told("Runtime.exceptionThrown", "Log.entryAdded") == []
