// How each kind of question is answered: what is shown, how it is read, how a stored answer is put back.
const KINDS = {};
const group = (title, ...inside) => make("fieldset", {}, make("legend", {}, title), inside);
const AGREEMENT = ["strongly disagree", "disagree", "in between", "agree", "strongly agree"];

function numbers(fields, unit) {
  const boxes = {};
  const shown = fields.map(([name, label]) => {
    boxes[name] = make("input", { type: "text", inputmode: "decimal", autocomplete: "off", id: `n-${name}` });
    return make("div.number", {}, make("label", { for: `n-${name}` }, label), make("span.unit-row", {}, boxes[name], make("span.unit", {}, unit)));
  });
  return {
    shown: make("div.numbers", {}, shown),
    read: () => Object.fromEntries(fields.map(([name]) => [name, number(boxes[name].value)])),
    write: (value) => fields.forEach(([name]) => { boxes[name].value = Number.isFinite(value[name]) ? String(value[name]) : ""; }),
  };
}
KINDS.estimate = (one) => numbers([["value", "Your number"], ["low", "Surely not below"], ["high", "Surely not above"]], one.unit);
KINDS.timeline = (one) => numbers([["best", "If all goes well"], ["likely", "Most likely"], ["worst", "If much goes wrong"]], one.unit);

function radios(name, options, style) {
  const boxes = options.map(([id]) => make("input", { type: "radio", name, value: String(id) }));
  return {
    shown: make(`div.${style}`, {}, options.map(([, text], place) => make("label", {}, boxes[place], make("span", {}, text)))),
    read: () => boxes.find((box) => box.checked)?.value,
    write: (value) => boxes.forEach((box) => { box.checked = box.value === String(value); }),
  };
}
KINDS.choice = (one) => {
  const all = radios("choice", one.items.map((item) => [item.id, item.text]), "cards");
  return { shown: make("fieldset.plain", {}, make("legend.unseen", {}, one.title), all.shown), read: () => ({ choice: all.read() }), write: (value) => all.write(value.choice) };
};

// Several questions, each with its own part: ratings, owners, decisions.
function each(key, parts, shown) {
  return {
    shown,
    read: () => ({ [key]: Object.fromEntries(parts.map(([id, part]) => [id, part.read()]).filter(([, value]) => value !== undefined && value !== "")) }),
    write: (value) => parts.forEach(([id, part]) => part.write(value[key]?.[id])),
  };
}
KINDS.scale = (one) => {
  const parts = one.items.map((item) => {
    const all = radios(`r-${item.id}`, AGREEMENT.map((word, place) => [place + 1, word]), "steps");
    return [item.id, { ...all, read: () => { const chosen = all.read(); return chosen === undefined ? undefined : Number(chosen); } }, item.text];
  });
  return each("ratings", parts, make("div", {}, parts.map(([, part, text]) => group(text, part.shown))));
};
KINDS.owner = (one) => {
  const parts = one.items.map((item) => {
    const list = make("select", { id: `o-${item.id}` }, make("option", { value: "" }, "Choose one"), one.owners.map((owner) => make("option", { value: owner.id }, owner.text)));
    return [item.id, { read: () => list.value, write: (value) => { list.value = value ?? ""; } }, make("div.owner", {}, make("label", { for: `o-${item.id}` }, item.text), list)];
  });
  return each("owners", parts, make("div", {}, parts.map(([, , shown]) => shown)));
};
// Counts aloud how many of several questions are answered.
function counted(all, parts, told, shown) {
  const count = make("p.note", { role: "status" });
  const tell = () => { count.textContent = `${parts.filter(([, part]) => part.read()).length} of ${parts.length} ${told}`; };
  tell();
  return { ...all, shown: make("div", { onchange: tell }, shown, count), write: (value) => { all.write(value); tell(); } };
}
const MARKS = ["in_time", "later", "unsure"];
KINDS.veto = (one) => {
  const parts = one.items.map((item) => [item.id, radios(`v-${item.id}`, MARKS.map((mark, place) => [mark, one.marks[place]]), "steps.three"), item.text]);
  return counted(each("marks", parts), parts, "answered", parts.map(([, part, text]) => group(text, part.shown)));
};
KINDS.files = (one) => {
  const parts = one.files.map((file, place) => {
    const both = radios(`f-${file.id}`, [["yes", one.yes], ["no", one.no]], "two");
    const facts = make("dl", {}, file.facts.map((fact) => make("div", {}, make("dt", {}, fact.name), make("dd", {}, fact.value))));
    return [file.id, both, make("fieldset.file", {}, make("legend", {}, `File ${place + 1} of ${one.files.length}`), facts, both.shown)];
  });
  return counted(each("decisions", parts), parts, "decided", parts.map(([, , shown]) => shown));
};

// Items are dragged by mouse anywhere, by finger at their lines only, so that a page can still be scrolled over them.
function draggable(list, done) {
  let held = null;
  const middle = (one) => { const box = one.getBoundingClientRect(); return box.top + box.height / 2; };
  const place = (pointer) => {
    const { item, above } = held;
    item.style.transform = "";
    let box = item.getBoundingClientRect();
    const top = pointer.clientY - above;
    while (item.previousElementSibling && top < middle(item.previousElementSibling)) item.previousElementSibling.before(item);
    while (item.nextElementSibling && top + box.height > middle(item.nextElementSibling)) item.nextElementSibling.after(item);
    box = item.getBoundingClientRect();
    item.style.transform = `translateY(${top - box.top}px)`;
    if (pointer.clientY < 70) scrollBy(0, -10);
    if (pointer.clientY > innerHeight - 130) scrollBy(0, 10);
  };
  list.addEventListener("pointerdown", (pressed) => {
    const item = pressed.target.closest("li");
    const byLines = pressed.target.closest(".grip");
    if (held || !item || pressed.button !== 0 || pressed.target.closest("button") || (pressed.pointerType !== "mouse" && !byLines)) return;
    pressed.preventDefault();
    list.setPointerCapture(pressed.pointerId);
    held = { item, pointer: pressed.pointerId, above: pressed.clientY - item.getBoundingClientRect().top };
    item.classList.add("held");
  });
  list.addEventListener("pointermove", (moved) => { if (held?.pointer === moved.pointerId) place(moved); });
  list.addEventListener("lostpointercapture", () => {
    if (!held) return;
    held.item.classList.remove("held");
    held.item.style.transform = "";
    held = null;
    done([...list.children].map((one) => one.dataset.item));
  });
}
const grip = () => make("span.grip", { "aria-hidden": "true" }, draw("svg", { viewBox: "0 0 16 16" }, [4, 8, 12].map((y) => draw("line", { x1: 2, x2: 14, y1: y, y2: y }))));

KINDS.rank = (one) => {
  let order = one.items.map((item) => item.id).map((id) => [Math.random(), id]).sort().map(([, id]) => id); // no order is suggested
  const names = Object.fromEntries(one.items.map((item) => [item.id, item.text]));
  const list = make("ol.rank");
  const told = make("p.unseen", { role: "status" });
  const changed = () => list.dispatchEvent(new Event("input", { bubbles: true }));
  const move = (id, by) => {
    const place = order.indexOf(id);
    [order[place], order[place + by]] = [order[place + by], order[place]];
    fill();
    const wanted = list.querySelector(`[data-move="${id}:${by}"]`);
    (wanted.disabled ? list.querySelector(`[data-move="${id}:${-by}"]`) : wanted).focus();
    told.textContent = `${names[id]}: place ${order.indexOf(id) + 1}`;
    changed();
  };
  const button = (id, by, sign, word, off) => make("button.step", { type: "button", disabled: off, "data-move": `${id}:${by}`, "aria-label": `${word}: ${names[id]}`, onclick: () => move(id, by) }, sign);
  const fill = () => list.replaceChildren(...order.map((id, place) => make("li", { "data-item": id }, grip(), make("span.text", {}, names[id]),
    button(id, -1, "↑", "Up", place === 0), button(id, 1, "↓", "Down", place === order.length - 1))));
  fill();
  draggable(list, (now) => {
    const same = now.every((id, place) => id === order[place]);
    order = now;
    fill();
    if (!same) changed();
  });
  return { shown: make("div", {}, make("p.note", {}, "Drag them by their lines, or use the arrows."), list, told), read: () => ({ order: [...order] }), write: (value) => { order = [...value.order]; fill(); } };
};

KINDS.dots = (one) => {
  const given = Object.fromEntries(one.items.map((item) => [item.id, 0]));
  const left = make("p.note", { role: "status" });
  const rows = make("div.dots");
  const used = () => Object.values(given).reduce((sum, count) => sum + count, 0);
  const change = (id, by) => { given[id] += by; fill(); rows.querySelector(`[data-dot="${id}:${by}"]`)?.focus(); rows.dispatchEvent(new Event("input", { bubbles: true })); };
  const button = (item, by, off) => make("button.step", { type: "button", disabled: off, "data-dot": `${item.id}:${by}`, "aria-label": `${by > 0 ? "One more dot" : "One dot less"}: ${item.text}`, onclick: () => change(item.id, by) }, by > 0 ? "+" : "−");
  const fill = () => {
    left.textContent = used() === one.dots ? "All dots are placed." : `${many(one.dots - used(), "dot", "dots")} left`;
    rows.replaceChildren(...one.items.map((item) => make("div.dot-row", {}, make("span.dot-text", {}, item.text),
      make("span.given", { "aria-label": many(given[item.id], "dot", "dots"), role: "img" }, "●".repeat(given[item.id]) || "·"),
      button(item, -1, given[item.id] === 0), button(item, 1, used() === one.dots))));
  };
  fill();
  return { shown: make("div", {}, rows, left), read: () => ({ dots: { ...given } }), write: (value) => { for (const id of Object.keys(given)) given[id] = value.dots?.[id] ?? 0; fill(); } };
};

const words = (id, label, longest) => {
  const box = make("textarea", { id, maxlength: String(longest), rows: "3" });
  return { box, shown: make("div.words", {}, make("label", { for: id }, label), box) };
};
KINDS.text = () => {
  const one = words("w-text", "Your words", 600);
  return { shown: one.shown, read: () => ({ text: one.box.value }), write: (value) => { one.box.value = value.text ?? ""; } };
};
KINDS.premortem = (asked) => {
  const [cause, sign] = [words("w-text", "What happened", 600), words("w-sign", asked.sign, 600)];
  return { shown: make("div", {}, cause.shown, sign.shown), read: () => ({ text: cause.box.value, sign: sign.box.value }), write: (value) => { cause.box.value = value.text ?? ""; sign.box.value = value.sign ?? ""; } };
};

// The whole form of an activity, with the question after the why.
function formFor(activity) {
  const part = KINDS[activity.kind](activity);
  const why = activity.reason ? words("w-reason", `${activity.reason} (nobody is told whose words these are)`, 300) : null;
  return {
    shown: make("div", {}, part.shown, why?.shown),
    read: () => ({ ...part.read(), ...(why && why.box.value.trim() ? { reason: why.box.value } : {}) }),
    write: (value) => { part.write(value); if (why) why.box.value = value.reason ?? ""; },
  };
}
