// What was revealed: the finding first, then the answers, then the reasons. Shape and words carry it, colour only helps.
function results(shown, activity, scored) {
  const inside = scored ? [points(scored)] : [make("p.headline", {}, shown.headline)];
  if (!shown.too_few && !scored) {
    if (shown.files.length) inside.push(filesTable(shown, activity));
    else if (activity.kind === "veto") inside.push(vetoTable(shown.questions, activity), reasons(firstWith(shown.questions)));
    else if (activity.kind === "rank" || activity.kind === "dots") inside.push(itemsChart(shown.questions, activity));
    else inside.push(make("div.asked", {}, shown.questions.map((one) => question(one, shown.questions))));
    if (["rank", "dots"].includes(activity.kind)) inside.push(reasons(firstWith(shown.questions)));
    if (shown.groups.length) inside.push(groups(shown.groups));
    if (shown.signs.length) inside.push(make("h3", {}, activity.sign), make("ul.said", {}, shown.signs.map((text) => make("li", {}, text))));
  }
  if (shown.measures?.length) inside.push(make("details.measures", {}, make("summary", {}, "The measures"), make("ul", {}, shown.measures.map((text) => make("li", {}, text)))));
  inside.push(make("p.talk", {}, make("b", {}, "Talk about: "), shown.talk));
  return make("section.results", { "aria-label": "What the room answered" }, inside);
}
// Where questions have right answers: the points of each team, and the key.
const points = (scored) => make("div.points", {}, make("div", {},
  make("table.files", {}, make("caption", {}, scored.points.length ? "Points" : "No team has answered under a name."), make("tbody", {}, scored.points.map(([name, right, all]) => make("tr", {}, make("th", { scope: "row" }, name), make("td", {}, `${right} of ${all}`)))))),
  make("div", {}, make("table.files", {}, make("caption", {}, "The key"), make("tbody", {}, scored.key.map(([what, where]) => make("tr", {}, make("th", { scope: "row" }, what), make("td", {}, where)))))));
const firstWith = (asked) => asked.find((one) => one.reasons.length) ?? { reasons: [] };

// One reason was asked for all its questions: it stands where the room is furthest apart.
const furthest = (asked) => asked.reduce((most, one) => ((one.spread ?? -1) > (most.spread ?? -1) ? one : most));

function question(one, asked) {
  const titled = asked.length > 1;
  return make("article.question", {},
    titled ? make("h3", {}, one.title, " ", make(`span.word.${one.word.replaceAll(" ", "-")}`, {}, one.word)) : null,
    one.counts ? bars(one) : dotPlot(one),
    one.doubt ? make("p.note", {}, `The room is ${one.word}; ${one.doubt}.`) : null,
    one.shift ? make("p.shift", {}, one.shift) : null,
    one === furthest(asked) ? reasons(one) : null);
}

function bars(one) {
  const most = Math.max(1, ...one.counts.map(([, count]) => count));
  return make("table.bars", {}, make("caption.unseen", {}, one.title), make("tbody", {}, one.counts.map(([label, count]) => make("tr", {},
    make("th", { scope: "row" }, label),
    make("td.bar", {}, draw("svg", { viewBox: "0 0 100 10", preserveAspectRatio: "none", "aria-hidden": "true" }, draw("rect", { class: "mark", x: 0, y: 0, width: (100 * count) / most, height: 10 }))),
    make("td.count", {}, String(count))))));
}

// One dot a person, stacked where they fall together; a faint line from the lowest to the highest where one was asked.
function dotPlot(one, width = 600) {
  const size = 9;
  const range = one.highest - one.lowest || 1;
  const x = (value) => 20 + ((value - one.lowest) / range) * (width - 40);
  const stacks = new Map();
  const dots = one.dots.map(([value]) => {
    const place = Math.round(x(value) / (2 * size));
    stacks.set(place, (stacks.get(place) ?? 0) + 1);
    return [x(value), stacks.get(place)];
  });
  const tallest = Math.max(1, ...dots.map(([, level]) => level));
  const step = Math.min(2 * size, 150 / tallest);
  const withRange = one.dots.filter(([, low, high]) => low !== null && high !== null);
  const lines = withRange.length ? Math.min(150, withRange.length * 7) : 0;
  const base = tallest * step + 14;
  const all = draw("svg", { viewBox: `0 0 ${width} ${base + 30 + lines}`, class: "dot-plot", role: "img", "aria-label": `${one.dots.length} answers from ${one.dots[0][0]} to ${one.dots.at(-1)[0]} ${one.unit}; in the middle ${one.middle}` });
  all.append(draw("line", { x1: 20, x2: width - 20, y1: base, y2: base, class: "axis" }));
  for (const [place, level] of dots) all.append(draw("circle", { cx: place, cy: base - level * step + step / 2 - 1, r: Math.min(size - 1, step / 2), class: "mark" }));
  for (const value of ticks(one.lowest, one.highest)) {
    const text = draw("text", { x: x(value), y: base + 18, class: "tick", "text-anchor": "middle" });
    text.textContent = String(value);
    all.append(text, draw("line", { x1: x(value), x2: x(value), y1: base, y2: base + 4, class: "axis" }));
  }
  withRange.forEach(([value, low, high], place) => {
    const y = base + 30 + (place * lines) / withRange.length;
    all.append(draw("line", { x1: x(low), x2: Math.max(x(high), x(low) + 1), y1: y, y2: y, class: "range" }), draw("circle", { cx: x(value), cy: y, r: 2.6, class: "mark" }));
  });
  return make("figure", {}, all, make("figcaption.note", {}, withRange.length ? `Numbers: ${one.unit}. Above, each answer; below, from where to where each person thinks it surely lies.` : `Numbers: ${one.unit}.`));
}

// Round numbers from end to end, at most six.
function ticks(lowest, highest) {
  const rough = (highest - lowest) / 5 || 1;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((one) => one * power).find((one) => one >= rough * 0.999);
  const first = Math.ceil(lowest / step - 1e-9);
  return Array.from({ length: Math.floor(highest / step + 1e-9) - first + 1 }, (_, place) => Number(((first + place) * step).toPrecision(6)));
}

function itemsChart(asked, activity, width = 200) {
  const rank = activity.kind === "rank";
  const total = (one) => one.dots.reduce((sum, [value]) => sum + value, 0);
  const ordered = rank ? asked : [...asked].sort((one, other) => total(other) - total(one));
  const most = Math.max(1, ...ordered.map(total));
  return make("table.bars", {}, make("caption", {}, rank ? "In the room's order: each dot is where somebody placed it, first place on the left" : "All dots of the room"),
    make("tbody", {}, ordered.map((one) => make("tr", {}, make("th", { scope: "row" }, one.title),
      make("td.bar", {}, rank ? strip(one, width) : draw("svg", { viewBox: "0 0 100 10", preserveAspectRatio: "none", "aria-hidden": "true" }, draw("rect", { class: "mark", x: 0, y: 0, width: (100 * total(one)) / most, height: 10 }))),
      make("td.count", {}, rank ? one.middle.replace("place ", "") : String(total(one)))))));
}
function strip(one, width) {
  const range = one.highest - one.lowest || 1;
  const all = draw("svg", { viewBox: `0 0 ${width} 20`, class: "strip", role: "img", "aria-label": `in the middle ${one.middle}` });
  const counts = new Map();
  for (const [value] of one.dots) counts.set(value, (counts.get(value) ?? 0) + 1);
  all.append(draw("line", { x1: 8, x2: width - 8, y1: 10, y2: 10, class: "axis" }));
  for (const [value, count] of counts) all.append(draw("circle", { cx: 8 + ((value - one.lowest) / range) * (width - 16), cy: 10, r: Math.min(9, 3 + 6 * (count / one.dots.length)), class: "mark" }));
  return all;
}

function reasons(one) {
  if (!one.reasons.length) return null;
  return make("div.apart", {}, one.reasons.map((reason) => make("blockquote", {}, make("p.answered", {}, reason.answer), make("p", {}, reason.why))));
}

function groups(all) {
  return make("div.groups", {}, all.map((one) => make("section.group", {},
    one.texts.length > 1 ? make("h3", {}, `${one.texts.length} alike${one.shared.length ? `: ${one.shared.slice(0, 4).join(", ")}` : ""}`) : null,
    make("ul.said", {}, one.texts.map((text) => make("li", {}, text))))));
}

function filesTable(shown, activity) {
  const rows = shown.files.map((file, place) => {
    const share = file.yes / file.people;
    const room = share === 0.5 ? "split in half" : `${share > 0.5 ? activity.yes : activity.no}: ${Math.max(file.yes, file.people - file.yes)} of ${file.people}`;
    return make("tr", {}, make("th", { scope: "row" }, String(place + 1)), make("td", {}, room, Math.min(share, 1 - share) >= 1 / 3 && share !== 0.5 ? make("span.word.apart", {}, "split") : null),
      make("td", {}, file.model, !file.right ? make("span.word.far-apart", {}, "wrong") : null), make("td", {}, file.outcome));
  });
  return make("table.files", {}, make("caption.unseen", {}, "The files, the room, the model and what happened"),
    make("thead", {}, make("tr", {}, ["File", "The room", "The model", "What happened"].map((title) => make("th", { scope: "col" }, title)))), make("tbody", {}, rows));
}

// Columns, those first that most call known only later: the mark stands where more are sure of that than of the other.
const vetoed = ([[, inTime], [, later]]) => later > inTime;
function vetoTable(asked, activity) {
  const [inTime, later, unsure] = activity.marks;
  return make("table.files.veto", {}, make("caption.unseen", {}, "How many marked each column, and how"),
    make("thead", {}, make("tr", {}, ["Column", later, inTime, unsure].map((title) => make("th", { scope: "col" }, title)))),
    make("tbody", {}, asked.map((one) => make("tr", {}, make("th", { scope: "row" }, one.title, vetoed(one.counts) ? make("span.word.apart", {}, later) : null),
      [1, 0, 2].map((place) => make("td", {}, String(one.counts[place][1])))))));
}

// Every question against every hat: darker means further from everybody else. The words say the same.
function heatMap(whole) {
  if (!whole.rows.length) return make("p.note", {}, "Nothing was shown yet.");
  const shade = (apart) => `heat-${Math.min(4, Math.floor((apart ?? 0) * 8))}`;
  const joined = whole.rows.some((row) => Object.values(row.cells).some((cell) => cell.joined));
  return make("div", {},
    whole.agenda.length ? make("section", {}, make("h3", {}, "Where you are furthest apart"), make("ol.agenda-five", {}, whole.agenda.map((one) => make("li", {}, one.title, " ", make(`span.word.${one.word.replaceAll(" ", "-")}`, {}, one.word))))) : null,
    make("div.scroll", { tabindex: "0", role: "region", "aria-label": "Answers by hat" }, make("table.heat", {},
      make("caption", {}, "Each hat's answer; the darker, the further from everybody else"),
      make("thead", {}, make("tr", {}, make("th", { scope: "col" }, "Question"), whole.hats.map(([, name]) => make("th", { scope: "col" }, name)))),
      make("tbody", {}, whole.rows.map((row) => make("tr", {}, make("th", { scope: "row" }, row.title),
        whole.hats.map(([hat]) => { const cell = row.cells[hat]; return cell ? make(`td.${shade(cell.apart)}`, {}, cell.words, cell.joined ? make("span.joined", { title: `together: ${cell.hats}` }, " *") : null) : make("td", {}, "–"); })))))),
    joined ? make("p.note", {}, "* Hats with fewer than three people are shown together, so that nobody's answer can be read off.") : null);
}
