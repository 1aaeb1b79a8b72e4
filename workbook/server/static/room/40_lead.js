// The facilitator's console, drawn anew from what the server says.
const lead = { room: null, open: new Set() };

async function lookLead() {
  try {
    lead.room = await call(`${page.code}/lead/state`);
  } catch (problem) {
    const told = root.querySelector(".saved") ?? root.appendChild(make("p.saved.warn", { role: "status" }));
    told.textContent = problem instanceof Told ? problem.message : LOST;
    told.classList.add("warn");
    setTimeout(lookLead, 4000);
    return;
  }
  keepTime(lead.room);
  onceUp(() => (page.view === "lead" ? drawLead : drawScreen)(lead.room));
}

async function act(what, more = {}) {
  const told = document.getElementById("told");
  try {
    lead.room = await call(`${page.code}/lead/act`, { act: what, version: lead.room.version, ...more });
    keepTime(lead.room);
    drawLead(lead.room);
  } catch (problem) {
    if (told) told.textContent = problem instanceof Told ? problem.message : LOST;
    if (problem instanceof Told && problem.status === 409) lookLead();
  }
}
const press = (text, what, more, style = "") => make(`button${style}`, { type: "button", onclick: (pressed) => { pressed.target.disabled = true; act(what, more).finally(() => { pressed.target.disabled = false; }); } }, text);

// What was typed and not sent outlives that the console is drawn anew, as long as it belongs to the same answers.
root.addEventListener("input", (typed) => { typed.target.dataset.typed = "yes"; });
const fieldName = (one) => `${one.id} ${one.form?.dataset.place ?? ""}`;
function keepingTyped(redraw) {
  const typed = new Map([...root.querySelectorAll("[data-typed][id]")].map((one) => [fieldName(one), one]));
  const { id, selectionStart } = document.activeElement ?? {};
  redraw();
  for (const one of root.querySelectorAll("input[id], textarea[id]")) {
    const before = typed.get(fieldName(one));
    if (before) { one.value = before.value; one.checked = before.checked; one.dataset.typed = "yes"; }
  }
  const again = id && root.contains(document.getElementById(id)) ? document.getElementById(id) : null;
  again?.focus();
  if (again && selectionStart !== null && selectionStart !== undefined) again.setSelectionRange(selectionStart, selectionStart);
}

function drawLead(room) {
  const writing = document.activeElement?.closest("form");
  if (writing && root.contains(writing) && root.dataset.version === String(room.version)) return updateCounts(room);
  root.dataset.version = String(room.version);
  keepingTyped(() => drawConsole(room));
}
function drawConsole(room) {
  const title = make("header.lead-top", {}, make("div", {}, make("p.over-title", {}, `Room ${room.code}${room.locked ? " · door closed" : ""}`), make("h1", {}, room.title)),
    make("nav", { "aria-label": "Room" }, make("a.button", { href: `${page.base}room/${room.code}/screen`, target: "_blank", rel: "noopener" }, "Screen for the wall"),
      room.state === "closed" ? null : press(room.locked ? "Open the door" : "Close the door", room.locked ? "unlock" : "lock", {}, ".quiet"),
      room.state === "closed" ? null : make("button.quiet", { type: "button", onclick: () => { if (confirm("Close this workshop for good? Answers that are not shown stay hidden.")) act("close"); } }, "End the workshop")));
  root.replaceChildren(title, make("div.lead", {}, agenda(room), make("div.lead-main", {}, nowPart(room), make("p#told.saved.warn".replace("#told", ""), { id: "told", role: "status" }), peoplePart(room), wholePart(room), teamsPart(room), paperPart(room), takeAway(room))));
}

function agenda(room) {
  return make("nav.agenda", { "aria-label": "Agenda" }, make("h2", {}, "Agenda"), make("ol", {}, room.agenda.map((one) => make(`li.${one.state.replace(" ", "-")}`, {},
    make("div", {}, make("b", {}, one.title), make("span.note", {}, `${one.minutes} min · ${one.state}${one.round > 1 ? `, round ${one.round}` : ""}${one.decision ? " · decided" : ""}`)),
    room.state === "closed" || one.state === "now" ? null : press(one.state === "shown" ? "Ask again" : "Ask", "ask", { activity: one.id }, one.state === "shown" ? ".quiet" : "")))));
}

function nowPart(room) {
  if (room.state === "lobby") return make("section.now", {}, make("h2", {}, "People are coming in"),
    room.only_here ? make("p.warn-box", {}, "This workbook is open on this computer only. For a room full of people, start it with: workbook app --share") : make("p", {}, "They open ", make("b", {}, room.join), " or scan the code on the screen for the wall."),
    make("p", { role: "status" }, make("span.tick", { "aria-hidden": "true" }, room.tried ? "✓" : "○"), room.tried ? `It works: ${many(room.tried, "other device has", "other devices have")} opened the page.` : "Try it before they come: open the page on your phone. A tick appears here. If it does not, the network keeps devices apart: print the answer cards."),
    make("p", {}, "Then ask the first question."));
  if (room.state === "closed") return make("section.now", {}, make("h2", {}, "The workshop is over"));
  const head = [make("p.over-title", {}, `Question ${room.place} of ${room.places}${room.round > 1 ? `, round ${room.round}` : ""}`), make("h2", {}, room.activity.title), make("p", {}, room.activity.prompt)];
  if (room.state === "revealed") return make("section.now", {}, head, results(room.revealed, room.activity, room.scored), settleForm(room), nextButtons(room));
  return make("section.now", {}, head, make("p.big", {}, clock(), make("span.note", { "data-count": "" }, countInWords(room))),
    make("div.buttons", {}, press("Show the answers", "reveal", {}, ".main"), room.state === "paused" ? press("Go on", "resume") : press("Pause", "pause"), press("One minute more", "extend", { minutes: 1 })));
}
const countInWords = (room) => ` ${room.answered} of ${room.people} have answered`;
const updateCounts = (room) => { for (const one of root.querySelectorAll("[data-count]")) one.textContent = countInWords(room); };

function nextButtons(room) {
  const next = room.agenda.find((one) => one.state === "not asked");
  return make("div.buttons", {}, next ? press(`Next: ${next.title}`, "ask", { activity: next.id }, ".main") : null, press("Ask this once more, now that all have talked", "ask", { activity: room.activity.id }, ".quiet"));
}

function settleForm(room) {
  const known = room.settled ?? { decision: "", dissent: "", reason: "" };
  const boxes = { decision: words("s-decision", "What did you decide?", 1000), dissent: words("s-dissent", "Who sees it otherwise, and why?", 1000), reason: words("s-reason", "Because", 1000) };
  for (const [name, one] of Object.entries(boxes)) { one.box.value = known[name]; one.box.rows = 2; }
  const kept = room.offered ? (room.offered.kind === "columns" ? tickColumns(room.offered, room.activity) : keepBox(room.offered)) : null;
  const told = make("p.saved", { role: "status" }, room.settled ? "On record in the project, with your name." : "");
  return make("form.settle", { "data-place": `${room.activity.id} ${room.round}`, onsubmit: async (sent) => {
    sent.preventDefault();
    try {
      const texts = Object.fromEntries(Object.entries(boxes).map(([name, one]) => [name, one.box.value]));
      lead.room = await call(`${page.code}/lead/settle`, { ...texts, activity: room.activity.id, round: room.round, keep: kept?.read() ?? "", seen: room.offered?.seen });
      document.activeElement?.blur();
      for (const one of root.querySelectorAll("form.settle [data-typed]")) delete one.dataset.typed;
      drawLead(lead.room);
    } catch (problem) {
      told.textContent = problem instanceof Told ? problem.message : LOST;
      told.classList.add("warn");
      if (problem instanceof Told && problem.status === 409) await takeOver(room);
    }
  } }, make("h3", {}, "Put it on record"), Object.values(boxes).map((one) => one.shown), kept?.shown, make("div.buttons", {}, make("button", { type: "submit" }, room.settled ? "Record the change" : "Record the decision"), told));
}

// Somebody wrote the same answer of a stage meanwhile: they were told of it, so that recording again writes theirs over it.
async function takeOver(room) {
  const now = await call(`${page.code}/lead/state`).catch(() => null);
  if (now?.activity?.id === room.activity.id && room.offered && now.offered) room.offered.seen = now.offered.seen;
}
function keepBox(offered) {
  const box = make("input", { id: "s-keep", type: offered.kind === "date" ? "date" : "text", maxlength: "300", autocomplete: "off" });
  return { read: () => box.value, shown: make("div.words", {}, make("label", { for: "s-keep" }, `Also write this to the workbook. ${offered.title}`), box, make("p.note", {}, `The room's own middle: ${offered.suggested}. Left empty, nothing is written there.`)) };
}
function tickColumns(offered, activity) {
  const [inTime, later] = activity.marks;
  const boxes = offered.columns.map((one) => make("input", { type: "checkbox", id: `k-${one.id}`, value: one.id, checked: one.out }));
  const told = (one) => `${later}: ${one.counts[1]}, ${inTime}: ${one.counts[0]}, of ${one.counts.reduce((sum, count) => sum + count, 0)}${one.out ? " · left out already" : ""}`;
  return {
    read: () => boxes.filter((box) => box.checked).map((box) => box.value),
    shown: make("fieldset.ticked", {}, make("legend", {}, `Also write this to the workbook. ${offered.title}`), make("p.note", {}, "What is ticked is left out of every model that the Fairness page trains; what is not ticked may be learned from. Columns that nobody was asked about stay as they are."),
      offered.columns.map((one, place) => make("label", {}, boxes[place], make("span", {}, one.title, " ", make("span.note", {}, told(one)), one.vetoed ? make("span.word.apart", {}, later) : null)))),
  };
}

function peoplePart(room) {
  const asked = ["asking", "paused"].includes(room.state);
  const [hidden, hiddenDone] = room.anonymous;
  const line = (name, done) => make("li", {}, make("span.tick", { "aria-hidden": "true" }, asked ? (done ? "✓" : "○") : "·"), name, asked ? make("span.unseen", {}, done ? " has answered" : " has not answered") : null);
  return make("section.people", {}, make("h2", {}, `${many(room.people, "person", "people")} in the room`),
    asked ? make("p", { "data-count": "" }, countInWords(room)) : null,
    make("ul.names", {}, room.named.map((one) => line(one.name, one.answered)), hidden ? make("li", {}, asked ? `${many(hidden, "anonymous person", "anonymous people")}, ${hiddenDone} answered` : many(hidden, "anonymous person", "anonymous people")) : null));
}
const wholePart = (room) => (room.overall ? fold("whole", "Everything so far, by hat", heatMap(room.overall)) : null);
function fold(name, title, inside) {
  const made = make("details", { open: lead.open.has(name) }, make("summary", {}, title), inside);
  made.addEventListener("toggle", () => (made.open ? lead.open.add(name) : lead.open.delete(name)));
  return made;
}
const paperPart = (room) => (room.state === "closed" ? null : fold("paper", "Without phones: answer cards", make("div", {},
  make("p", {}, make("a", { href: `${page.base}room/${room.code}/cards?many=${Math.max(12, room.people)}`, target: "_blank", rel: "noopener" }, "Cards to print"), ". Collect them before you show anything. While a question is asked, type in each card by its number: choose the hat on it once, then answer."),
  make("form.buttons", { onsubmit: (sent) => { sent.preventDefault(); open(`${page.base}room/${room.code}/card/${Number(document.getElementById("card").value)}`, "card"); } },
    make("label", { for: "card" }, "Card number"), make("input", { id: "card", type: "text", inputmode: "numeric", maxlength: "3", required: true, pattern: "[0-9]+" }), make("button", { type: "submit" }, "Type it in")))));
const takeAway = (room) => make("p.take-away", {}, "Take away: ", make("a", { href: `${page.base}room/${room.code}/summary.html` }, "summary on one page"), " · ", make("a", { href: `${page.base}room/${room.code}/answers.csv` }, "all shown answers as CSV"), ". Neither names anybody.");

async function startRooms() {
  const told = make("p.saved", { role: "status" });
  let all;
  try { all = await call("all/state"); } catch (problem) { return root.append(make("p.saved.warn", {}, problem instanceof Told ? problem.message : LOST)); }
  const list = make("select", { id: "project" }, all.projects.map((one) => make("option", { value: one.id }, one.name)));
  const deck = make("select", { id: "deck" }, all.decks.map((one) => make("option", { value: one.id }, one.name)));
  const form = make("form.join", { onsubmit: async (sent) => {
    sent.preventDefault();
    try { location.href = `${page.base}room/${(await call("all/state", { project: list.value, deck: deck.value })).code}/lead`; } catch (problem) { told.textContent = problem instanceof Told ? problem.message : LOST; told.classList.add("warn"); }
  } }, make("div", {}, make("label", { for: "project" }, "Project"), list), make("div", {}, make("label", { for: "deck" }, "Questions"), deck), make("button.main", { type: "submit" }, "Open a room"), told);
  root.replaceChildren(make("h1", {}, "Workshops"), make("p", {}, "Everybody answers alone on their own phone. Nobody sees an answer before you show them all at once; then you see where you disagree, and put on record what you decide."), form,
    all.rooms.length ? make("section", {}, make("h2", {}, "Your rooms"), make("ul.rooms", {}, all.rooms.map((one) => make("li", {}, make("a", { href: `${page.base}room/${one.code}/lead` }, `Room ${one.code}`), ` ${one.project}, ${new Date(one.at * 1000).toLocaleDateString()}, ${one.state}`)))) : null);
}
