"""A headless Chromium that a test looks through: a page at a given width, what it comes to, and what the
console said. Spoken to by its debugging pipe (file descriptors 3 and 4, a JSON text and a zero byte a
message), so there is no port and no library."""
import base64
import json
import os
import select
import shutil
import subprocess
import time

CHROMIUM = next((found for name in ("chromium", "chromium-browser", "google-chrome")
                 if (found := shutil.which(name))), None)
PATIENCE = 120  # seconds until a browser that hangs is a failure
HEIGHT = 900


class Browser:
    """One browser with one page; use it in `with`."""

    def __init__(self, profile):
        to_browser, self._out = os.pipe()
        self._in, from_browser = os.pipe()

        def place():  # where the browser looks for them; duplicates are inherited
            first, second = os.dup(to_browser), os.dup(from_browser)
            os.dup2(first, 3)
            os.dup2(second, 4)
        self._process = subprocess.Popen(
            [CHROMIUM, "--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run",
             "--remote-debugging-pipe", f"--user-data-dir={profile}", "about:blank"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, preexec_fn=place, close_fds=False)
        os.close(to_browser)
        os.close(from_browser)
        self._number = 0
        self._bytes = b""
        self._heard = []  # events that nobody waited for yet
        self._session = None
        targets = self.ask("Target.getTargets")["targetInfos"]
        page = next(one["targetId"] for one in targets if one["type"] == "page")
        self._session = self.ask("Target.attachToTarget", targetId=page, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log"):
            self.ask(f"{domain}.enable")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        os.close(self._out)  # a browser whose pipe ends, ends
        os.close(self._in)
        try:
            self._process.wait(PATIENCE)
        finally:
            self._process.kill()
            self._process.wait()

    def open(self, address, width, mobile=False):
        """The page, loaded, as wide as that; `mobile` is a phone with two dots a pixel."""
        self.ask("Emulation.setDeviceMetricsOverride", width=width, height=HEIGHT,
                 deviceScaleFactor=2 if mobile else 1, mobile=mobile)
        self._heard.clear()
        self.ask("Page.navigate", url=address)
        self._event("Page.loadEventFired")

    def value(self, script):
        """What the expression comes to; a promise is awaited."""
        found = self.ask("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True)
        if "exceptionDetails" in found:
            raise AssertionError(found["exceptionDetails"])
        return found["result"].get("value")

    def console(self):
        """What the page has said since it was opened: words of scripts, and complaints of the browser."""
        self.value("0")  # what was said before comes before this answer
        return [event["params"] for event in self._heard if event["method"] in
                ("Runtime.consoleAPICalled", "Runtime.exceptionThrown", "Log.entryAdded")]

    def picture(self, path):
        """The whole page as a PNG."""
        shot = self.ask("Page.captureScreenshot", captureBeyondViewport=True)
        path.write_bytes(base64.b64decode(shot["data"]))

    def pages(self):
        """How many sheets of paper the page prints to."""
        paper = base64.b64decode(self.ask("Page.printToPDF", preferCSSPageSize=True)["data"])
        return paper.count(b"/Type /Page\n") + paper.count(b"/Type/Page\n")

    def ask(self, method, **params):
        self._number += 1
        message = {"id": self._number, "method": method, "params": params}
        if self._session:
            message["sessionId"] = self._session
        text = json.dumps(message).encode() + b"\0"
        while text:
            text = text[os.write(self._out, text):]
        while True:
            answer = self._read()
            if answer.get("id") != self._number:
                self._heard.append(answer)
                continue
            if "error" in answer:
                raise AssertionError(f"{method}: {answer['error']}")
            return answer["result"]

    def _event(self, method):
        while not any(event["method"] == method for event in self._heard):
            self._heard.append(self._read())

    def _read(self):
        end = time.monotonic() + PATIENCE
        while b"\0" not in self._bytes:
            if not select.select([self._in], [], [], max(0, end - time.monotonic()))[0]:
                raise AssertionError("the browser says nothing")
            some = os.read(self._in, 1 << 20)
            if not some:
                raise AssertionError("the browser ended")
            self._bytes += some
        text, self._bytes = self._bytes.split(b"\0", 1)
        return json.loads(text)
