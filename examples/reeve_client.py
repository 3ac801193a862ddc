"""The few lines that these examples need to call Reeve, with the standard library only."""
import http.client
import json
import pathlib
import urllib.parse


class Reeve:
    """One keep-alive connection to a decision server. Not for use from several threads."""

    def __init__(self, url="http://127.0.0.1:8484", token_file="data/token", system="demo-assistant"):
        parts = urllib.parse.urlsplit(url)
        self.system = system
        self._token = pathlib.Path(token_file).read_text().strip()
        self._connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=30)

    def decide(self, interaction, stage, messages, *, actor=None, action=None, context=None, system=None):
        """The answer to one request. Raises ReeveError when there is none: treat that as a denial."""
        status, answer = self._call("POST", "/v1/decisions", {
            "interaction": interaction,
            "stage": stage,
            "system": system or self.system,
            "actor": actor or {"id": "u-1", "roles": ["employee"]},
            "action": action or {"kind": "chat"},
            "content": {"messages": messages},
            "context": context or {},
        })
        if status != 200:
            raise ReeveError(status, answer)
        return answer

    def receipt(self, decision_id):
        """The proof that the decision is in the ledger, as c2sp.org/tlog-proof text."""
        self._connection.request("GET", f"/v1/decisions/{decision_id}/receipt", headers=self._headers())
        return self._connection.getresponse().read().decode()

    def _headers(self):
        return {"Authorization": f"Bearer {self._token}", "Content-Type": "application/json"}

    def _call(self, method, path, body):
        self._connection.request(method, path, json.dumps(body), self._headers())
        response = self._connection.getresponse()
        return response.status, json.loads(response.read())


class ReeveError(Exception):
    """A problem document (RFC 9457) instead of a decision."""

    def __init__(self, status, problem):
        super().__init__(f"{status}: {problem.get('detail')} ({problem.get('code')})")
        self.problem = problem
