"""The page of a bias audit in a browser: its drawings have a size, the console is silent, and, where
$REEVE_AXE names axe-core's axe.min.js, an accessibility checker finds nothing serious.

Skipped where there is no Chromium."""
import html
import json
import os
import pathlib
import re
import shutil
import subprocess
import unittest

from bias_test import COLUMNS, ROWS
from harness import PATIENCE, CliTest, run_module

CHROMIUM = next((found for name in ("chromium", "chromium-browser", "google-chrome")
                 if (found := shutil.which(name))), None)
AXE = os.environ.get("REEVE_AXE")
MEASURE = """
const drawn = [...document.querySelectorAll('svg[role=img]')].map(svg => {
  const box = svg.getBoundingClientRect();
  return {width: box.width, height: box.height, says: svg.getAttribute('aria-label'),
          bars: [...svg.querySelectorAll('rect.bar')].map(bar => bar.getBoundingClientRect().width)};
});
const found = {drawn, page: document.documentElement.scrollWidth, window: window.innerWidth};
const tell = () => { const out = document.createElement('pre'); out.id = 'found';
  out.textContent = JSON.stringify(found); document.body.append(out); };
if (window.axe) axe.run().then(result => { found.violations = result.violations.map(
  v => ({id: v.id, impact: v.impact, nodes: v.nodes.length})); tell(); }); else tell();
"""


@unittest.skipUnless(CHROMIUM, "there is no Chromium")
class Page(CliTest):
    def page(self):
        rows = self.write("rows.csv", ROWS)
        earlier = self.folder / "earlier.json"
        self.reeve("bias", "audit", "--csv", rows, *COLUMNS, "--format", "json", "--out", earlier)
        return self.reeve("bias", "audit", "--csv", rows, *COLUMNS, "--format", "html", "--earlier",
                          earlier).stdout

    def seen(self, width):
        axe = pathlib.Path(AXE).read_text(encoding="utf-8") if AXE else ""
        page = self.page().replace("</body>", f"<script>{axe}\n</script><script>{MEASURE}</script></body>")
        done = subprocess.run(
            [CHROMIUM, "--headless=new", "--no-sandbox", "--disable-gpu", "--enable-logging=stderr",
             f"--user-data-dir={self.folder / 'profile'}", "--virtual-time-budget=20000",
             f"--window-size={width},1200", "--dump-dom", str(self.write("page.html", page))],
            capture_output=True, timeout=PATIENCE, check=True)
        self.assertNotIn("CONSOLE", done.stderr.decode())
        found = re.search(r'<pre id="found">(.*?)</pre>', done.stdout.decode(), re.S)
        return json.loads(html.unescape(found.group(1)))

    def check(self, width):
        found = self.seen(width)
        bars = [one for one in found["drawn"] if one["bars"]]
        self.assertGreaterEqual(len(bars), 4)
        for one in bars:
            self.assertGreater(one["width"], 100, one)
            self.assertGreater(one["height"], 20, one)
            rate = float(re.search(r": ([\d.]+) %", one["says"]).group(1)) / 100
            self.assertAlmostEqual(one["bars"][0] / one["width"], rate, delta=0.01)
        self.assertLessEqual(found["page"], found["window"], "the page scrolls sideways")
        self.assertEqual("violations" in found, bool(AXE))
        grave = [v for v in found.get("violations", []) if v["impact"] in ("serious", "critical")]
        self.assertEqual(grave, [])

    def test_charts_show_at_the_width_of_a_desk(self):
        self.check(1280)

    def test_charts_show_at_the_width_of_a_phone(self):
        self.check(500)  # the narrowest window that a headless Chromium gives


if __name__ == "__main__":
    run_module()
