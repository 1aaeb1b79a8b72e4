// Copies of the training case: a project and a link a team. Links are told once; this page keeps them until it is closed.
const teams = { copies: null, links: {}, many: "4", told: "", busy: false };

async function askTeams(path, sent) {
  teams.busy = true;
  try {
    const answer = await call(`${page.code}/lead/${path}`, sent);
    Object.assign(teams.links, answer.links);
    Object.assign(teams, { copies: answer.copies, shared: answer.shared, guest: answer.guest, told: "" });
  } catch (problem) {
    teams.told = problem instanceof Told ? problem.message : LOST;
  }
  teams.busy = false;
  document.getElementById("teams")?.replaceWith(teamsInside());
}

function teamsPart() {
  const made = fold("teams", "Training case: a copy for each team", teamsInside());
  made.addEventListener("toggle", () => { if (made.open && !teams.busy && !teams.copies) askTeams("teams"); });
  return made;
}

function teamsInside() {
  const inside = [make("p", {}, "Each team gets a project of its own, with its rows connected, and one link that opens it in a browser, with no account. The eight defects are the same, in other rows. The key is in none of them: it is in facilitator.md, which ", make("code", {}, "workbook training --to FOLDER"), " writes.")];
  if (teams.copies && !teams.shared) inside.push(make("p.warn-box", {}, "Nobody else reaches this workbook yet. Start it with: workbook app --share"));
  if (teams.copies && teams.guest) inside.push(make("p.note", {}, "You came by an invitation, and begin no projects of your own. Ask who invited you to hand out the copies."));
  if (teams.copies?.length) inside.push(teamsTable());
  if (teams.copies && teams.shared && !teams.guest) inside.push(teamsForm());
  inside.push(make("p.saved.warn", { role: "status" }, teams.told || (teams.copies ? "" : "Looking …")));
  return make("div", { id: "teams" }, inside);
}

function teamsForm() {
  const box = make("input", { id: "teams-many", type: "text", inputmode: "numeric", maxlength: "2", value: teams.many, oninput: () => { teams.many = box.value; } });
  return make("form.buttons", { onsubmit: (sent) => {
    sent.preventDefault();
    if (teams.busy) return;
    sent.target.querySelector("button").disabled = true;
    sent.target.querySelector("button").textContent = "Making them …";
    askTeams("teams", { teams: number(box.value) });
  } }, make("label", { for: "teams-many" }, teams.copies.length ? "Teams of another workshop" : "How many teams?"), box, make("button", { type: "submit" }, teams.copies.length ? "Make new copies" : "Make the copies"));
}

function teamsTable() {
  const day = (seconds) => new Date(seconds * 1000).toLocaleDateString([], { day: "numeric", month: "short" });
  const fresh = teams.copies.some((one) => teams.links[one.project]);
  const line = (one) => {
    const link = teams.links[one.project];
    return make("tr", {}, make("th", { scope: "row" }, make("a", { href: `${page.base}?project=${one.project}`, target: "_blank", rel: "noopener" }, one.name)),
      make("td", {}, one.opened ? `opened; last change ${clockTime(one.changed_at)}` : `not opened yet${one.until ? `; its link works until ${day(one.until)}` : ""}`),
      make("td", {}, link ? make("code.link", {}, link) : teams.shared ? make("button.quiet", { type: "button", onclick: () => { if (!one.opened || confirm(`${one.team} has come in. A new link ends the one they have, and their open pages.`)) askTeams("teams/link", { project: one.project }); } }, "New link") : null));
  };
  return make("div.scroll", {}, make("table.files.teams", {}, make("caption.unseen", {}, "The copies that you handed out"),
    make("thead", {}, make("tr", {}, ["Copy", "State", "Link"].map((title) => make("th", { scope: "col" }, title)))), make("tbody", {}, teams.copies.map(line))),
    fresh ? make("p.warn-box", {}, "These links are shown only now: hand each team its own. Whoever has one works in that team's project.") : null,
    make("div.buttons", {}, make("button.quiet", { type: "button", onclick: () => askTeams("teams") }, "Look again")));
}
