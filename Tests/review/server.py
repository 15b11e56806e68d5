"""Starts `emend review`, asks it over HTTP as a browser or as an intruder would, and ends or kills it."""
import http.client
import os
import re
import signal
import socket
import subprocess
import time
import urllib.parse


class Server:
    """A review of some records. `folder` is where it runs; its database is .emend/review.sqlite there."""

    def __init__(self, emend, folder, inputs, *options):
        self.log = os.path.join(folder, "review.log")
        with open(self.log, "ab") as errors:
            self.process = subprocess.Popen(
                [emend, "review", *inputs, "--no-open", *options], cwd=folder, stdout=subprocess.PIPE, stderr=errors,
                stdin=subprocess.DEVNULL)
        line = self.process.stdout.readline().decode().strip()
        if "?token=" not in line:
            self.process.wait(10)
            with open(self.log) as log:
                raise RuntimeError(f"emend review did not start: {line} {log.read()[-500:]}")
        self.address = line
        self.port = int(re.search(r":(\d+)/", line).group(1))
        self.token = line.partition("token=")[2]
        # As a browser: the address gives the cookie, and the secret folder that all pages lie below.
        self.root = ""
        _, headers, _ = self.ask("GET", "/?token=" + self.token, token=False)
        self.root = headers["Location"].rstrip("/")
        self.cookie = headers["Set-Cookie"].partition(";")[0]

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.end()

    def path(self, path):
        """Below the root, where it is not yet."""
        return path if path.startswith((self.root, "/?token=")) or not path.startswith("/") else self.root + path

    def url(self, path="/"):
        return f"http://127.0.0.1:{self.port}{self.path(path)}"

    def kill(self):
        """As a power cut would: no handler runs."""
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()

    def end(self):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            try:
                self.process.wait(5)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        if not self.process.stdout.closed:
            self.process.stdout.close()

    def memory(self):
        """The most that it held at once, in MB."""
        with open(f"/proc/{self.process.pid}/status") as status:
            return int(re.search(r"VmHWM:\s+(\d+)", status.read()).group(1)) / 1024

    def memory_now(self):
        with open(f"/proc/{self.process.pid}/status") as status:
            return int(re.search(r"VmRSS:\s+(\d+)", status.read()).group(1)) / 1024

    def ask(self, method, path, form=None, headers=None, token=True, timeout=60):
        """An answer as (status, headers, body). `headers` with a value of None leaves that header out."""
        sent = {"Host": f"127.0.0.1:{self.port}"}
        body = None
        if token:
            sent["Cookie"] = self.cookie
        if form is not None:
            body = form if isinstance(form, bytes) else urllib.parse.urlencode(form).encode()
            sent["Content-Type"] = "application/x-www-form-urlencoded"
            sent["Content-Length"] = str(len(body))
        sent.update(headers or {})
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        try:
            connection.putrequest(method, self.path(path), skip_host=True, skip_accept_encoding=True)
            for name, value in sent.items():
                if value is not None:
                    connection.putheader(name, value)
            connection.endheaders(body)
            answer = connection.getresponse()
            return answer.status, dict(answer.getheaders()), answer.read()
        finally:
            connection.close()

    def raw(self, data, timeout=10):
        """Sends bytes as they stand; the first line of what comes back, b"" when the connection is closed."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=timeout) as connection:
            try:
                connection.sendall(data)
            except OSError:
                pass
            got = b""
            try:
                while b"\r\n" not in got:
                    more = connection.recv(65536)
                    if not more:
                        break
                    got += more
            except OSError:
                pass
            return got.split(b"\r\n")[0]

    def page(self, path):
        """With addresses below the root."""
        status, _, body = self.ask("GET", path)
        if status != 200:
            raise RuntimeError(f"{path}: {status} {body[:200]}")
        return body.decode().replace(self.root + "/", "/")

    def wait_read(self, timeout=120):
        """Waits until the pipeline has read all records."""
        until = time.monotonic() + timeout
        while time.monotonic() < until:
            if 'data-busy=""' in self.page("/"):
                return
            time.sleep(0.1)
        raise RuntimeError("the records were not read in time")
