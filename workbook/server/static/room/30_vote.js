// The page of the people in a room.
const seen = { key: "", version: 0, sent: new Set(), form: null, room: null, dirty: false, busy: false, again: 0 };
const status = make("p.saved", { role: "status", "aria-live": "polite" });
const draftName = (room) => `room:${page.code}:${room.activity.id}:${room.round}`;

async function look() {
  let room;
  try {
    room = await call(`${page.code}/state`);
  } catch (problem) {
    if (problem instanceof Told && problem.status < 500) return say(problem.message, true);
    say(LOST, true);
    clearTimeout(seen.again);
    seen.again = setTimeout(look, 3000 + Math.random() * 2000);
    return;
  }
  if (room.me) onceUp(() => showRoom(room));
  else if (!root.querySelector("form.join")) joinForm(room);
}
const write = (text, warn = false) => { status.textContent = text; status.classList.toggle("warn", warn); };
const say = (text, warn = false) => { write(text, warn); if (!status.isConnected) root.append(status); };

function joinForm(room) {
  if (room.state === "closed") return root.replaceChildren(make("h1", {}, room.title), make("p", {}, "This workshop is over."));
  const name = make("input", { id: "name", type: "text", maxlength: "40", autocomplete: "name" });
  const hats = radios("hat", Object.entries(room.hats), "cards.hats");
  const send = make("button.main", { type: "submit" }, "Come in");
  const form = make("form.join", { onsubmit: async (sent) => {
    sent.preventDefault();
    if (!hats.read()) return say("Choose a hat first.", true);
    send.disabled = true;
    try {
      showRoom(await call(`${page.code}/join`, { name: name.value, hat: hats.read() }));
      follow(`${page.code}/events`, look);
    } catch (problem) {
      say(problem instanceof Told ? problem.message : LOST, true);
      send.disabled = false;
    }
  } },
    make("div", {}, make("label", { for: "name" }, "Your name, or nothing to stay anonymous"), name, make("p.note", {}, "A name shows the facilitator who has answered. It is never shown beside an answer.")),
    group("Your hat: from where do you look at this?", hats.shown), send);
  root.replaceChildren(make("p.over-title", {}, `Workshop ${page.code}`), make("h1", {}, room.title),
    make("p", {}, "Everybody answers alone. Nobody sees an answer, the facilitator included, until all are shown at once."), form, status);
}

function showRoom(room) {
  const before = seen.room;
  keepTime(room);
  seen.room = room;
  const same = before && ["state", "round"].every((name) => before[name] === room[name]) && before.activity?.id === room.activity?.id;
  if (same && room.state === "asking") return refresh(room);
  if (same && room.version === before.version) return;
  if (same || (before && room.state === "paused" && before.activity?.id === room.activity?.id) ) keepDraft();
  const top = make("header.top", {}, make("span", {}, room.place ? `Question ${room.place} of ${room.places}${room.round > 1 ? ` · round ${room.round}` : ""}` : `Room ${page.code}`), clock());
  const inside = { lobby: waiting, asking, paused, revealed: shownNow, closed }[room.state](room);
  root.replaceChildren(top, ...inside);
  document.title = room.activity ? room.activity.title : room.title;
}

const waiting = (room) => [make("h1", {}, room.title), make("p.big", {}, `You are in${room.me.name ? `, ${room.me.name}` : ""}.`), make("p", {}, `Hat: ${room.me.hat}. The first question appears here by itself.`), say("") ?? status];
const paused = (room) => [make("h1", {}, room.activity.title), make("p.big", {}, "Paused."), make("p", {}, "What you wrote is kept here; it goes on in a moment."), status];
const closed = (room) => [make("h1", {}, room.title), make("p.big", {}, "The workshop is over. Thank you."), make("p", {}, "Ask the facilitator for the summary. You can close this page.")];
function shownNow(room) {
  const settled = room.settled ? make("section.settled", {}, make("h2", {}, "Decided"), make("p", {}, room.settled.decision), room.settled.dissent ? make("p", {}, make("b", {}, "Dissent: "), room.settled.dissent) : null) : null;
  return [make("h1", {}, room.activity.title), results(room.revealed, room.activity, room.scored), settled].filter(Boolean);
}

function asking(room) {
  seen.form = formFor(room.activity);
  seen.version = room.answer?.version ?? 0;
  seen.key = "";
  seen.sent = new Set();
  seen.dirty = false;
  const draft = sessionStorage.getItem(draftName(room));
  if (draft) { seen.form.write(JSON.parse(draft)); seen.dirty = true; } else if (room.answer) seen.form.write(room.answer.value);
  const send = make("button.main", { type: "submit" }, "Save my answer");
  const changed = () => { seen.dirty = true; seen.key = ""; keepDraft(); if (seen.version) say("Changed, not saved yet.", true); };
  const form = make("form.answer", { novalidate: true, oninput: changed, onsubmit: (sent) => { sent.preventDefault(); save(); } }, seen.form.shown, make("div.save", {}, send, status));
  if (draft) write("Not saved yet.", true); else write(savedAt(room.saved_at)); // not said yet: the form is shown in a moment
  return [make("h1", {}, room.activity.title), make("p.prompt", {}, room.activity.prompt), form];
}
const keepDraft = () => { if (seen.dirty && seen.form && seen.room?.activity) sessionStorage.setItem(draftName(seen.room), JSON.stringify(seen.form.read())); };
const savedAt = (at) => (at ? `Saved ${clockTime(at)}. You can change it until all are shown.` : "");
const tellSaved = (at) => say(savedAt(at));

// The same question, asked again of the server: another tab may have saved meanwhile.
function refresh(room) {
  if (seen.dirty || seen.busy || !room.answer || room.answer.version === seen.version) return;
  seen.version = room.answer.version;
  seen.form.write(room.answer.value);
  tellSaved(room.saved_at);
}

async function save() {
  if (seen.busy) return;
  const room = seen.room;
  seen.key ||= Array.from(crypto.getRandomValues(new Uint8Array(12)), (one) => one.toString(16).padStart(2, "0")).join("");
  seen.sent.add(seen.key);
  seen.busy = true;
  const [key, value] = [seen.key, seen.form.read()];
  say("Saving …");
  try {
    const saved = await call(`${page.code}/answer`, { activity: room.activity.id, round: room.round, value, key, seen: seen.version });
    seen.version = saved.version;
    if (key === seen.key) { seen.dirty = false; sessionStorage.removeItem(draftName(room)); tellSaved(saved.saved_at); }
    seen.busy = false;
  } catch (problem) {
    seen.busy = false;
    if (problem instanceof Told && problem.stored) {
      seen.version = problem.stored.version;
      if (seen.sent.has(problem.stored.key)) return save(); // our own earlier save, whose answer was lost on the way
      return say(problem.message, true);
    }
    if (problem instanceof Told && problem.status < 500) { say(problem.message, true); return look(); }
    say("Not saved yet: no connection. Trying again by itself.", true);
    setTimeout(() => { if (seen.key === key && seen.room.activity?.id === room.activity.id && seen.room.state === "asking") save(); }, 2000 + Math.random() * 2000);
  }
}

function startVote() {
  look().then(() => { if (seen.room) follow(`${page.code}/events`, look); });
}

function startCode() {
  const box = make("input", { id: "code", name: "code", maxlength: "7", autocomplete: "off", autocapitalize: "characters", spellcheck: "false", "aria-describedby": "code-help" });
  root.replaceChildren(make("h1", {}, document.title), make("form.join", { method: "get", action: `${page.base}room/join` },
    make("div", {}, make("label", { for: "code" }, "Code of the room"), box, make("p.note", { id: "code-help" }, "Five letters, on the screen in front of you.")), make("button.main", { type: "submit" }, "Go on")));
  box.focus();
}
