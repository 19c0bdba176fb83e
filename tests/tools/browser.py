#!/usr/bin/python3
"""Open a page in headless Chromium and tell what it does.

usage: browser.py FILE.html [-s DIR | -a AXE.js]

Prints one JSON object: what the page asked for beside itself, what the console
said, which dialogs it opened, violations of its policy, duplicate ids, links
that lead nowhere, and the tree that a screen reader would read (role, name).
With -s DIR it leaves pictures there: light, dark, narrow, print; with -a
AXE.js, npm's axe-core, it tells what that finds, in light and dark. Exits with
69 when there is no browser. It talks to the browser by the DevTools protocol
over two pipes, and needs nothing else.
"""
import base64
import json
import os
import pathlib
import select
import shutil
import subprocess
import sys
import tempfile
import time

PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "chrome",
            "chromium-headless-shell")
SECONDS = 60
TREE_MOST = 300000      # bytes of a page whose tree is read

LOOK = """(() => {
    const ids = [...document.querySelectorAll('[id]')].map(e => e.id);
    const twice = ids.filter((id, i) => ids.indexOf(id) !== i);
    const known = new Set(ids);
    return JSON.stringify({
        twice: [...new Set(twice)],
        lost: [...document.querySelectorAll('a[href]')]
            .map(a => a.getAttribute('href'))
            .filter(h => !h.startsWith('#') || !known.has(h.slice(1))),
        scripts: document.querySelectorAll('script').length,
        wide: document.documentElement.scrollWidth - innerWidth,
        unnamed: [...document.querySelectorAll('svg[role=img]')]
            .filter(s => !s.querySelector('title') ||
                !s.querySelector('desc')).length,
        uncaptioned: [...document.querySelectorAll('table')]
            .filter(t => !t.caption).length,
        foreign: [...document.querySelectorAll('*')]
            .filter(e => ['IFRAME', 'IMG', 'OBJECT', 'EMBED', 'FORM', 'LINK',
                'AUDIO', 'VIDEO', 'BASE', 'INPUT'].includes(e.tagName) ||
                [...e.attributes].some(a => /^on/i.test(a.name)))
            .map(e => e.tagName),
    });
})()"""


class Browser:
    def __init__(self, program, home):
        to_read, to_write = os.pipe()
        from_read, from_write = os.pipe()
        self.out, self.into = to_write, from_read

        def wire():
            # 3 and 4 are what the browser reads and writes.
            keep_in, keep_out = os.dup(to_read), os.dup(from_write)
            os.dup2(keep_in, 3)
            os.dup2(keep_out, 4)

        self.process = subprocess.Popen(
            [program, "--headless=new", "--no-sandbox", "--disable-gpu",
             "--disable-dev-shm-usage", "--remote-debugging-pipe",
             "--disable-extensions", "--disable-background-networking",
             "--no-first-run", f"--user-data-dir={home}", "about:blank"],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL, preexec_fn=wire, close_fds=False)
        os.close(to_read)
        os.close(from_write)
        self.rest, self.count, self.events = b"", 0, []

    def receive(self, until):
        """One message, or None when it is too late."""
        while b"\0" not in self.rest:
            ready = select.select([self.into], [], [],
                                  max(0, until - time.time()))[0]
            if not ready:
                return None
            more = os.read(self.into, 1 << 20)
            if not more:
                raise SystemExit("browser: it has ended")
            self.rest += more
        one, self.rest = self.rest.split(b"\0", 1)
        return json.loads(one)

    def call(self, method, session=None, **params):
        self.count += 1
        message = {"id": self.count, "method": method, "params": params}
        if session:
            message["sessionId"] = session
        data = json.dumps(message).encode() + b"\0"
        while data:
            data = data[os.write(self.out, data):]
        until = time.time() + SECONDS
        while True:
            answer = self.receive(until)
            if answer is None:
                raise SystemExit(f"browser: no answer to {method}")
            if answer.get("id") == self.count:
                if "error" in answer:
                    raise SystemExit(f"browser: {method}: {answer['error']}")
                return answer["result"]
            self.events.append(answer)

    def wait(self, method):
        until = time.time() + SECONDS
        while not any(e.get("method") == method for e in self.events):
            event = self.receive(until)
            if event is None:
                raise SystemExit(f"browser: no {method}")
            self.events.append(event)

    def close(self):
        self.process.kill()
        self.process.wait()


AXE = """axe.run().then(r => JSON.stringify(r.violations.map(v =>
    v.id + ', ' + v.nodes.length + ' times: ' + v.nodes[0].html)))"""


def accessibility(call, program):
    """The rules that the page breaks, by axe-core."""
    found = []
    call("Runtime.evaluate", expression=program)
    for scheme in ("light", "dark"):
        call("Emulation.setEmulatedMedia", media="screen", features=[
            {"name": "prefers-color-scheme", "value": scheme}])
        found += json.loads(call("Runtime.evaluate", expression=AXE,
                                 awaitPromise=True)["result"]["value"])
    return found


def pictures(call, folder):
    folder.mkdir(parents=True, exist_ok=True)
    for name, width, media, scheme in (
            ("light", 1100, "screen", "light"),
            ("dark", 1100, "screen", "dark"),
            ("narrow", 390, "screen", "light"),
            ("print", 800, "print", "dark")):
        call("Emulation.setEmulatedMedia", media=media, features=[
            {"name": "prefers-color-scheme", "value": scheme}])
        call("Emulation.setDeviceMetricsOverride", width=width, height=1000,
             deviceScaleFactor=1, mobile=width < 500)
        height = call("Page.getLayoutMetrics")["cssContentSize"]["height"]
        png = call("Page.captureScreenshot", captureBeyondViewport=True,
                   clip={"x": 0, "y": 0, "width": width, "scale": 1,
                         "height": min(height, 12000)})
        (folder / f"{name}.png").write_bytes(base64.b64decode(png["data"]))


def look(browser, url, folder, axe, small):
    target = browser.call("Target.createTarget", url="about:blank")
    session = browser.call("Target.attachToTarget", flatten=True,
                           targetId=target["targetId"])["sessionId"]

    def call(method, **params):
        return browser.call(method, session, **params)

    for domain in ("Page", "Runtime", "Network", "Log", "Audits",
                   "Accessibility"):
        call(f"{domain}.enable")
    browser.events.clear()
    call("Page.navigate", url=url)
    browser.wait("Page.loadEventFired")
    call("Runtime.evaluate", expression="document.querySelectorAll('details')"
         ".forEach(d => { d.open = true })")
    seen = json.loads(call("Runtime.evaluate",
                           expression=LOOK)["result"]["value"])
    call("Emulation.setDeviceMetricsOverride", width=390, height=900,
         deviceScaleFactor=1, mobile=True)
    seen["wide_when_narrow"] = json.loads(call(
        "Runtime.evaluate", expression=LOOK)["result"]["value"])["wide"]
    # Of a large page the tree takes minutes.
    tree = call("Accessibility.getFullAXTree")["nodes"] if small else []
    seen["tree"] = [
        [n["role"]["value"], n.get("name", {}).get("value", "")]
        for n in tree if not n.get("ignored") and "role" in n]
    if axe:
        seen["axe"] = accessibility(call, axe)
    if folder:
        call("Emulation.clearDeviceMetricsOverride")
        pictures(call, folder)
    named = {
        "requests": ("Network.requestWillBeSent",
                     lambda p: p["request"]["url"]),
        "console": ("Runtime.consoleAPICalled", lambda p: p["type"]),
        "errors": ("Log.entryAdded", lambda p: p["entry"]["text"]),
        "thrown": ("Runtime.exceptionThrown", str),
        "dialogs": ("Page.javascriptDialogOpening",
                    lambda p: p["message"]),
        "policy": ("Audits.issueAdded", lambda p: p["issue"]["code"]),
    }
    for key, (method, value) in named.items():
        seen[key] = [value(e["params"]) for e in browser.events
                     if e.get("method") == method]
    seen["requests"] = [u for u in seen["requests"] if u != url]
    return seen


def main():
    program = next(filter(None, map(shutil.which, PROGRAMS)), None)
    if program is None:
        print("browser: no Chromium is installed", file=sys.stderr)
        return 69
    page = pathlib.Path(sys.argv[1]).resolve()
    option, value = (sys.argv[2:] + [None, None])[:2]
    folder = pathlib.Path(value) if option == "-s" else None
    axe = pathlib.Path(value).read_text() if option == "-a" else None
    home = tempfile.mkdtemp()
    browser = Browser(program, home)
    try:
        print(json.dumps(look(browser, page.as_uri(), folder, axe,
                              page.stat().st_size < TREE_MOST)))
    finally:
        browser.close()
        shutil.rmtree(home, ignore_errors=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
