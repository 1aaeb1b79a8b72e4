// The frame of the app: stages and their state on the left, project and saved state on top, the address.
const stateShape = { "not started": "○", "in progress": "◐", done: "●", stale: "◷", blocked: "▲", "not assessed": "–" };

const setTheme = (theme) => {
  if (theme) document.documentElement.dataset.theme = theme; else delete document.documentElement.dataset.theme;
  dispatchEvent(new Event("workbook-theme"));
};
const remembered = () => { try { return localStorage.getItem("workbook-theme") || ""; } catch { return ""; } };
const remember = (theme) => { try { localStorage.setItem("workbook-theme", theme); } catch { /* private window: the choice lasts until reload */ } };

// ipywidgets gives boxes no role, and Voila gives its own empty panels one: set right what a screen reader hears.
const landmarks = () => {
  const main = document.querySelector(".wb-main");
  if (!main) { setTimeout(landmarks, 50); return; }
  main.id = "page";
  main.tabIndex = -1;
  main.setAttribute("role", "main");
  for (const name of ["voila-top-panel", "voila-bottom-panel"]) document.getElementById(name)?.removeAttribute("role");
};

export function shell({ model, el }) {
  const inApp = model.get("app");
  const saved = make("span", { class: "wb-saved", role: "status" });
  const title = make("span", { class: "wb-project" });
  const person = make("span", { class: "wb-person" });
  const undo = make("button", { type: "button", class: "wb-link", onclick: () => model.send({ undo: true }) }, "Undo");
  const theme = make("button", { type: "button", class: "wb-link", onclick: () => {
    const dark = (remembered() || (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")) === "dark";
    remember(dark ? "light" : "dark");
    setTheme(dark ? "light" : "dark");
  } }, "Light or dark");
  const list = make("ol", { class: "wb-stages" });
  const menu = make("button", { type: "button", class: "wb-link wb-menu", "aria-expanded": "false", onclick: () => {
    const open = nav.classList.toggle("wb-open");
    menu.setAttribute("aria-expanded", String(open));
  } }, "Stages");
  const nav = make("nav", { "aria-label": "Stages", class: "wb-rail" }, list);
  el.classList.add("wb-shell");
  el.append(make("header", { class: "wb-top" }, inApp ? menu : null, title, saved, make("span", { class: "wb-spring" }), undo, inApp ? theme : null, inApp ? make("a", { class: "wb-link", href: "room/" }, "Workshop") : null, person));
  if (inApp) el.append(nav);
  if (inApp) setTheme(remembered());

  const read = () => ({ project: new URLSearchParams(location.search).get("project") || "", stage: location.hash.slice(1) });
  const draw = () => {
    const state = model.get("state");
    title.textContent = state.project || "";
    person.textContent = state.person || "";
    saved.textContent = state.saved || "";
    undo.disabled = !state.can_undo;
    if (!inApp) return;
    landmarks();
    const place = list.contains(document.activeElement) ? [...list.querySelectorAll("a")].indexOf(document.activeElement) : -1;
    list.replaceChildren(...(state.stages || []).map((stage) => make("li", {},
      make("a", { href: `#${stage.name}`, "aria-current": stage.name === state.current ? "page" : null, class: `wb-stage wb-stage-${stage.state.replace(/ /g, "-")}` },
        make("span", { class: "wb-stage-number" }, stage.number), make("span", { class: "wb-stage-title" }, stage.title),
        make("span", { class: "wb-stage-state" }, make("span", { "aria-hidden": "true" }, stateShape[stage.state] || "○"), ` ${stage.state}`)))));
    if (place >= 0) list.querySelectorAll("a")[place]?.focus();
    document.title = state.heading ? `${state.heading} · ${state.project || "Workbook"}` : "Workbook";
    if (state.current && state.pushed && (read().stage !== state.current || read().project !== state.project_id)) {
      history.replaceState(null, "", `${location.pathname}${state.project_id ? `?project=${state.project_id}` : ""}#${state.current}`);
    }
    if (state.current) open = state.project_id;
  };
  let open = null;
  const end = onChange(model, ["state"], draw);
  // Another stage of the project that is open: the kernel knows which that is, also while it is being changed there.
  const go = () => {
    nav.classList.remove("wb-open");
    menu.setAttribute("aria-expanded", "false");
    const address = read();
    model.send({ address: address.project === open ? { ...address, project: "" } : address });
  };
  if (inApp) {
    addEventListener("hashchange", go);
    go();
  }

  let answered = Date.now();
  const alive = (message) => { if (message.alive) { answered = Date.now(); document.documentElement.classList.remove("wb-lost"); } };
  model.on("msg:custom", alive);
  const beat = setInterval(() => {
    if (document.hidden) { answered = Date.now(); return; }
    try { model.send({ poll: true }); } catch { /* the kernel has ended: what follows says so */ }
    if (Date.now() - answered > 15_000) {
      document.documentElement.classList.add("wb-lost");
      saved.textContent = "Connection lost. What was saved is safe: reload to go on.";
    }
  }, 1000);
  return () => { end(); clearInterval(beat); removeEventListener("hashchange", go); model.off("msg:custom", alive); };
}
