"""The pages of a bias audit in a browser, as wide as a desk's and as a phone's: the drawings have the size
that their numbers say, nothing scrolls sideways, the console is silent, no script is needed, and, where
axe-core is (./dev install --browser, or $REEVE_AXE names its axe.min.js), an accessibility checker finds
nothing serious. $REEVE_SHOTS is a folder for pictures of what was looked at.

Skipped where there is no Chromium."""
import os
import pathlib
import re
import unittest

from bias_test import COLUMNS, ROWS
from browser import CHROMIUM, Browser
from harness import SOURCE, CliTest, run_module

AXE = pathlib.Path(os.environ.get("REEVE_AXE", SOURCE / "build/browser/node_modules/axe-core/axe.min.js"))
SHOTS = os.environ.get("REEVE_SHOTS")
WIDTHS = {"desk": (1280, False), "phone": (390, True)}
DRAWN = """[...document.querySelectorAll('svg[role=img]')].map(svg => {
  const box = svg.getBoundingClientRect();
  return {width: box.width, height: box.height, says: svg.getAttribute('aria-label'),
          axis: svg.closest('.bars').querySelector('.axis')?.lastChild.textContent,
          bars: [...svg.querySelectorAll('rect.bar')].map(bar => bar.getBoundingClientRect().width)};
})"""
GRAVE = """axe.run().then(result => result.violations
  .filter(one => one.impact === 'serious' || one.impact === 'critical')
  .map(one => ({rule: one.id, at: one.nodes.map(node => node.html)})))"""
# What would stand out to the right, but for what has a scroll of its own.
WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@unittest.skipUnless(CHROMIUM, "there is no Chromium: ./dev install --browser")
class Pages(CliTest):
    def setUp(self):
        super().setUp()
        self.browser = Browser(self.folder / "profile")
        self.addCleanup(self.browser.__exit__)

    def report(self):
        rows = self.write("rows.csv", ROWS)
        earlier = self.folder / "earlier.json"
        self.reeve("bias", "audit", "--csv", rows, *COLUMNS, "--format", "json", "--out", earlier)
        later = self.write("later.csv", re.sub(r"^b,m,1", "b,m,0", ROWS, flags=re.M))
        page = self.folder / "report.html"
        self.reeve("bias", "audit", "--csv", later, *COLUMNS, "--format", "html", "--earlier", earlier, "--out",
                   page)
        return page

    def summary(self):
        page = self.folder / "summary.html"
        self.reeve("bias", "audit", "--csv", self.write("rows.csv", ROWS), *COLUMNS, "--preset", "nyc-ll144",
                   "--exclude", "race=rarest", "--reason", "under 2 %", "--by", "Ada Example", "--format",
                   "summary", "--tool", "Ranker 3", "--auditor", "Example & Partners", "--audit-date",
                   "2026-11-27", "--used-from", "2026-12-01", "--data-source", "Applications of 2026", "--out",
                   page)
        return page

    def check(self, page, look):
        """Opens it at both widths, and looks at what any page must be, and at what this one must."""
        for name, (width, mobile) in WIDTHS.items():
            with self.subTest(name):
                self.browser.open(page.as_uri(), width, mobile)
                self.assertEqual(self.browser.value("innerWidth"), width)
                self.assertEqual(self.browser.value(WIDE), 0, "the page scrolls sideways")
                self.assertEqual(self.browser.value("document.scripts.length"), 0)
                if SHOTS:
                    self.browser.picture(pathlib.Path(SHOTS) / f"{page.stem}-{name}.png")
                look()
                self.assertEqual(self.browser.console(), [])
                if AXE.exists():
                    self.browser.value(AXE.read_text(encoding="utf-8") + "; 0")
                    self.assertEqual(self.browser.value(GRAVE), [])

    def test_the_charts_of_a_report_show_at_the_width_of_a_desk_and_of_a_phone(self):
        self.check(self.report(), self.drawings)

    def drawings(self):
        bars = [one for one in self.browser.value(DRAWN) if one["bars"]]
        self.assertGreaterEqual(len(bars), 4)
        for one in bars:
            self.assertGreater(one["width"], 100, one)
            self.assertGreater(one["height"], 20, one)
            rate = float(re.search(r": ([\d.]+) %", one["says"]).group(1))
            self.assertAlmostEqual(one["bars"][0] / one["width"], rate / float(one["axis"].split()[0]),
                                   delta=0.01, msg=one)

        slopes = self.browser.value("""[...document.querySelectorAll('.drift svg .path.flag')].map(line => {
          const box = line.getBoundingClientRect(); return box.height / box.width; })""")
        self.assertGreaterEqual(len(slopes), 2)
        for slope in slopes:  # a change that stands out
            self.assertGreater(slope, 0.02)

    def test_a_report_prints(self):
        self.browser.open(self.report().as_uri(), WIDTHS["desk"][0])
        self.assertGreaterEqual(self.browser.pages(), 2)

    def test_the_public_summary_shows_at_the_width_of_a_desk_and_of_a_phone(self):
        self.check(self.summary(), lambda: self.assertGreaterEqual(
            self.browser.value("document.querySelectorAll('table').length"), 2))

    @unittest.skipUnless(AXE.exists(), "there is no axe-core: ./dev install --browser")
    def test_the_checker_finds_what_is_wrong(self):
        page = self.write("wrong.html", "<html><body><img src='data:,'><p style='color:#ccc'>pale</p></body></html>")
        self.browser.open(page.as_uri(), WIDTHS["desk"][0])
        self.browser.value(AXE.read_text(encoding="utf-8") + "; 0")
        self.assertIn("image-alt", [one["rule"] for one in self.browser.value(GRAVE)])


if __name__ == "__main__":
    run_module()
