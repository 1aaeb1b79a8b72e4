"""People of a room without a browser: they send what our page sends, and keep every byte that they are sent."""

from __future__ import annotations

import html
import json
import re
import uuid
from dataclasses import dataclass, field

from tests.server.visiting import Visitor

MARK = re.compile(r'data-xsrf="([^"]*)"')


@dataclass
class Attendee(Visitor):
    """Somebody in a room, or on the way in."""

    code: str = ""
    mark: str = ""
    heard: list[bytes] = field(default_factory=list)

    def ask(self, path, method="GET", data=None, **headers):
        answer = super().ask(path, method, data, **headers)
        self.heard.append(answer.body + str(answer.headers).encode())
        return answer

    def open(self, view=""):
        """Open a page of the room, and keep the mark that it sends along with changes."""
        answer = self.ask(f"/room/{self.code}{view}")
        found = MARK.search(answer.text)
        self.mark = html.unescape(found.group(1)) if found else ""
        return answer

    def send(self, path, sent, **headers):
        sent = json.dumps(sent).encode()
        named = {"X_XSRFToken": self.mark, "Content_Type": "application/json"} | headers
        return self.ask(f"/room/{path}", "POST", sent, **named)

    def join(self, hat="product", name=""):
        self.open()
        return self.send(f"{self.code}/join", {"name": name, "hat": hat})

    def state(self):
        return json.loads(self.ask(f"/room/{self.code}/state").body)

    def save(self, value, key="", seen=0, room=None):
        room = room or self.state()
        sent = {"activity": room["activity"]["id"], "round": room["round"], "value": value, "seen": seen}
        return self.send(f"{self.code}/answer", sent | {"key": key or uuid.uuid4().hex})


@dataclass
class Leader(Attendee):
    """The facilitator, who came in by the address of the terminal."""

    def come_in_by(self, address):
        self.ask("/?" + address.split("?")[1])

    def begin(self, project=0):
        """Open a room; its code is kept."""
        self.mark = html.unescape(MARK.search(self.ask("/room/").text).group(1))
        told = json.loads(self.ask("/room/all/state").body)
        self.code = json.loads(self.send("all/state", {"project": told["projects"][project]["id"]}).body)["code"]
        self.open("/lead")

    def lead(self):
        return json.loads(self.ask(f"/room/{self.code}/lead/state").body)

    def act(self, what, **more):
        told = self.send(f"{self.code}/lead/act", {"act": what, "version": self.lead()["version"], **more})
        assert told.status == 200, told.text
        return json.loads(told.body)

    def settle(self, decision, **more):
        """Put on record what the room decided on what is shown, as the console sends it."""
        room = self.lead()
        shown = {
            "activity": room["activity"]["id"],
            "round": room["round"],
            "seen": (room["offered"] or {}).get("seen"),
        }
        return self.send(f"{self.code}/lead/settle", {"decision": decision, **shown, **more})
