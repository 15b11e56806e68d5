"""Drives headless Chromium through its debugging pipe; the standard library alone.

    with Chromium(width=1600, height=1000) as page:
        page.open("http://127.0.0.1:8080/")
        page.key("j")
        page.wait_for("document.activeElement.matches('a.go')")
        page.screenshot("queue.png")

Commands and answers are JSON, each ended by a NUL byte: Chromium reads them from descriptor 3 and writes to descriptor 4.
"""
import base64
import json
import os
import select
import shutil
import subprocess
import tempfile
import time

# What the browser calls keys that are no characters.
NAMED = {
    "Enter": ("Enter", 13, "\r"), "Escape": ("Escape", 27, ""), "Tab": ("Tab", 9, ""), "Backspace": ("Backspace", 8, ""),
    "Delete": ("Delete", 46, ""), "ArrowDown": ("ArrowDown", 40, ""), "ArrowUp": ("ArrowUp", 38, ""),
    "ArrowLeft": ("ArrowLeft", 37, ""), "ArrowRight": ("ArrowRight", 39, ""), "Home": ("Home", 36, ""), "End": ("End", 35, ""),
    "PageDown": ("PageDown", 34, ""), "PageUp": ("PageUp", 33, ""),
}
MODIFIERS = {"Alt": 1, "Control": 2, "Meta": 4, "Shift": 8}


class ChromiumError(Exception):
    """The browser is not there, has gone, or refused a command; or the page threw or never came to what was waited for."""


class Chromium:
    """One page of a browser of its own, which ends with it. `dark` asks for the dark scheme, `script=False` turns scripts off."""

    def __init__(self, width=1600, height=1000, dark=False, script=True, scale=1, program=None):
        program = program or os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
        if not program:
            raise ChromiumError("no chromium in PATH; name one with CHROMIUM=/path/to/chromium")
        self.events = []
        self.dialogs = []
        self._number = 0
        self._buffer = b""
        self._profile = tempfile.TemporaryDirectory(prefix="chromium-", ignore_cleanup_errors=True)
        theirs_in, self._to = os.pipe()
        self._from, theirs_out = os.pipe()
        # Descriptors that a pipe got may be 3 and 4 already: both go out of the way before they are put there.
        script_text = f'exec 3<&{theirs_in} 4>&{theirs_out}; exec "$@"'
        self._process = subprocess.Popen(
            ["bash", "-c", script_text, "chromium", program, "--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run",
             "--disable-dev-shm-usage", "--hide-scrollbars", "--disable-background-networking", "--remote-debugging-pipe",
             f"--user-data-dir={self._profile.name}", f"--window-size={width},{height}", "about:blank"],
            pass_fds=(theirs_in, theirs_out), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(theirs_in)
        os.close(theirs_out)
        try:
            target = next(t for t in self._command("Target.getTargets")["targetInfos"] if t["type"] == "page")
            self._session = self._command("Target.attachToTarget", targetId=target["targetId"], flatten=True)["sessionId"]
            for domain in ("Page", "Runtime", "Log", "Network"):
                self.send(domain + ".enable")
            self.resize(width, height, scale)
            self.emulate(dark=dark)
            if not script:
                self.send("Emulation.setScriptExecutionDisabled", value=True)
        except BaseException:
            self.close()
            raise

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        """Ends the browser."""
        if self._process.poll() is None:
            self._process.terminate()
            try:
                self._process.wait(5)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
        for descriptor in (self._to, self._from):
            try:
                os.close(descriptor)
            except OSError:
                pass
        self._profile.cleanup()

    # The protocol

    def send(self, method, timeout=30, **parameters):
        """Sends a command about the page and gives its result."""
        return self._command(method, timeout, self._session, **parameters)

    def _command(self, method, timeout=30, session=None, **parameters):
        self._number += 1
        number = self._number
        message = {"id": number, "method": method, "params": parameters}
        if session:
            message["sessionId"] = session
        os.write(self._to, json.dumps(message).encode() + b"\0")
        until = time.monotonic() + timeout
        while True:
            answer = self._read(until)
            if answer is None:
                raise ChromiumError(f"{method}: no answer within {timeout} s")
            if answer.get("id") == number:
                if "error" in answer:
                    raise ChromiumError(f"{method}: {answer['error']['message']}")
                return answer["result"]

    def _read(self, until):
        """The next message, kept as an event when it is one; None when none comes in time."""
        while b"\0" not in self._buffer:
            ready, _, _ = select.select([self._from], [], [], max(0, until - time.monotonic()))
            if not ready:
                return None
            data = os.read(self._from, 1 << 20)
            if not data:
                raise ChromiumError("the browser has gone")
            self._buffer += data
        line, _, self._buffer = self._buffer.partition(b"\0")
        message = json.loads(line)
        if "method" in message:
            self.events.append(message)
            if message["method"] == "Page.javascriptDialogOpening":
                # Such as "Leave the page? What is not saved is lost": yes. Its answer is passed over as no one's.
                self.dialogs.append(message["params"]["message"] or message["params"]["type"])
                self._number += 1
                accept = {"id": self._number, "method": "Page.handleJavaScriptDialog", "params": {"accept": True}, "sessionId": message["sessionId"]}
                os.write(self._to, json.dumps(accept).encode() + b"\0")
        return message

    def pump(self, seconds):
        """Lets time pass and takes in what the browser says meanwhile."""
        until = time.monotonic() + seconds
        while self._read(until) is not None:
            pass

    # The page

    def open(self, url, timeout=30):
        """Opens an address; returns the seconds until its document was loaded."""
        self.events.clear()
        start = time.monotonic()
        result = self.send("Page.navigate", url=url)
        if result.get("errorText"):
            raise ChromiumError(f"{url}: {result['errorText']}")
        if "loaderId" in result:
            self._wait_event("Page.loadEventFired", start + timeout, url)
        return time.monotonic() - start

    def reload(self, timeout=30):
        """Loads the page anew."""
        self.events.clear()
        self.send("Page.reload")
        self._wait_event("Page.loadEventFired", time.monotonic() + timeout, "reload")

    def _wait_event(self, method, until, what):
        while not any(event["method"] == method for event in self.events):
            if self._read(until) is None:
                raise ChromiumError(f"{what}: not loaded in time")

    def eval(self, script, timeout=30):
        """The value of a JavaScript expression, a promise's once it is there."""
        result = self.send("Runtime.evaluate", timeout, expression=script, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in result:
            details = result["exceptionDetails"]
            raise ChromiumError(details.get("exception", {}).get("description", details["text"]))
        return result["result"].get("value")

    def wait_for(self, script, timeout=10):
        """Waits until an expression is true and returns its value. Holds over a change of page."""
        until = time.monotonic() + timeout
        error = ""
        while time.monotonic() < until:
            try:
                # An element would come back as an empty object.
                value = self.eval(f"Promise.resolve({script}).then(v => v instanceof Node ? true : v)")
                if value:
                    return value
            except ChromiumError as caught:
                error = f" ({caught})"
            self.pump(0.02)
        raise ChromiumError(f"not within {timeout} s: {script}{error}")

    def key(self, name, times=1, modifiers=()):
        """Presses a key: a character such as `j` or `A`, or a name such as `Enter`."""
        if name in NAMED:
            code, number, text = NAMED[name]
        else:
            code, number, text = ("Key" + name.upper() if name.isalpha() else "", ord(name.upper()), name)
        held = sum(MODIFIERS[modifier] for modifier in modifiers)
        if len(name) == 1 and name.isupper():
            held |= MODIFIERS["Shift"]
        if held & ~MODIFIERS["Shift"]:
            text = ""
        event = {"key": name, "code": code, "windowsVirtualKeyCode": number, "modifiers": held}
        for _ in range(times):
            self.send("Input.dispatchKeyEvent", type="keyDown" if text else "rawKeyDown", text=text, **event)
            self.send("Input.dispatchKeyEvent", type="keyUp", **event)

    def type(self, text):
        """Puts text in where the focus is."""
        self.send("Input.insertText", text=text)

    def click(self, selector):
        """Clicks the middle of the first element that a selector finds, once it is in view."""
        box = self.eval(
            f"(() => {{ const e = document.querySelector({json.dumps(selector)}); if (!e) return null;"
            " e.scrollIntoView({block: 'nearest'}); const r = e.getBoundingClientRect();"
            " return [r.left + r.width / 2, r.top + r.height / 2]; })()")
        if not box:
            raise ChromiumError(f"no {selector} on the page")
        for kind in ("mousePressed", "mouseReleased"):
            self.send("Input.dispatchMouseEvent", type=kind, x=box[0], y=box[1], button="left", clickCount=1)

    def screenshot(self, path, full=False):
        """Writes a PNG of the window, or with `full` of the whole page."""
        parameters = {"format": "png", "captureBeyondViewport": full}
        if full:
            size = self.send("Page.getLayoutMetrics")["cssContentSize"]
            parameters["clip"] = {"x": 0, "y": 0, "width": size["width"], "height": min(size["height"], 16000), "scale": 1}
        with open(path, "wb") as file:
            file.write(base64.b64decode(self.send("Page.captureScreenshot", **parameters)["data"]))

    def resize(self, width, height, scale=1):
        """Sets the window's size in CSS pixels; with `scale` 2 as a page zoomed to 200 % on a screen twice as wide."""
        self.send("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=scale, mobile=False)

    def emulate(self, dark=False, reduced_motion=False, forced_colors=False):
        """What the reader asks of pages."""
        self.send("Emulation.setEmulatedMedia", features=[
            {"name": "prefers-color-scheme", "value": "dark" if dark else "light"},
            {"name": "prefers-reduced-motion", "value": "reduce" if reduced_motion else "no-preference"},
            {"name": "forced-colors", "value": "active" if forced_colors else "none"},
        ])

    def problems(self):
        """What the page complained of since it was opened: thrown errors, refused resources, breaches of the security policy."""
        self.pump(0.05)
        found = []
        for event in self.events:
            parameters = event["params"]
            if event["method"] == "Runtime.exceptionThrown":
                details = parameters["exceptionDetails"]
                found.append(details.get("exception", {}).get("description", details["text"]))
            elif event["method"] == "Log.entryAdded" and parameters["entry"]["level"] in ("error", "warning"):
                found.append(parameters["entry"]["text"] + " " + parameters["entry"].get("url", ""))
            elif event["method"] == "Runtime.consoleAPICalled" and parameters["type"] == "error":
                found.append(" ".join(str(argument.get("value", "")) for argument in parameters["args"]))
        return [text for text in found if "favicon" not in text]
