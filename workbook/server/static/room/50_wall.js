// The screen for the wall: one picture that is never scrolled, as large as it can be, readable from the back row.
const wall = { whole: false };
const [SMALLEST, LARGEST] = [0.76, 1.5]; // of the size of text that the style gives: below it the back row reads nothing
const ROOMY = 0.8; // a picture that cannot even be this large has the room of the reasons too
const fitted = (style, ...inside) => make(`div.fitted.${style}`, {}, inside.flat());

function drawScreen(room) {
  const whole = wall.whole && room.state === "revealed" && room.overall;
  const flip = room.state === "revealed" && room.overall ? make("button.quiet.flip", { type: "button", onclick: () => { wall.whole = !whole; drawScreen(lead.room); } }, whole ? "This question" : "Everything so far") : null;
  const title = whole ? "Everything so far" : { lobby: room.title, closed: "Thank you" }[room.state] ?? room.activity.title;
  const [body, foot] = whole ? wallWhole(room.overall) : { lobby: wallLobby, asking: wallAsking, paused: wallAsking, revealed: wallShown, closed: (one) => [fitted("wall-main", make("p.big", {}, one.title))] }[room.state](room);
  const over = room.place && !whole && room.state !== "closed" ? make("p.over-title", {}, `Question ${room.place} of ${room.places}${room.round > 1 ? ` · round ${room.round}` : ""}`) : null;
  const finding = room.state === "revealed" && !whole && !room.scored ? make("p.headline", {}, room.revealed.headline) : null;
  root.className = `wall wall-${whole ? "whole" : room.state}`;
  root.replaceChildren(
    make("header.wall-head", {}, make("div", {}, over, make("h1", {}, title), finding), ["closed", "lobby"].includes(room.state) || whole ? null : come(room)),
    make("div.wall-body", {}, body), make("footer.wall-foot", {}, foot ?? make("span"), flip));
  fitWall();
}

function come(room) {
  const address = room.join.replace(/^https?:\/\//, "").replace(/\/[^/]*$/, "/join").split(/(?<=[/:])/).flatMap((part) => [part, make("wbr")]);
  return make("aside.come", {}, room.only_here ? null : make("img", { src: `${page.base}room/${room.code}/join.svg`, alt: `QR code of ${room.join}` }),
    make("div", {}, make("p.code", {}, room.code), make("p.address", {}, room.only_here ? "Open on this computer only: start it with workbook app --share" : address)));
}
const wallCount = (room) => make("p.count-line", {}, ["asking", "paused"].includes(room.state) ? `${room.answered} of ${room.people} have answered` : many(room.people, "person is in", "people are in"));
const wallLobby = (room) => [[fitted("wall-main", make("p.big", {}, "Everybody answers alone. Then you see where you disagree."), wallCount(room)), come(room)]];
const wallAsking = (room) => [[fitted("wall-main", room.state === "paused" ? null : make("p.prompt", {}, room.activity.prompt)), make("p.huge", {}, clock())], make("div.waiting", {}, wallCount(room), progress(room))];
function progress(room) {
  const share = room.people ? (100 * room.answered) / room.people : 0;
  return draw("svg", { viewBox: "0 0 100 3", preserveAspectRatio: "none", class: "progress", "aria-hidden": "true" }, draw("rect", { class: "track", width: 100, height: 3 }), draw("rect", { class: "mark", width: share, height: 3 }));
}

function wallShown(room) {
  const { revealed: shown, activity, scored } = room;
  const talk = make("p.talk", {}, make("b", {}, "Talk about: "), shown.talk);
  if (scored) return [fitted("wall-chart", wallPoints(scored)), talk];
  if (shown.too_few) return [[], talk];
  const chart = fitted("wall-chart", wallChart(shown, activity));
  const told = shown.questions.length ? reasons(furthest(shown.questions.filter((one) => one.reasons.length).concat(shown.questions[0]))) : null;
  const shift = shown.questions.length === 1 && shown.questions[0].shift ? make("p.shift", {}, shown.questions[0].shift) : null;
  const side = told || shift ? fitted("wall-side", told, shift) : null;
  return [[chart, side].filter(Boolean), talk];
}
const wallPoints = (scored) => make("div.points", {},
  make("section", {}, make("h3", {}, scored.points.length ? "Points" : "No team has answered under a name."), make("div.many", { "data-trim": "" }, scored.points.map(([name, right, all]) => make("p.part", {}, make("span.title", {}, name), make("b", {}, `${right} of ${all}`)))), make("p.more")),
  make("section", {}, make("h3", {}, "The key"), make("dl.key", {}, scored.key.map(([what, where]) => make("div", {}, make("dt", {}, what), make("dd", {}, where))))));
function wallChart(shown, activity) {
  if (shown.files.length) return wallFiles(shown, activity);
  if (["rank", "dots"].includes(activity.kind)) return itemsChart(shown.questions, activity, 260);
  if (shown.groups.length) return wallWords(shown, activity);
  const asked = shown.questions;
  if (activity.kind === "veto") return [legend(MARK_ORDER.map((place) => [activity.marks[place], `part-${place}`])), make("div.many", {}, asked.map((one) => parts(one, MARK_ORDER, vetoed(one.counts) ? make("span.word.apart", {}, activity.marks[1]) : null)))];
  if (activity.kind === "scale") return [legend(AGREEMENT.map((word, place) => [word, `step-${place}`])), make("div.many", {}, asked.map((one) => parts(one, [0, 1, 2, 3, 4], word(one.word))))];
  if (activity.kind === "owner") return make("div.many", {}, asked.map((one) => make("article.part", {}, make("h3", {}, make("span.title", {}, one.title), " ", word(one.word)), filled(chosen(one.counts)))));
  return asked.map((one) => (one.counts ? bars(one) : dotPlot(one, 430)));
}
const MARK_ORDER = [1, 0, 2];
const word = (text) => make(`span.word.${text.replaceAll(" ", "-")}`, {}, text);
// Most first, and without what nobody chose.
const chosen = (counts) => counts.filter(([, count]) => count).sort(([, one], [, other]) => other - one);
// Long labels on narrow bars: each label stands on its bar.
function filled(counts) {
  const most = Math.max(1, ...counts.map(([, count]) => count));
  return make("ul.filled", {}, counts.map(([label, count]) => {
    const bar = make("span.bar", { "aria-hidden": "true" });
    bar.style.width = `${(100 * count) / most}%`;
    return make("li", {}, bar, make("b", {}, String(count)), make("span", {}, label));
  }));
}
const legend = (all) => make("p.legend", {}, all.map(([text, style]) => make("span", {}, draw("svg", { viewBox: "0 0 10 10", "aria-hidden": "true" }, draw("rect", { class: style, width: 10, height: 10 })), text)));

// A question as one bar of parts, each as wide as many chose it, with the count in it.
function parts(one, order, mark) {
  const all = one.counts.reduce((sum, [, count]) => sum + count, 0);
  let from = 0;
  const drawn = order.filter((place) => one.counts[place][1]).map((place) => {
    const [label, count] = one.counts[place];
    const width = (100 * count) / all;
    const text = draw("text", { x: `${from + width / 2}%`, y: "50%", class: "part-count" });
    text.textContent = String(count);
    const part = draw("g", {}, draw("rect", { class: activityClass(order, place), x: `${from}%`, width: `${width}%`, height: "100%" }), text);
    from += width;
    return [part, `${label}: ${count}`];
  });
  const bar = draw("svg", { class: "parts", role: "img", "aria-label": drawn.map(([, told]) => told).join(", ") }, ...drawn.map(([part]) => part));
  return one.title ? make("article.part", {}, make("h3", {}, make("span.title", {}, one.title), " ", mark), bar) : bar;
}
// The files with one line each: the room as a bar, the model and what happened in words.
function wallFiles(shown, activity) {
  const split = (file) => Math.min(file.yes, file.people - file.yes) >= file.people / 3;
  const line = (text) => make("td", {}, make("div.line-of", {}, make("span.cut", {}, text)));
  const model = (file) => draw("svg", { viewBox: "0 0 10 10", class: "square", "aria-hidden": "true" }, draw("rect", { class: file.model === activity.yes ? "two-0" : "two-1", width: 10, height: 10 }));
  const rows = shown.files.map((file, place) => make("tr", {}, make("th", { scope: "row" }, String(place + 1)),
    make("td.bar", {}, parts({ counts: [[activity.yes, file.yes], [activity.no, file.people - file.yes]] }, [0, 1])),
    make("td", {}, split(file) ? word("split") : null), make("td", {}, make("div.line-of", {}, model(file), make("span.cut", {}, file.model), file.right ? null : make("span.word.far-apart", {}, "wrong"))), line(file.outcome)));
  return [legend([[`The room: ${activity.yes}`, "two-0"], [activity.no, "two-1"]]),
    make("table.files.wall-files", {}, make("caption.unseen", {}, "The files, the room, the model and what happened"),
      make("thead", {}, make("tr", {}, ["", "The room", "", "The model", "What happened"].map((title) => make("th", { scope: "col" }, title)))), make("tbody", {}, rows))];
}
const activityClass = (order, place) => (order.length === 3 ? `part-${place}` : order.length === 2 ? `two-${place}` : `step-${place}`);

// Words of people, the largest groups first; what does not fit is left out from the end and counted.
function wallWords(shown, activity) {
  const one = (group) => make("section.group", {}, group.texts.length > 1 ? make("h3", {}, `${group.texts.length} alike${group.shared.length ? `: ${group.shared.slice(0, 4).join(", ")}` : ""}`) : null,
    make("ul.said", {}, group.texts.slice(0, 3).map((text) => make("li", {}, text)), group.texts.length > 3 ? make("li.more", {}, `and ${group.texts.length - 3} more like these`) : null));
  const list = (title, children, style) => make(`section.${style}`, {}, title ? make("h3", {}, title) : null, make("div.trimmed", { "data-trim": "" }, children), make("p.more", {}));
  return make("div.wall-words", {}, list("", shown.groups.map(one), "groups"),
    shown.signs.length ? list(activity.sign, shown.signs.map((text) => make("section.group", {}, make("ul.said", {}, make("li", {}, text)))), "signs") : null);
}

// Where the room is furthest apart, then the widest question of every other activity: twelve rows can be read, forty cannot.
const MOST_ROWS = 12;
const together = (words) => words.replace(/(\d+) of (\d+)/g, "$1\u00a0of\u00a0$2");
function wallWhole(overall) {
  const first = new Map();
  for (const row of overall.rows) if (!((first.get(row.activity)?.spread ?? -2) >= (row.spread ?? -1))) first.set(row.activity, row);
  const places = new Map(overall.agenda.map((one, place) => [overall.rows.find((row) => row.question === one.question && row.activity === one.activity), place + 1]));
  const wanted = [...places.keys(), ...[...first.values()].sort((one, other) => (other.spread ?? -1) - (one.spread ?? -1))];
  const kept = new Set([...new Set(wanted)].slice(0, MOST_ROWS));
  const rows = overall.rows.filter((row) => kept.has(row));
  const shade = (apart) => `heat-${Math.min(4, Math.floor((apart ?? 0) * 8))}`;
  const joined = rows.some((row) => Object.values(row.cells).some((cell) => cell.joined));
  const table = make("table.heat", {}, make("caption.unseen", {}, "Each hat's answer"),
    make("thead", {}, make("tr", {}, make("td.place"), make("th", { scope: "col" }, "Question"), overall.hats.map(([, name]) => make("th", { scope: "col" }, name)))),
    make("tbody", {}, rows.map((row) => make("tr", {}, make("td.place", {}, places.has(row) ? make("b", {}, String(places.get(row))) : null), make("th", { scope: "row" }, make("div.clamp", {}, row.title)),
      overall.hats.map(([hat]) => { const cell = row.cells[hat]; return cell ? make(`td.${shade(cell.apart)}`, {}, make("div.clamp", {}, together(cell.words), cell.joined ? "\u00a0*" : null)) : make("td", {}, "–"); })))));
  const left = overall.rows.length - rows.length;
  const notes = ["Each hat's answer; the darker, the further from everybody else.", places.size ? `Numbered: where you are furthest apart.` : "", left ? `${left} more on the console.` : "", joined ? "* Hats with fewer than three people are one." : ""];
  return [fitted("wall-main", overall.rows.length ? table : make("p.big", {}, "Nothing was shown yet.")), make("p.legend", {}, notes.filter(Boolean).join(" "))];
}

// Text as large as the screen takes it; more columns where that makes it larger; only then less text.
function fitWall() {
  const head = root.querySelector(".wall-head");
  largest(root, "--fit-head", 0.4, 1, () => head.firstElementChild.scrollWidth > head.firstElementChild.clientWidth + 1 || head.offsetHeight > innerHeight * 0.29);
  const [chart, side] = [root.querySelector(".wall-chart"), root.querySelector(".wall-side")];
  if (chart && side && fitBox(chart) < ROOMY) {
    side.remove();
    root.querySelector(".talk").append(" ", make("span.note", {}, "The two reasons that are furthest apart are on your own screens."));
  }
  root.querySelectorAll(".fitted").forEach(fitBox);
}
// How large a box became; 0 where even the smallest text is too much, so that words break, then labels end after a line.
function fitBox(box) {
  const wide = (one) => one.scrollWidth > one.clientWidth + 1;
  const over = () => box.scrollHeight > box.clientHeight + 1 || wide(box) || [...box.querySelectorAll(box.matches(".broken") ? ".part" : ".part, .cut")].some(wide);
  const listed = box.querySelector(".many, .groups .trimmed")?.children.length ?? 1;
  const most = Math.min(listed > 12 ? 4 : 3, listed);
  const best = () => {
    let found = [0, 1];
    for (let columns = 1; columns <= most; columns += 1) {
      box.style.setProperty("--columns", columns);
      const size = largest(box, "--fit", SMALLEST, box.matches(".tight") ? 0.9 : LARGEST, over);
      if (size > found[0]) found = [size, columns];
    }
    box.style.setProperty("--columns", found[0] ? found[1] : Math.min(2, most));
    box.style.setProperty("--fit", found[0] || SMALLEST);
    return found[0];
  };
  box.classList.remove("broken", "tight");
  const whole = best();
  if (whole) return whole;
  box.classList.add("broken");
  if (best()) return 0;
  box.classList.add("tight");
  if (!best()) shorten(box, over);
  return 0;
}
// The largest value of a property at which nothing is over, to a fiftieth; 0 where even the smallest is too large.
function largest(one, name, low, high, over) {
  const fits = (value) => { one.style.setProperty(name, value); return !over(); };
  if (!fits(low)) return 0;
  if (fits(high)) return high;
  while (high - low > 0.02) { const middle = (low + high) / 2; if (fits(middle)) low = middle; else high = middle; }
  fits(low);
  return low;
}
// Lists lose their ends, and say how much.
function shorten(box, over) {
  const lists = [...box.querySelectorAll("[data-trim]")];
  const left = new Map(lists.map((one) => [one, 0]));
  while (over()) {
    const list = lists.filter((one) => one.children.length > 1).sort((one, other) => other.scrollHeight - one.scrollHeight)[0];
    if (!list) return;
    list.lastElementChild.remove();
    left.set(list, left.get(list) + 1);
    list.nextElementSibling.textContent = `and ${left.get(list)} more, on your own screens`;
  }
}
addEventListener("resize", () => { if (page.view === "screen" && lead.room) drawScreen(lead.room); });
