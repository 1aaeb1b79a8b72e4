// A form over one section of answers. An edit is sent when the field is left; an entry that was refused stays.
const shownText = (spec, value) => {
  if (value === null || value === undefined) return "";
  if (spec.kind === "percentage" && typeof value === "number") return String(Number((100 * value).toPrecision(10)));
  if (spec.kind === "money" && typeof value === "number") return number(value, { maximumFractionDigits: 10 }).replace(/,/g, "\u00a0");
  return String(value);
};

const unitOf = (spec) => (spec.kind === "percentage" ? "%" : spec.unit || "");

const limitsOf = (spec) => {
  const show = (limit) => (spec.kind === "percentage" ? `${Number((100 * limit).toPrecision(6))} %` : limit);
  if (spec.min !== undefined && spec.max !== undefined) return `From ${show(spec.min)} to ${show(spec.max)}.`;
  if (spec.min !== undefined && spec.min !== 0) return `At least ${show(spec.min)}.`;
  return "";
};

const choiceOf = (spec, value, describe, send) => {
  const select = make("select", { ...describe, onchange: () => send(spec.options[select.selectedIndex - (known() ? 0 : 1)].value) });
  const known = () => spec.options.some((option) => option.value === value);
  if (!known()) select.append(make("option", {}, value === null || value === undefined || value === "" ? "Choose …" : String(value)));
  spec.options.forEach((option) => select.append(make("option", {}, option.label)));
  select.selectedIndex = known() ? spec.options.findIndex((option) => option.value === value) : 0;
  return select;
};

const choicesOf = (spec, value, describe, send) => {
  const chosen = new Set(value || []);
  const extra = [...chosen].filter((one) => !spec.options.some((option) => option.value === one)).map((one) => ({ value: one, label: `${one} (not in the data)` }));
  return make("div", { class: "wb-choices", role: "group", "aria-labelledby": describe["aria-labelledby"] },
    [...spec.options, ...extra].map((option) => {
      const box = make("input", { type: "checkbox", checked: chosen.has(option.value), onchange: () => {
        box.checked ? chosen.add(option.value) : chosen.delete(option.value);
        send([...chosen]);
      } });
      return make("label", { class: "wb-check" }, box, option.label);
    }));
};

// Whether somebody is in the middle of writing here: what was not sent yet must survive a redraw.
const typing = (node) => node?.dataset?.sent !== undefined && node.value !== node.dataset.sent;

const plainEntry = (spec, value, describe, send) => {
  if (spec.kind === "choice") return choiceOf(spec, value, describe, send);
  if (spec.kind === "yes_no") {
    const box = make("input", { type: "checkbox", ...describe, checked: Boolean(value), onchange: () => send(box.checked) });
    return box;
  }
  const long = spec.kind === "long_text";
  const numeric = ["number", "money", "percentage", "slider"].includes(spec.kind);
  const text = spec.kind === "list" ? (value || []).join(", ") : shownText(spec, value);
  const commit = () => {
    if (!typing(entry)) return;
    entry.dataset.sent = entry.value;
    send(spec.kind === "list" ? entry.value.split(",").map((one) => one.trim()).filter(Boolean) : entry.value);
  };
  // No maxlength: it would cut what is pasted without a word; the kernel refuses with a sentence, and nothing is lost.
  const entry = make(long ? "textarea" : "input", {
    ...describe, ...(long ? { rows: "3" } : { type: spec.kind === "date" ? "date" : "text" }),
    ...(numeric ? { inputmode: "decimal", class: "wb-short" } : {}), value: text, onchange: commit,
    // JupyterLab keeps the change event of Enter to itself.
    ...(long ? {} : { onkeydown: (event) => { if (event.key === "Enter") commit(); } }),
  });
  entry.dataset.sent = entry.value;
  if (spec.kind === "slider" && spec.min !== undefined && spec.max !== undefined) {
    const range = make("input", { type: "range", min: spec.min, max: spec.max, step: spec.whole ? 1 : (spec.max - spec.min) / 200,
      value: value ?? spec.min, "aria-label": spec.title, oninput: () => { entry.value = range.value; }, onchange: () => send(Number(range.value)) });
    return make("span", { class: "wb-slider-row" }, range, entry);
  }
  return entry;
};

// Two fields of a group can be edited before the kernel answers: the second edit carries the first.
const innerFields = (spec, value, send, path) => {
  let now = value || {};
  return spec.fields.map((inner) => {
    const id = fresh("field");
    const put = (next) => { now = { ...now, [inner.name]: next }; send(now); };
    const entry = fieldEntry(inner, now[inner.name], { id, title: inner.help || null }, put, `${path}.${inner.name}`);
    const unit = unitOf(inner);
    return make("div", { class: `wb-inner wb-inner-${inner.kind}` }, make("label", { for: id }, unit ? `${inner.title} (${unit})` : inner.title), entry);
  });
};

// Low, likely and high as one line with a dot, so that a slip (high below likely) is seen before it is told.
const threePoint = (row) => {
  const [low, likely, high] = ["low", "likely", "high"].map((name) => Number(row?.[name]));
  if (![low, likely, high].every(Number.isFinite) || !(low <= likely && likely <= high && high > low)) return null;
  const node = make("span", { class: "wb-three-point", "aria-hidden": "true" }, make("i", {}));
  node.firstChild.style.left = `${(100 * (likely - low)) / (high - low)}%`;
  return node;
};

const rowsOf = (spec, value, send, path) => {
  const shown = (value || []).map((row) => ({ row }));
  let now = shown;
  const put = (next) => { now = next; send(now.map((one) => one.row)); };
  const edit = (one, row) => { one.row = row; if (now.includes(one)) put(now); };
  const remove = (one) => { if (now.includes(one)) put(now.filter((other) => other !== one)); };
  const move = (one, by) => {
    const from = now.indexOf(one), next = [...now];
    if (from < 0 || from + by < 0 || from + by >= now.length) return;
    next.splice(from + by, 0, ...next.splice(from, 1));
    put(next);
  };
  // The second click of a double click is none: by then the row or the button under it may be another one.
  const once = (act) => (event) => { if (event.detail < 2) act(); };
  const empty = Object.fromEntries(spec.fields.filter((inner) => inner.default !== undefined).map((inner) => [inner.name, inner.default]));
  return make("div", { class: "wb-rows" },
    make("ol", {}, shown.map((one, place) => make("li", { class: "wb-row" },
      make("div", { class: "wb-row-fields" }, innerFields(spec, one.row, (next) => edit(one, next), `${path}.${place}`), threePoint(one.row)),
      make("div", { class: "wb-row-tools" },
        make("button", { type: "button", class: "wb-link", disabled: place === 0, "aria-label": `Move ${spec.row} ${place + 1} up`, onclick: once(() => move(one, -1)) }, "↑"),
        make("button", { type: "button", class: "wb-link", disabled: place === shown.length - 1, "aria-label": `Move ${spec.row} ${place + 1} down`, onclick: once(() => move(one, 1)) }, "↓"),
        make("button", { type: "button", class: "wb-link", "aria-label": `Remove ${spec.row} ${place + 1}`, onclick: once(() => remove(one)) }, "Remove"))))),
    make("button", { type: "button", class: "wb-button wb-quiet", onclick: once(() => put([...now, { row: empty }])) }, `Add ${/^[aeiou]/.test(spec.row) ? "an" : "a"} ${spec.row}`));
};

const fieldEntry = (spec, value, describe, send, path) => {
  if (spec.kind === "rows") return rowsOf(spec, value, send, path);
  if (spec.kind === "group") return make("div", { class: "wb-group" }, innerFields(spec, value, send, path));
  if (spec.kind === "choices") return choicesOf(spec, value, describe, send);
  return plainEntry(spec, value, describe, send);
};

const fieldBlock = (spec, value, error, send, settle) => {
  const id = fresh("field");
  const composite = ["rows", "group", "choices"].includes(spec.kind);
  const limits = limitsOf(spec);
  const help = [spec.help, limits].filter(Boolean).join(" ");
  const described = [help && `${id}-help`, error && `${id}-error`].filter(Boolean).join(" ");
  const describe = { id: composite ? null : id, "aria-describedby": described || null, "aria-invalid": error ? "true" : null, "aria-labelledby": spec.kind === "choices" ? `${id}-label` : null };
  const unit = unitOf(spec);
  const title = unit && !composite ? `${spec.title} (${unit})` : spec.title;
  const label = composite ? make("div", { class: "wb-label", id: `${id}-label` }, title) : make("label", { class: "wb-label", for: id }, title);
  return make("div", { class: `wb-field wb-field-${spec.kind}`, "data-field": spec.name, ...(composite && spec.kind !== "choices" ? { role: "group", "aria-labelledby": `${id}-label` } : {}) },
    label,
    help ? make("p", { class: "wb-help", id: `${id}-help` }, help) : null,
    fieldEntry(spec, value, describe, send, spec.name),
    error ? make("p", { class: "wb-error", id: `${id}-error`, role: "alert" }, error) : null,
    settle ? make("div", { class: "wb-actions" },
      make("button", { type: "button", class: "wb-button wb-quiet", onclick: () => settle("mine") }, "Keep mine"),
      make("button", { type: "button", class: "wb-link", onclick: () => settle("theirs") }, "Take theirs")) : null);
};

// Where the keyboard is, as a path of places, so that a redraw does not take it away.
const placeOf = (root, node) => {
  const path = [];
  for (let at = node; at && at !== root; at = at.parentElement) path.unshift([...at.parentElement.children].indexOf(at));
  return path;
};
const nodeAt = (root, path) => path.reduce((node, place) => node?.children[place], root);

export function form({ model, el }) {
  const message = make("p", { class: "wb-error", role: "alert" });
  const body = make("fieldset", { class: "wb-form" }); // disabled as a whole for those who may only read
  el.append(message, body);
  const known = new Map(), under = new Map();
  // An edit says over which value it was typed, so that what somebody else wrote meanwhile is not lost without a word.
  const send = (name, shown) => (value) => {
    const mark = `${Date.now()}-${Math.random()}`;
    model.send({ edit: name, value, mark, ...(under.has(name) ? {} : { over: shown ?? null }) });
    under.set(name, mark);
  };
  const draw = () => {
    const values = model.get("values"), errors = model.get("errors"), conflicts = model.get("conflicts");
    for (const [name, mark] of under) if (mark === model.get("answered")) under.delete(name);
    body.disabled = model.get("read_only");
    message.textContent = model.get("message");
    message.hidden = !model.get("message");
    const wanted = model.get("fields_shown").map((spec) => {
      const contested = conflicts.includes(spec.name);
      const signature = JSON.stringify([spec, values[spec.name], errors[spec.name], contested]);
      const old = known.get(spec.name);
      if (old?.signature === signature) return old.node;
      const inside = old?.node.contains(document.activeElement);
      if (old && (under.has(spec.name) || (inside && typing(document.activeElement)))) return old.node;
      const settle = (whose) => model.send({ settle: spec.name, whose });
      const node = fieldBlock(spec, values[spec.name], errors[spec.name] || "", send(spec.name, values[spec.name]), contested ? settle : null);
      const focused = inside ? placeOf(old.node, document.activeElement) : null;
      known.set(spec.name, { signature, node });
      if (old?.node.parentElement === body) body.replaceChild(node, old.node);
      if (focused) setTimeout(() => nodeAt(node, focused)?.focus?.(), 0);
      return node;
    });
    if (wanted.length !== body.children.length || wanted.some((node, place) => body.children[place] !== node)) body.replaceChildren(...wanted);
  };
  body.addEventListener("focusout", () => setTimeout(draw, 0));
  return onChange(model, ["fields_shown", "values", "errors", "conflicts", "message", "answered", "read_only"], draw);
}
