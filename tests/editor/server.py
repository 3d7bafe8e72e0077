"""server.py - a language server as a child, spoken to as an editor does: the Language Server Protocol over its streams."""

import json
import pathlib
import queue
import subprocess
import threading

PATIENCE = 60  # seconds for one answer; it comes in milliseconds

SETTINGS = {
    "yaml": {"validate": True, "completion": True, "hover": True, "format": {"enable": False},
             "schemaStore": {"enable": False}, "schemas": {}, "customTags": []},
    "http": {"proxy": "", "proxyStrictSSL": True},
    "[yaml]": {},
}


class Server:
    """One server. Documents are opened once and changed by replacing their text."""

    def __init__(self, command, root):
        self.child = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=root)
        self.inbox = queue.Queue()
        self.versions = {}
        self.last_id = 0
        self.diagnostics = {}
        threading.Thread(target=self._read, daemon=True).start()
        folder = pathlib.Path(root).as_uri()
        can = {
            "textDocument": {
                "completion": {"completionItem": {"snippetSupport": True, "documentationFormat": ["markdown"]}},
                "hover": {"contentFormat": ["markdown"]},
                "publishDiagnostics": {"versionSupport": True},
            },
            "workspace": {"configuration": True, "didChangeConfiguration": {"dynamicRegistration": True}},
        }
        self.ask("initialize", {"processId": None, "rootUri": folder, "capabilities": can,
                                "workspaceFolders": [{"uri": folder, "name": "root"}]})
        self.tell("initialized", {})
        self.tell("workspace/didChangeConfiguration", {"settings": SETTINGS})

    def _read(self):
        stream = self.child.stdout
        while True:
            length = 0
            line = stream.readline()
            while line.strip():
                name, value = line.split(b":", 1)
                if name.lower() == b"content-length":
                    length = int(value)
                line = stream.readline()
            if length == 0:
                self.inbox.put(None)
                return
            self.inbox.put(json.loads(stream.read(length)))

    def _send(self, message):
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.child.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self.child.stdin.flush()

    def _next(self):
        """Takes one message, and answers what the server asks."""
        try:
            message = self.inbox.get(timeout=PATIENCE)
        except queue.Empty:
            raise TimeoutError("the server does not answer") from None
        if message is None:
            raise EOFError("the server has ended")
        if "method" in message and "id" in message:
            result = None
            if message["method"] == "workspace/configuration":
                result = [SETTINGS.get(item.get("section")) for item in message["params"]["items"]]
            self._send({"id": message["id"], "result": result})
        elif message.get("method") == "textDocument/publishDiagnostics":
            self.diagnostics[message["params"]["uri"]] = message["params"]["diagnostics"]
        return message

    def tell(self, method, params):
        self._send({"method": method, "params": params})

    def ask(self, method, params):
        self.last_id += 1
        self._send({"id": self.last_id, "method": method, "params": params})
        while True:
            message = self._next()
            if message.get("id") == self.last_id and "method" not in message:
                if "error" in message:
                    raise RuntimeError(f"{method}: {message['error']}")
                return message["result"]

    def show(self, path, text):
        """Opens the document, or replaces its text. Returns what is wrong with it."""
        uri = pathlib.Path(path).as_uri()
        self.diagnostics.pop(uri, None)
        self.versions[uri] = self.versions.get(uri, 0) + 1
        if self.versions[uri] == 1:
            self.tell("textDocument/didOpen", {
                "textDocument": {"uri": uri, "languageId": "yaml", "version": 1, "text": text}})
        else:
            self.tell("textDocument/didChange", {
                "textDocument": {"uri": uri, "version": self.versions[uri]}, "contentChanges": [{"text": text}]})
        while uri not in self.diagnostics:
            self._next()
        return self.diagnostics[uri]

    def _at(self, method, path, line, character):
        return self.ask(method, {"textDocument": {"uri": pathlib.Path(path).as_uri()},
                                 "position": {"line": line, "character": character}})

    def offered(self, path, line, character):
        """The labels that are offered there, sorted."""
        answer = self._at("textDocument/completion", path, line, character) or []
        items = answer["items"] if isinstance(answer, dict) else answer
        return sorted(item["label"] for item in items)

    def hovered(self, path, line, character):
        """The text that is shown there."""
        answer = self._at("textDocument/hover", path, line, character)
        contents = answer["contents"] if answer else ""
        return contents["value"] if isinstance(contents, dict) else str(contents)

    def stop(self):
        try:
            self.ask("shutdown", None)
            self.tell("exit", None)
            self.child.wait(timeout=PATIENCE)
        except (OSError, EOFError, TimeoutError, subprocess.TimeoutExpired):
            self.child.kill()
            self.child.wait()
