"""The further checks of acceptance.py: many suggestions, hostile records and requests, several editors, changed texts, no script."""
import collections
import concurrent.futures
import http.client
import http.server
import json
import os
import random
import re
import socket
import sqlite3
import threading
import time
from html import unescape
from urllib.parse import quote

from chromium import Chromium
from model import keys, suggestions
from server import Server


def read(path):
    with open(path, "rb") as file:
        return file.read()


def write(path, data):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as file:
        file.write(data)


def text_of_scans(setting, size):
    """OCR text of the scans, one after the other, about `size` bytes."""
    texts = [read(os.path.join(setting.scans, name + ".ocr.txt")) for name in setting.cases()]
    out, at = [], 0
    while sum(map(len, out)) < size:
        out.append(texts[at % len(texts)])
        at += 1
    return b"".join(out)


def post(server, path, **fields):
    """A decision as the page's script sends it: (status, answer)."""
    status, _, body = server.ask("POST", path, {"token": server.token, **fields}, {"Accept": "application/json"})
    return status, json.loads(body) if body[:1] == b"{" else body.decode(errors="replace")


def run_of(server, record):
    return re.search(r'data-run="([^"]*)"', server.page(f"/record/{record}")).group(1)


def records_of(server):
    """Path → number, as the queue has them."""
    return {unescape(path): int(number) for number, path in re.findall(r'class="go" href="/record/(\d+)"[^>]*>([^<]*)<', server.page("/"))}


CUR = "Number(document.querySelector('#items .item.cur')?.dataset.number ?? 0)"


# 4

def check_large(checks, setting):
    """10,000 suggestions: the page, scrolling, keys, decisions, memory."""
    home = setting.folder("large")
    write(os.path.join(home, "big.txt"), text_of_scans(setting, 540_000))
    with Server(setting.emend, home, ["big.txt"]) as server:
        start = time.monotonic()
        server.wait_read(300)
        count = int(re.findall(r'data-count="suggestions">(\d+)<', server.page("/"))[0])
        checks.line("suggestions in the large record", count >= 8_000, f"{count}, read in {time.monotonic() - start:.1f} s", "at least 8000")
    # A new server: nothing of the record is in memory.
    print(f"      load of the machine {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    with Server(setting.emend, home, ["big.txt"]) as server, Chromium() as page:
        page.open(server.address)
        server.wait_read(300)
        times = []
        for _ in range(1 if setting.quick else 3):
            start = time.monotonic()
            page.open(server.url("/record/1"))
            page.wait_for(f"{CUR} > 0", 20)
            whole = time.monotonic() - start
            timing = page.eval("""(() => { const n = performance.getEntriesByType('navigation')[0];
              return { bytes: n.decodedBodySize, response: n.responseStart, interactive: n.domContentLoadedEventEnd, load: n.loadEventEnd,
                paint: performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? -1 }; })()""")
            times.append((max(timing["paint"], timing["interactive"]), timing, whole))
        first, timing, whole = times[0]
        checks.within("large record: request to painted and interactive, first", first, 1000, "ms")
        print(f"      first byte {timing['response']:.0f} ms, painted {timing['paint']:.0f}, interactive {timing['interactive']:.0f}, "
              f"{timing['bytes'] / 1e6:.2f} MB; first selected after {whole * 1000:.0f} ms; later loads {', '.join(f'{t[0]:.0f}' for t in times[1:])} ms")

        page.eval("""(() => { window.__f = []; let last = performance.now();
          const tick = now => { window.__f.push(now - last); last = now; if (window.__go) requestAnimationFrame(tick); };
          window.__go = true; requestAnimationFrame(tick); })()""")
        steps = 100 if setting.quick else 400
        for _ in range(steps):
            page.send("Input.dispatchMouseEvent", type="mouseWheel", x=400, y=500, deltaX=0, deltaY=240)
            page.pump(0.016)
        frames = sorted(page.eval("(window.__go = false, window.__f.slice(2))"))
        reached = page.eval("scrollY")
        p = lambda share: frames[min(len(frames) - 1, int(len(frames) * share))]
        checks.line("scrolling: frame time, 95th percentile", p(.95) <= 34, f"{p(.95):.1f} ms", "at most 34 ms")
        print(f"      {len(frames)} frames, median {p(.5):.1f} ms, 99th percentile {p(.99):.1f} ms, longest {frames[-1]:.0f} ms, scrolled {reached:.0f} px")
        blank = page.eval("""(() => { const at = document.elementFromPoint(400, 500)?.closest('section.part'); return at ? at.classList.contains('wait') : null; })()""")
        start = time.monotonic()
        page.wait_for("!document.elementFromPoint(400, 500)?.closest('section.part.wait')", 10)
        print(f"      after scrolling the part in view {'was still to come' if blank else 'was there'}, {1000 * (time.monotonic() - start):.0f} ms")

        page.open(server.url("/record/1"))
        page.wait_for(f"{CUR} > 0")
        presses = 100 if setting.quick else 300
        begin = page.eval(CUR)
        key = {"key": "j", "code": "KeyJ", "windowsVirtualKeyCode": 74, "modifiers": 0}
        start = time.monotonic()
        for n in range(presses):
            page.send("Input.dispatchKeyEvent", type="keyDown", text="j", autoRepeat=n > 0, **key)
        page.send("Input.dispatchKeyEvent", type="keyUp", **key)
        page.wait_for(f"{CUR} === {begin + presses}", 60)
        checks.within("j held down: a key", (time.monotonic() - start) / presses * 1000, 33, "ms")

        from acceptance import Answers
        answers = Answers(page)
        page.events.clear()
        times = []
        for n in range(10 if setting.quick else 40):
            start = time.monotonic()
            page.key("ar"[n % 2])
            got = answers.next(20)
            times.append(time.monotonic() - start)
            if not got or got[0][1].get("error"):
                checks.line("large record: decision", False, f"{got}")
                break
        times.sort()
        checks.within("large record: key to stored, median", times[len(times) // 2] * 1000, 250, "ms")
        print(f"      95th percentile {times[int(len(times) * .95)] * 1000:.0f} ms")
        # As quick as an editor can press.
        start = time.monotonic()
        for n in range(30):
            page.key("a")
        got = answers.next(60, 30)
        taken = time.monotonic() - start
        checks.line("large record: 30 decisions at once, all stored", len(got) == 30, f"{len(got)}, {taken:.1f} s")
        open_before = page.eval("document.querySelector('[data-count=open]').textContent")
        start = time.monotonic()
        page.key("A")
        got = answers.next(60)
        many = len(got[0][1]["changed"]) if got else 0
        checks.within(f"large record: A, {many} suggestions at once", time.monotonic() - start, 3, "s")
        page.wait_for("!document.querySelector('.pending')", 20)
        start = time.monotonic()
        page.key("u")
        got = answers.next(60)
        checks.line("large record: undone again", bool(got) and len(got[0][1]["changed"]) == many
                    and page.wait_for("document.querySelector('[data-count=open]').textContent") == open_before,
                    f"{len(got[0][1]['changed']) if got else 0}, {time.monotonic() - start:.1f} s")
        problems = page.problems()
        checks.none("large record: complaints of the browser", problems)
        for address in ("/", "/edits", "/apply", "/help"):
            start = time.monotonic()
            server.page(address)
            taken = time.monotonic() - start
            checks.within(f"large record: {address}", taken * 1000, 1000, "ms")
        checks.within("large record: memory of the server", server.memory(), 400, "MB")


# 5

EVIL = [
    "<script>window.__pwned=1</script>", "<img src=x onerror=window.__pwned=1>", "\"><svg onload=window.__pwned=1>", "'-window.__pwned-'",
    "</textarea><script>window.__pwned=1</script>", "</title></style></template><script>window.__pwned=1</script>", "javascript:window.__pwned=1",
    "{{constructor}} {{{x}}} ${window.__pwned=1}", "<!-- -->", "&lt;script&gt; &amp;amp; &#60;b&#62;", "\u202eevil\u2066 overridden\u2069 \u200f\u061c",
    "a\u0301\"\u0301<b\u0301>", "]]>", "\u2028\u2029", "\\u003cscript\\u003e", "%3Cscript%3E",
]


def hostile_records(home):
    """Files to review, and a dictionary whose words are HTML."""
    body = []
    for n, evil in enumerate(EVIL):
        body.append(f"The Ambassalor shoulc see {evil} and accapt wouid it; the strugcle for tnat zqxw{'abc'[n % 3]} {evil}shouid.")
        body.append(f"TOP SECRET {evil}" if n % 4 == 0 else "TOP SECRET - SENSITIVE")
        body.append(f"[Page {n + 2}]" if n % 3 else f"- {n + 2} -")
    text = "\n\n".join(body)
    files = {
        "hostile.txt": text.encode(),
        "a b.txt": b"He shoulc see the Ambassalor.\n",
        "quo\"te's & <b>bold<i>.txt": b"He shoulc see the Ambassalor.\n" + EVIL[0].encode(),
        "%2e%2e%2f.txt": b"He shoulc see the Ambassalor.\n",
        "#hash?query=1&x.txt": b"He shoulc see the Ambassalor.\n",
        "new\nline.txt": b"He shoulc see the Ambassalor.\n",
        "rtl\u202etxt.txt": b"He shoulc see the Ambassalor.\n",
        "nul.txt": b"He shoulc\0 see\0\0 the Ambassalor. " * 20 + b"\n",
        "latin1.txt": ("Le pr\u00e9sident shoulc voir l'\u00e9t\u00e9 \u00e0 Gen\u00e8ve; the Ambassalor wouid. \u00fcber\n" * 8).encode("latin-1"),
        "utf16.txt": "He shoulc see the Ambassalor.\n".encode("utf-16"),
        "empty.txt": b"",
        "one-byte.txt": b"\xff",
        "cr.txt": b"He shoulc see\rthe Ambassalor.\r",
        "long words.txt": b"shoulc " + b"x" * 300_000 + b" shoulc\n",
    }
    words = ["shoulc", "Ambassalor", "wouid", "strugcle", "tnat"]
    choose = random.Random(5)
    line = []
    size = 0
    while size < 10_000_000:
        word = words[choose.randrange(5)] if choose.random() < 0.0011 else choose.choice(
            ["the", "record", "of", "meeting", "and", "President", "in", "said", "that", "government", "<b>", "question"])
        line.append(word)
        size += len(word) + 1
    files["long-line.txt"] = " ".join(line).encode()
    for name, data in files.items():
        write(os.path.join(home, "records", name), data)
    rows = "".join(f"zqxw{'abc'[n]}\t{evil}\tby hand\n" for n, evil in enumerate([EVIL[1], EVIL[4], "\"quoted' <b>"]))
    write(os.path.join(home, "evil.corrections.tsv"), rows.encode())
    return files


def check_hostile(checks, setting):
    home = setting.folder("hostile")
    files = hostile_records(home)
    options = ["--dictionary", "evil.corrections.tsv", "--editor", "<img src=x onerror=window.__pwned=1>"]
    executed, complaints, slow, trouble = [], [], [], []
    from acceptance import Answers
    with Server(setting.emend, home, ["records"], *options) as server, Chromium() as page:
        page.open(server.address)
        server.wait_read(300)
        page.reload()
        queue = page.eval("[...document.querySelectorAll('#list .go')].map(a => [a.textContent, a.getAttribute('href')])")
        checks.line("hostile records in the queue", len(queue) == len(files), f"{len(queue)} of {len(files)}")
        checks.line("names as they are", {name for name, _ in queue} >= {"records/" + n for n in files if "\n" not in n and "\u202e" not in n},
                    str([name for name, _ in queue if name[8:] not in files])[:200])
        answers = Answers(page)
        decided = 0
        for name, address in queue:
            start = time.monotonic()
            page.open(server.url(address))
            page.wait_for("!!document.querySelector('.item.cur, #nothing, .lead, h1')", 20)
            taken = time.monotonic() - start
            if taken > 2:
                slow.append(f"{name}: opens in {taken:.1f} s")
            for n in range(6):
                if not page.eval(CUR):
                    break
                answers.reset()
                page.events[:] = [e for e in page.events if not e["method"].startswith("Network")]
                start = time.monotonic()
                if n == 3:
                    page.key("e")
                    page.wait_for("document.activeElement.matches('textarea')", 5)
                    page.type(EVIL[4] + "\u202e\"'")
                    page.key("Enter")
                else:
                    page.key("arr"[n % 3])
                got = answers.next(20)
                taken = time.monotonic() - start
                if not got or got[0][1].get("error"):
                    trouble.append(f"{name}: key {n}: {got}")
                else:
                    decided += 1
                if taken > 2:
                    slow.append(f"{name}: decision answered after {taken:.1f} s")
            start = time.monotonic()
            frames = page.eval("new Promise(d => { let n = 0, s = performance.now(); const t = () => ++n < 10 ? requestAnimationFrame(t) : d(performance.now() - s); t(); })")
            if frames > 1000:
                slow.append(f"{name}: ten frames take {frames:.0f} ms")
            page.send("Input.dispatchMouseEvent", type="mouseWheel", x=400, y=500, deltaX=0, deltaY=2000)
            page.pump(0.2)
            if page.eval("window.__pwned !== undefined"):
                executed.append(name)
            complaints += [f"{name}: {p}" for p in page.problems()]
        for address in ("/edits", "/apply", "/help", "/edits?rule=%3Cscript%3Ewindow.__pwned=1%3C/script%3E", "/?stage=%22%3E%3Cscript%3E"):
            page.open(server.url(address))
            if page.eval("window.__pwned !== undefined"):
                executed.append(address)
            complaints += [f"{address}: {p}" for p in page.problems()]
        for link in re.findall(r'href="(/(?:concordance|learn)[^"]*)"', server.page(dict(queue)["records/hostile.txt"]))[:40]:
            page.open(server.url(unescape(link)))
            if page.eval("window.__pwned !== undefined"):
                executed.append(link)
            complaints += [f"{link}: {p}" for p in page.problems()]
        memory = server.memory()
    checks.none("places where text of a record was executed", executed)
    checks.none("hostile: complaints of the browser (policy, errors)", complaints)
    checks.none("hostile: decisions not stored", trouble, decided)
    checks.none("hostile: slow (over 2 s; ten frames over 1 s)", slow)
    checks.within("hostile: memory of the server", memory, 1500, "MB")
    # A plain run refuses these files too, so it tells which ones may fail.
    done = setting.run("review", "--apply", "records", *options, cwd=home)
    ledgers = [n for n in files if os.path.exists(os.path.join(home, "records", n + ".emend.json"))]
    back = setting.run("undo", "records", cwd=home)
    wrong = [n for n, data in files.items() if read(os.path.join(home, "records", n)) != data]
    checks.none("hostile: not restored after apply and undo", wrong, f"{len(files)}, {len(ledgers)} applied; exit codes {done.returncode}, {back.returncode}")
    print("      " + (done.stderr.decode(errors="replace").splitlines() or [""])[-1][:200])


# 6

def check_refused(checks, setting):
    home = setting.folder("refused")
    case = setting.cases()[1]
    setting.copy(case, home)
    write(os.path.join(home, "secret.txt"), b"A secret that was not named.\n")
    setting.copy(setting.cases()[4], os.path.join(setting.folder("refused-other"), ""))
    with Server(setting.emend, home, [case + ".ocr.txt"]) as server:
        server.wait_read()
        run = run_of(server, 1)
        good = {"token": server.token, "run": run, "number": "3", "verdict": "accept"}
        wrong_cookie = f"emend-{server.port}=" + "0" * 64
        own = f"127.0.0.1:{server.port}"
        decide = "/record/1/decide"
        bad = []

        def expect(what, answer, *statuses):
            status = answer if isinstance(answer, int) else answer[0]
            if status not in statuses:
                bad.append(f"{what}: {status}")
            elif not isinstance(answer, int) and b"secret that" in answer[2]:
                bad.append(f"{what}: gives the file away")

        ask = server.ask
        for path in ("/", "/record/1", "/edits", "/apply", "/image/1/0", "/decisions.jsonl", "/record/1/part/1"):
            expect(f"GET {path} without token", ask("GET", path, token=False), 403)
            expect(f"GET {path}, wrong token", ask("GET", path, token=False, headers={"Cookie": wrong_cookie}), 403)
            expect(f"GET {path}, empty token", ask("GET", path, token=False, headers={"Cookie": f"emend-{server.port}="}), 403)
        expect("GET /?token=wrong", ask("GET", "/?token=abc", token=False), 403)
        expect("POST without cookie", ask("POST", decide, good, token=False), 403)
        expect("POST without token", ask("POST", decide, {k: v for k, v in good.items() if k != "token"}), 403)
        expect("POST, wrong token", ask("POST", decide, {**good, "token": "0" * 64}), 403)
        expect("POST, wrong token in the header", ask("POST", decide, good, {"X-Emend-Token": "1"}), 403)
        for origin in ("http://evil.example", "null", f"https://{own}", f"http://127.0.0.1:{server.port + 1}", "http://127.0.0.1", f"http://{own}.evil.example",
                       f"http://[::1]:{server.port}"):
            expect(f"POST, Origin {origin}", ask("POST", decide, good, {"Origin": origin}), 403)
        for site in ("cross-site", "same-site"):
            expect(f"POST, Sec-Fetch-Site {site}", ask("POST", decide, good, {"Sec-Fetch-Site": site}), 403)
        for host in ("evil.example", f"evil.example:{server.port}", "127.0.0.1", f"127.0.0.1:{server.port + 1}", "", f"127.0.0.1:{server.port}@evil", None):
            expect(f"GET, Host {host}", ask("GET", "/", headers={"Host": host}), 421, 400)
            expect(f"POST, Host {host}", ask("POST", decide, good, {"Host": host}), 421, 400)
        for path in ("/../secret.txt", "/image/../../secret.txt", "/%2e%2e/secret.txt", "/..%2fsecret.txt", "/assets/../secret.txt", "/assets/%2e%2e%2fsecret.txt",
                     "/assets/..%5csecret.txt", "/..\\secret.txt", "/image/1/..%2f..%2fsecret.txt", "/record/1/%00", "/%00", "/image/1/0%00.png", "//secret.txt", "/./secret.txt",
                     "/%252e%252e/secret.txt", "/secret.txt", f"/{home}/secret.txt", "/assets//etc/passwd", "/assets/review.css/../../secret.txt", "/%c0%ae%c0%ae/secret.txt"):
            expect(f"GET {path}", ask("GET", path), 400, 404)
            line = server.raw(f"GET {path} HTTP/1.1\r\nHost: {own}\r\nConnection: close\r\n\r\n".encode())
            if b" 200 " in line:
                bad.append(f"raw {path}: {line}")
        for path in ("/record/0", "/record/2", "/record/-1", "/record/99999999999999999999999", "/record/9223372036854775807", "/record/x", "/record/1/part/0", "/record/1/part/-1",
                     "/record/1/part/99999", "/record/1/part/9223372036854775807", "/image/1/99", "/image/1/-1", "/image/2/0", "/image/1/9223372036854775807",
                     "/record/1/part/x", "/record/", "/image/1"):
            expect(f"GET {path}", ask("GET", path), 400, 404)
        for query in ("?at=0", "?at=-5", "?at=99999999999", "?part=0", "?part=-1", "?part=9223372036854775807", "?from=-9", "?from=9223372036854775807", "?state=x&rule=y", "?%ff=%ff", "?at=%00"):
            for path in ("/record/1", "/"):
                expect(f"GET {path}{query}", ask("GET", path + query), 200, 400, 404)
        for number in ("0", "-1", "999999", "9223372036854775807", "99999999999999999999", "x", ""):
            expect(f"decide number {number}", ask("POST", decide, {**good, "number": number}), 400, 404)
        expect("decide, stale run", ask("POST", decide, {**good, "run": "x"}), 409)
        expect("decide, no verdict", ask("POST", decide, {k: v for k, v in good.items() if k != "verdict"}), 400)
        expect("decide, other record", ask("POST", "/record/2/decide", good), 404)
        for path in (decide, "/editor", "/concordance/decide"):
            expect(f"GET {path}", ask("GET", path), 404, 405)
        expect("GET decide with fields", ask("GET", decide + "?" + "&".join(f"{k}={v}" for k, v in good.items())), 404, 405)
        for method in ("PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "CONNECT", "FOO"):
            expect(f"{method} {decide}", ask(method, decide, good), 405, 404, 400, 501)
        status, headers, _ = ask("OPTIONS", decide, headers={"Origin": "http://evil.example", "Access-Control-Request-Method": "POST"}, token=False)
        if any(name.lower().startswith("access-control") for name in headers):
            bad.append(f"OPTIONS: {headers}")
        for path in ("/", "/assets/review.js", "/nothing"):
            _, headers, _ = ask("GET", path)
            lower = {k.lower(): v for k, v in headers.items()}
            policy = lower.get("content-security-policy", "")
            if "default-src 'none'" not in policy or "unsafe" in policy or lower.get("x-content-type-options") != "nosniff" or "no-store" not in lower.get("cache-control", ""):
                bad.append(f"{path}: headers {headers}")
        _, headers, _ = ask("GET", "/?token=" + server.token, token=False)
        cookie = headers.get("Set-Cookie", "")
        if "HttpOnly" not in cookie or "SameSite=Strict" not in cookie:
            bad.append(f"cookie {cookie}")
        kept = setting.export(home)
        checks.none("requests that were not refused as they should", bad)
        checks.line("decisions made by refused requests", not kept, f"{len(kept)}")

        # 100 MB
        before = server.memory()
        start = time.monotonic()
        line = b""
        with socket.create_connection(("127.0.0.1", server.port), timeout=30) as connection:
            head = f"POST {decide} HTTP/1.1\r\nHost: {own}\r\nCookie: {server.cookie}\r\nContent-Length: 104857600\r\n\r\n"
            sent = 0
            connection.sendall(head.encode())
            connection.setblocking(False)
            # As a browser does: sends, and looks for an answer meanwhile.
            while time.monotonic() - start < 20 and sent < 104857600:
                try:
                    sent += connection.send(b"x" * 65536)
                except BlockingIOError:
                    time.sleep(0.005)
                except OSError:
                    break
                try:
                    line = connection.recv(200).split(b"\r\n")[0]
                    break
                except BlockingIOError:
                    pass
                except OSError:
                    break
        checks.line("POST of 100 MB refused", b"413" in line and time.monotonic() - start < 3, f"{line.decode()}, {sent / 1e6:.0f} MB sent, {time.monotonic() - start:.1f} s")
        # What follows a refused head is no request.
        hidden = f"POST {decide} HTTP/1.1\r\nHost: {own}\r\nCookie: {server.cookie}\r\nContent-Length: 2000000\r\n\r\nGET /help HTTP/1.1\r\nHost: {own}\r\nCookie: {server.cookie}\r\n\r\n"
        with socket.create_connection(("127.0.0.1", server.port), timeout=2) as connection:
            connection.sendall(hidden.encode())
            got = b""
            try:
                while more := connection.recv(65536):
                    got += more
            except OSError:
                pass
        checks.line("what follows a refused head is no request", got.count(b"HTTP/1.1 ") <= 1, f"{got.count(b'HTTP/1.1 ')} answers")
        line = server.raw(f"POST {decide} HTTP/1.1\r\nHost: {own}\r\nCookie: {server.cookie}\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabcde\r\n0\r\n\r\n".encode())
        checks.line("POST in chunks refused", b" 4" in line or not line, line.decode())
        checks.within("memory that it took", server.memory() - before, 60, "MB")
        # Slow ones
        slow = []
        for n in range(60):
            connection = socket.create_connection(("127.0.0.1", server.port))
            connection.sendall([b"GET / HTT", f"GET / HTTP/1.1\r\nHost: {own}\r\nX-A: ".encode(),
                                f"POST {decide} HTTP/1.1\r\nHost: {own}\r\nCookie: {server.cookie}\r\nContent-Length: 1000\r\n\r\nto".encode()][n % 3])
            slow.append(connection)
        start = time.monotonic()
        expect("GET beside slow ones", ask("GET", "/record/1"), 200)
        answer = post(server, decide, run=run, number=2, verdict="reject")
        checks.within("page and decision beside 60 slow requests", (time.monotonic() - start) * 1000, 1500, "ms")
        for connection in slow:
            connection.close()

        # 200 at once
        start = time.monotonic()
        connections = []
        for n in range(200):
            connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
            connection.connect()
            connections.append(connection)
        statuses = collections.Counter()

        def one(connection):
            try:
                connection.request("GET", "/record/1/part/1", headers={"Cookie": server.cookie})
                answer = connection.getresponse()
                answer.read()
                return answer.status
            except Exception as error:
                return type(error).__name__

        with concurrent.futures.ThreadPoolExecutor(200) as pool:
            statuses.update(pool.map(one, connections))
        for connection in connections:
            connection.close()
        checks.line("200 connections at once", statuses == {200: 200}, f"{dict(statuses)}, {time.monotonic() - start:.1f} s")
        checks.line("the server is still there", server.process.poll() is None and ask("GET", "/")[0] == 200, f"{server.memory():.0f} MB at most")
        # A head without end: refused soon, and others do not wait for it.
        for what, head in (("an address of 200 kB", f"GET /{'a' * 200_000} HTTP/1.1\r\nHost: {own}\r\n\r\n".encode()),
                           ("a header of 4 MB", b"GET / HTTP/1.1\r\nX: " + b"a" * (4 << 20) + b"\r\n\r\n"),
                           ("50,000 headers", b"GET / HTTP/1.1\r\n" + b"X: 1\r\n" * 50_000 + b"\r\n")):
            before = server.memory()
            line = server.raw(head, 2)
            start = time.monotonic()
            try:
                answered = ask("GET", "/help", timeout=8)[0] == 200
            except OSError:
                answered = False
            taken = time.monotonic() - start
            checks.line(f"{what}, without token: the next page", answered and taken < 1.5 and b" 200" not in line,
                        f"{taken * 1000:.0f} ms, {server.memory() - before:.0f} MB more; it got {line.decode()[:40] or 'no answer'}", "at most 1500 ms")
            if not answered:
                break
        with open("/proc/net/tcp") as table:
            listening = [row.split()[1] for row in table if row.split()[3] == "0A" and row.split()[1].endswith(f":{server.port:04X}")]
        checks.line("it listens on 127.0.0.1 alone", listening == [f"0100007F:{server.port:04X}"], str(listening))
    if bad:
        checks.none("later in the run", bad)


# 3

def check_two(checks, setting):
    """Two browsers, then two processes, on the same records."""
    home = setting.folder("two")
    names = setting.cases(3)
    for name in names:
        setting.copy(name, home)
    inputs = [name + ".ocr.txt" for name in names]
    from acceptance import Answers
    lost, seen, who, refused = [], [], [], []
    with Server(setting.emend, home, inputs) as server, Server(setting.emend, home, inputs) as other:
        server.wait_read()
        other.wait_read()
        for hosts in ((server, server), (server, other)):
            with Chromium() as one, Chromium() as two:
                pages = ((one, hosts[0], "Anna O’Neill"), (two, hosts[1], "Béla Tóth"))
                expected = {}
                for page, host, name in pages:
                    page.open(host.address)
                    page.eval("document.querySelector('.who summary').click()")
                    page.wait_for("document.querySelector('#editor').offsetHeight > 0")
                    page.eval("document.querySelector('#editor').select()")
                    page.click("#editor")
                    page.eval("document.querySelector('#editor').select()")
                    page.type(name)
                    page.key("Enter")
                    page.pump(0.5)
                    if name not in (page.eval("document.querySelector('.who summary')?.textContent") or ""):
                        refused.append(f"{name}: {page.eval('document.body.innerText')[:100]}")
                        page.send("Network.setCookie", name="emend-editor", value=quote(name), url=host.url("/"))
                records = records_of(hosts[0])
                answers = {}
                for phase, numbers in (("same", (records[inputs[1]], records[inputs[1]])), ("different", (records[inputs[1]], records[inputs[2]]))):
                    for (page, host, name), number in zip(pages, numbers):
                        page.open(host.url(f"/record/{number}"))
                        page.wait_for(f"{CUR} > 0")
                        answers[name] = Answers(page)
                    one.key("g")
                    two.key("g")
                    two.key("j", times=2)
                    for step in range(8 if setting.quick else 24):
                        # Both keys go off before either answer is waited for.
                        current = [page.eval(CUR) for page, _, _ in pages]
                        verbs = ["ar"[step % 2], "ra"[step % 2]]
                        if step % 6 == 5:
                            verbs[0] = "u"
                        for (page, _, _), verb in zip(pages, verbs):
                            page.key(verb)
                        for (page, _, name), verb, number in zip(pages, verbs, numbers):
                            got = answers[name].next(20)
                            if not got or "error" in got[0][1]:
                                lost.append(f"{phase}: {name}: {verb}: {got}")
                                continue
                            for change in got[0][1]["changed"]:
                                expected.setdefault((number, int(change["number"])), []).append((name, change["state"], change["decided"]))
                        one.pump(0.02)
                        two.pump(0.02)
                # What each sees after a reload is what the database has.
                kept = {}
                with sqlite3.connect(os.path.join(home, ".emend/review.sqlite")) as database:
                    for record, number, state, editor in database.execute(
                            "SELECT record, number, state, IFNULL(editor, '') FROM suggestions LEFT JOIN decisions ON decisions.id = decision"):
                        kept[(record, number)] = (state, editor)
                for (page, host, name), number in zip(pages, numbers):
                    for record in set(numbers):
                        page.open(host.url(f"/record/{record}"))
                        page.wait_for(f"{CUR} > 0")
                        shown = page.eval("[...document.querySelectorAll('#items .item')].map(i => [Number(i.dataset.number), i.dataset.state, i.querySelector('.decided').textContent])")
                        for n, state, decided in shown:
                            if kept[(record, n)][0] != state or kept[(record, n)][1] not in decided:
                                seen.append(f"{name} sees {record} no. {n} as {state} {decided}, kept is {kept[(record, n)]}")
                for (record, number), said in expected.items():
                    state, editor = kept[(record, number)]
                    if not any(s == state and (s == "open" or n == editor or editor in d) for n, s, d in said):
                        lost.append(f"{record} no. {number}: answered {said}, kept {state} by {editor}")
                who += [editor for _, editor in kept.values() if editor]
        figures = f"{sum(1 for _ in who)} decisions"
    checks.none("names that the form in the header did not set", refused)
    checks.none("two browsers, one process and two: decisions lost", lost, figures)
    checks.none("what one does not see of the other after a reload", seen)
    checks.line("both names stand at the decisions", set(who) == {"Anna O’Neill", "Béla Tóth"}, str(dict(collections.Counter(who))))
    # Many at once, from threads, on two processes.
    with Server(setting.emend, home, inputs, "--editor", "X") as server, Server(setting.emend, home, inputs, "--editor", "Y") as other:
        server.wait_read()
        other.wait_read()
        records = records_of(server)
        number = records[inputs[2]]
        runs = run_of(server, number)
        total = len(re.findall(r'class="item ', server.page(f"/record/{number}")))

        def decide(n):
            host = (server, other)[n % 2]
            return post(host, f"/record/{number}/decide", run=runs, number=n % total + 1, verdict=("accept", "reject")[n % 3 == 0])[0]

        start = time.monotonic()
        with concurrent.futures.ThreadPoolExecutor(16) as pool:
            statuses = collections.Counter(pool.map(decide, range(200)))
        checks.line("200 decisions from 16 clients on two processes", statuses == {200: 200}, f"{dict(statuses)}, {time.monotonic() - start:.1f} s")


# 7

def check_changed(checks, setting):
    """Texts and dictionary change: every decision is placed, settled or listed."""
    home = setting.folder("changed")
    names = setting.cases(5 if setting.quick else 20)
    for name in names:
        write(os.path.join(home, "records", name + ".txt"), read(os.path.join(setting.scans, name + ".ocr.txt")))
    reports = setting.reports(home, ["records"])
    lines, total = ['{"schema": "emend.decisions/1"}'], 0
    choose = random.Random(7)
    for path, report in sorted(reports.items()):
        for n, key in enumerate(keys(read(os.path.join(home, path)), suggestions(report)), 1):
            if choose.random() < 0.6:
                verdict = choose.choice(["accepted", "rejected", "changed"])
                entry = dict(zip(("rule", "original", "replacement", "before", "after", "occurrence"), key))
                entry.update(path=path, verdict=verdict, by="D. Fourth", at=f"2026-01-01T00:00:00.{n % 1000:03}Z", **({"reading": f"own{n}"} if verdict == "changed" else {}))
                lines.append(json.dumps(entry, ensure_ascii=False))
                total += 1
    write(os.path.join(home, "d.jsonl"), "\n".join(lines).encode())
    setting.run("review", "--import", "d.jsonl", "records", "--apply", "-o", "out", cwd=home)

    def tally():
        with sqlite3.connect(os.path.join(home, ".emend/review.sqlite")) as database:
            every = database.execute("SELECT COUNT(*) FROM decisions").fetchone()[0]
            placed = {row[0] for row in database.execute("SELECT decision FROM suggestions WHERE decision IS NOT NULL")}
            twice = database.execute("SELECT COUNT(*) - COUNT(DISTINCT decision) FROM suggestions WHERE decision IS NOT NULL").fetchone()[0]
            unplaced = {row[0] for row in database.execute("SELECT id FROM decisions WHERE unplaced <> ''")}
            rest = database.execute("SELECT * FROM decisions WHERE unplaced = '' AND id NOT IN (SELECT decision FROM suggestions WHERE decision IS NOT NULL)").fetchall()
        return every, placed, unplaced, rest, twice

    every, placed, unplaced, rest, twice = tally()
    checks.line("decisions placed at first", every == total == len(placed), f"{len(placed)} of {total}")

    changed = {}
    for at, path in enumerate(sorted(reports)):
        text = read(os.path.join(home, path)).decode()
        if at % 4 == 0:
            # Other line breaks.
            text = re.sub(r"(?<=\w)\n(?=\w)", " ", text)
            text = "\n".join(re.sub(r"(.{30,50}?) ", r"\1\n", line) for line in text.split("\n"))
        elif at % 4 == 1:
            # A page more in front and in the middle.
            page = "A page that was missing at first.\nIt was scanned later; shoulc is on it too.\n\f"
            middle = text.index("\n", len(text) // 2) + 1
            text = page + text[:middle] + page + text[middle:]
        elif at % 4 == 2:
            # Some words read otherwise.
            words = re.split(r"(\s+)", text)
            for n in range(0, len(words), 14):
                words[n] = words[n].replace("e", "c").replace("t", "l")
            text = "".join(words)
        else:
            # A paragraph gone.
            paragraphs = text.split("\n\n")
            text = "\n\n".join(paragraphs[:3] + paragraphs[5:])
        changed[path] = text
        write(os.path.join(home, path), text.encode())
    write(os.path.join(home, "other.corrections.tsv"), b"tnat\tthat\tby hand\nwouid\twould\tby hand\nshoulc\tshould\tby hand\nstrugcle\tstrange\tby hand\n")
    write(os.path.join(home, "other.protected.tsv"), b"thc\tby hand\nonty\tby hand\noniy\tby hand\n")
    options = ["--dictionary", "other.corrections.tsv", "--dictionary", "other.protected.tsv"]
    done = setting.run("review", "--apply", "-o", "out2", "records", *options, cwd=home)
    every, placed, unplaced, rest, twice = tally()
    settled = len(rest)
    checks.line("after new OCR and dictionary: none dropped", every == total and len(placed) + len(unplaced) + settled == total and twice == 0 and not placed & unplaced,
                f"{total} = {len(placed)} placed + {len(unplaced)} unplaced + {settled} settled")
    # What is settled must be so: rejected and proposed no more, or the text reads so by itself.
    false = []
    with sqlite3.connect(os.path.join(home, ".emend/review.sqlite")) as database:
        database.row_factory = sqlite3.Row
        for row in database.execute("SELECT * FROM decisions WHERE unplaced = '' AND id NOT IN (SELECT decision FROM suggestions WHERE decision IS NOT NULL)"):
            text = changed[row["path"]]
            wanted = row["original"] if row["verdict"] == "rejected" else row["replacement"] if row["verdict"] == "accepted" else row["reading"]
            if wanted and wanted not in text:
                false.append(dict(row))
        reasons = collections.Counter(row["unplaced"] for row in database.execute("SELECT unplaced FROM decisions WHERE unplaced <> ''"))
        # A decision that was placed speaks of the same words.
        other = []
        for row in database.execute("SELECT d.*, s.original AS now, s.replacement AS new, s.before AS b, s.after AS a FROM suggestions s JOIN decisions d ON d.id = s.decision"):
            if row["now"] != row["original"]:
                other.append(dict(row))
    checks.none("settled without ground", false, settled)
    checks.none("placed at other words", other, len(placed))
    for reason, count in reasons.most_common(6):
        print(f"      {count} {reason}")
    said = (done.stderr + done.stdout).decode().count("has no place")
    checks.line("unplaced ones listed by --apply", said == len(unplaced), f"{said} of {len(unplaced)}")
    with Server(setting.emend, home, ["records"], *options) as server:
        server.wait_read()
        page = server.page("/")
        shown = re.search(r'id="unplaced".*', page, re.S)
        listed = shown.group(0).partition("</table>")[0].count("<tr") - 1 if shown else 0
        checks.line("unplaced ones listed on the page", listed == len(unplaced), f"{listed} of {len(unplaced)}")
    share = len(placed) / total
    checks.line("share placed or settled", share + settled / total >= 0.75, f"{(len(placed) + settled) / total:.1%}", "at least 75 %")


# 8

def check_without_script(checks, setting):
    home = setting.folder("noscript")
    case = setting.cases()[1]
    setting.copy(case, home)
    path = case + ".ocr.txt"
    source = read(os.path.join(home, path))
    report = setting.reports(home, [path])[path]
    with Server(setting.emend, home, [path], "--editor", "E. Fifth") as server, Chromium(script=False) as page:
        page.open(server.address)
        server.wait_read()
        page.reload()
        page.click("#list .go")
        page.wait_for("document.body.dataset.page === 'Record'")
        states = {}
        for number, button, state in ((1, "button.yes", "accepted"), (2, "button.no", "rejected"), (5, "button.no", "rejected"), (6, "form.reading button", "changed"), (2, "button.undo", "rejected")):
            page.click(f"#s{number} {button}")
            page.pump(0.3)
            page.wait_for("document.readyState === 'complete' && document.body?.dataset.page === 'Record'", 3)
            if button == "button.undo":
                states.pop(6)
            else:
                states[number] = state
        shown = {int(n): s for n, s in page.eval("[...document.querySelectorAll('.item')].filter(i => i.dataset.state !== 'open').map(i => [i.dataset.number, i.dataset.state])")}
        checks.line("without script: decided by buttons", shown == states, f"{shown}")
        complaints = page.problems()
        page.click(".do a")
        page.pump(0.3)
        page.wait_for("document.body.dataset.page === 'Apply'")
        page.click("form.apply button")
        page.pump(0.5)
        page.wait_for("document.readyState === 'complete' && document.body.dataset.page === 'Apply'")
        complaints += page.problems()
        checks.none("without script: complaints of the browser", complaints)
    from model import result
    text = read(os.path.join(home, path))
    expected, dependent = result(source, report, {n: (s, "") for n, s in states.items()})
    checks.line("without script: applied", bool(dependent) or text == expected, "as decided" if not dependent else "edits depend on each other")
    checks.line("without script: something was written", text != source and os.path.exists(os.path.join(home, path + ".emend.json")), f"{len(source)} → {len(text)} bytes")
    setting.run("undo", path, cwd=home)
    checks.line("without script: undone", read(os.path.join(home, path)) == source, "")


# 9

def check_terminal(checks, setting):
    home = setting.folder("terminal")
    case = setting.cases()[2]
    path = case + ".txt"
    write(os.path.join(home, path), read(os.path.join(setting.scans, case + ".ocr.txt")))
    source = read(os.path.join(home, path))
    items = suggestions(setting.reports(home, [path])[path])
    done = setting.run("review", "--terminal", path, "--editor", "F. Sixth", cwd=home, text=b"?\ny\nn\ne\nown reading\ns\nu\nu\ny\nn\nz\nq\n")
    said = done.stdout.decode() + done.stderr.decode()
    kept = setting.export(home)
    # y n e s u u y n: the reading and the rejection are taken back; 2 accepted, 3 rejected; 4 was passed over.
    index = {key: n for n, key in enumerate(keys(source, items), 1)}
    states = {index[key]: entry["verdict"] for (_, key), entry in kept.items()}
    checks.line("terminal: ? y n e s u u y n z q", done.returncode == 0 and states == {1: "accepted", 2: "accepted", 3: "rejected"}, f"{states}, exit code {done.returncode}")
    checks.line("terminal: help, names and counts are there", all(word in said for word in ("accept this edit", "Accept this edit [", items[0][3]["rule"], "open")), "")
    done = setting.run("review", "--terminal", path, cwd=home, text=b"y\nn")
    checks.line("terminal: end of input", done.returncode == 0 and len(setting.export(home)) == 5, f"exit code {done.returncode}, {len(setting.export(home))} decisions")
    done = setting.run("review", "--terminal", path, cwd=home, text=b"")
    checks.line("terminal: no input", done.returncode == 0 and len(setting.export(home)) == 5, f"exit code {done.returncode}")
    before = len(setting.export(home))
    done = setting.run("review", "--terminal", path, cwd=home, text=b"A\nq\n")
    rules = collections.Counter(e["rule"] for e in setting.export(home).values())
    checks.line("terminal: A", len(setting.export(home)) > before, f"{len(setting.export(home)) - before} more")
    done = setting.run("review", "--terminal", path, cwd=home, text=b"d\n")
    checks.line("terminal: d decides the rest", len(setting.export(home)) == len(items), f"{len(setting.export(home))} of {len(items)}")
    done = setting.run("review", "--terminal", path, cwd=home, text=b"y\n")
    checks.line("terminal: nothing left", done.returncode == 0 and len(setting.export(home)) == len(items), done.stderr.decode().strip()[-100:])


# 10

FOCUSABLE = {"button", "link", "textbox", "combobox", "checkbox", "radio", "menuitem", "tab", "DisclosureTriangle", "searchbox"}


def check_accessible(checks, setting):
    home = setting.folder("accessible")
    for case in setting.cases()[1:3]:
        setting.copy(case, home)
    unnamed, landmarks, unseen, names = [], [], [], 0
    with Server(setting.emend, home, ["."]) as server, Chromium() as page:
        page.open(server.address)
        server.wait_read()
        record = min(records_of(server).values())
        first = re.search(r'class="alike" href="([^"]*)"', server.page(f"/record/{record}")).group(1).replace("&amp;", "&")
        learn = re.search(r'class="learn" href="([^"]*)"', server.page(f"/record/{record}")).group(1).replace("&amp;", "&")
        for address in ("/", f"/record/{record}", "/edits", first, learn, "/apply", "/help", "/nothing"):
            page.open(server.url(address))
            page.pump(0.4)
            nodes = page.send("Accessibility.getFullAXTree")["nodes"]
            roles = collections.Counter(node.get("role", {}).get("value") for node in nodes if not node.get("ignored"))
            for node in nodes:
                role, name = node.get("role", {}).get("value"), node.get("name", {}).get("value", "").strip()
                if node.get("ignored"):
                    continue
                if role in FOCUSABLE or role in ("image", "img", "figure", "progressbar", "dialog"):
                    names += 1
                    if not name and role != "figure":
                        unnamed.append(f"{address}: {role}")
            missing = [role for role in ("main", "banner") if not roles[role]] + (["navigation"] if not roles["navigation"] else [])
            missing += [] if roles["heading"] else ["heading"]
            if missing:
                landmarks.append(f"{address}: no {', '.join(missing)}")
            if roles["main"] > 1:
                landmarks.append(f"{address}: {roles['main']} main")
            facts = page.eval("[document.documentElement.lang, document.title, document.querySelectorAll('h1').length, [...document.querySelectorAll('[id]')].length - new Set([...document.querySelectorAll('[id]')].map(e => e.id)).size]")
            if not facts[0] or not facts[1] or facts[2] != 1 or facts[3]:
                landmarks.append(f"{address}: lang, title, h1, doubled ids: {facts}")
            # The focus shows at each place that Tab comes to.
            stops = 0
            for _ in range(25):
                page.key("Tab")
                seen = page.eval("""(() => { const e = document.activeElement; if (!e || e === document.body) return null; const s = getComputedStyle(e), b = e.getBoundingClientRect();
                  return { what: e.outerHTML.slice(0, 90), shows: s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 1 || s.boxShadow !== 'none', size: b.width * b.height,
                    visible: e.checkVisibility?.({ visibilityProperty: true, opacityProperty: true }) ?? true, inside: b.bottom > 0 && b.top < innerHeight }; })()""")
                if not seen:
                    continue
                stops += 1
                if not seen["shows"] or not seen["visible"] or not seen["inside"] or not seen["size"]:
                    unseen.append(f"{address}: {seen}")
            if stops < 3:
                unseen.append(f"{address}: {stops} stops")
        page.emulate(reduced_motion=True, forced_colors=True)
        page.open(server.url(f"/record/{record}"))
        page.wait_for(f"{CUR} > 0")
        page.key("a")
        status = page.wait_for("document.querySelector('[aria-live], [role=status]')?.textContent", 5)
        checks.line("a decision is said to screen readers", "accepted" in status, status)
        checks.line("the focus is on the suggestion", page.eval("document.activeElement.classList.contains('item')"), page.eval("document.activeElement.getAttribute('aria-labelledby') || ''"))
    checks.none("controls without a name", unnamed, names)
    checks.none("pages without landmarks, title, language or one h1", landmarks)
    checks.none("focus that does not show", unseen)


# The concordance

def check_concordance(checks, setting):
    """Each suggestion's link to the same edit elsewhere finds it, in records with either line end; one decision for all places."""
    home = setting.folder("concordance")
    text = read(os.path.join(setting.scans, setting.cases()[2] + ".ocr.txt"))
    write(os.path.join(home, "lf.txt"), text)
    write(os.path.join(home, "crlf.txt"), text.replace(b"\n", b"\r\n"))
    wrong, links = [], 0
    with Server(setting.emend, home, ["lf.txt", "crlf.txt"], "--editor", "G. Seventh") as server:
        server.wait_read()
        for path, record in records_of(server).items():
            found = re.findall(r'id="s(\d+)" data-number.*?class="alike" href="([^"]*)"', server.page(f"/record/{record}"), re.S)
            for number, link in found:
                links += 1
                page = server.page(unescape(link))
                if f"/record/{record}?at={number}#" not in page and f"/record/{record}?at={number}#" not in unescape(page):
                    wrong.append(f"{path} no. {number}: {unescape(link)[:140]}")
        checks.none("concordances that lack the edit that leads to them", wrong, links)
        page = server.page("/edits")
        link = unescape(re.search(r'href="(/concordance[^"]*)"', page).group(1))
        page = server.page(link)
        rows = len(re.findall(r'<tr[^>]* id="c\d+', page))
        form = {"token": server.token, "all": "1", "verdict": "accept"}
        status, _, body = server.ask("POST", link.replace("/concordance?", "/concordance/decide?"), form, {"Accept": "application/json"})
        answer = json.loads(body) if status == 200 else {}
        checks.line("concordance: all places decided at once", rows > 1 and len(answer.get("changed", [])) == rows, f"{rows} places, {len(answer.get('changed', []))} decided")


# Other services of the machine

def check_ports(checks, setting):
    """What a service on another port of 127.0.0.1 gets from a browser that has the review open, and what it can set there."""
    home = setting.folder("ports")
    setting.copy(setting.cases()[1], home)
    got = []

    class Other(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            got.append((self.headers.get("Cookie"), self.headers.get("Referer")))
            self.send_response(200)
            for name in (f"emend-{server.port}", "emend-editor"):
                self.send_header("Set-Cookie", f"{name}=mallory; Path=/")
            self.end_headers()

        def log_message(self, *_):
            pass

    with Server(setting.emend, home, ["."]) as server, Chromium() as page:
        other = http.server.HTTPServer(("127.0.0.1", 0), Other)
        threading.Thread(target=other.serve_forever, daemon=True).start()
        page.open(server.address)
        server.wait_read()
        address = f"http://127.0.0.1:{other.server_port}/"
        page.open(address)
        page.open(server.url("/edits"))
        seen = page.eval("document.body.dataset.page + document.querySelector('.who summary').textContent")
        page.open(address + "again")
        other.shutdown()
    told = [part for answer in got for part in answer if part and (server.token in part or server.root in part)]
    checks.none("what another port learns of the token", told, len(got))
    checks.line("another port sets neither token nor name", seen.startswith("Alikes") and "mallory" not in seen, seen)


CHECKS = {
    "ports": check_ports, "concordance": check_concordance, "two": check_two, "large": check_large, "hostile": check_hostile, "refused": check_refused, "changed": check_changed,
    "without-script": check_without_script, "terminal": check_terminal, "accessible": check_accessible,
}
