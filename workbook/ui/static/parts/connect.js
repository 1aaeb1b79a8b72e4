// Choosing a project, and connecting its rows.
export function projects({ model, el }) {
  const list = make("ul", { class: "wb-projects" });
  const id = fresh("new-project");
  const name = make("input", { type: "text", id, maxlength: "120" });
  const says = make("p", { class: "wb-error", role: "status" });
  const add = () => { if (name.value.trim()) { model.send({ create: name.value }); name.value = ""; } };
  name.addEventListener("keydown", (event) => { if (event.key === "Enter") add(); });
  el.append(make("div", { class: "wb-form wb-one" }, list, make("div", {}, make("label", { class: "wb-label", for: id }, "Begin another project"),
    make("div", { class: "wb-actions" }, name, make("button", { type: "button", class: "wb-button", onclick: add }, "Begin"))), says));
  return onChange(model, ["state"], () => {
    const state = model.get("state");
    list.replaceChildren(...(state.projects || []).map((project) => make("li", {},
      project.id === state.current ? make("strong", {}, project.name) : make("button", { type: "button", class: "wb-link", onclick: () => model.send({ choose: project.id }) }, project.name),
      make("span", { class: "wb-note" }, ` · changed ${project.changed}${project.id === state.current ? " · open now" : ""}`))));
    says.textContent = state.says || "";
  });
}

export function connect(context) {
  const { model, el } = context;
  const connected = make("p", { class: "wb-connected", role: "status" });
  const says = make("p", { class: "wb-error", role: "alert" });
  const erase = make("button", { type: "button", class: "wb-button wb-quiet", onclick: () => {
    if (confirm("Erase the uploaded rows? Results stay and will say that their rows are gone.")) model.send({ erase: true });
  } }, "Erase the uploaded rows");
  const samples = make("ul", { class: "wb-samples" });
  const pathId = fresh("path"), tableId = fresh("table");
  const path = make("input", { type: "text", id: pathId });
  const byPath = make("div", { class: "wb-field" }, make("label", { class: "wb-label", for: pathId }, "A file in the data folder"),
    make("div", { class: "wb-actions" }, path, make("button", { type: "button", class: "wb-button wb-quiet", onclick: () => model.send({ path: path.value }) }, "Connect")));
  const connection = make("select", { "aria-label": "Database connection" });
  const table = make("input", { type: "text", id: tableId });
  const byTable = make("div", { class: "wb-field" }, make("label", { class: "wb-label", for: tableId }, "A table of a database, or one SELECT"),
    make("div", { class: "wb-actions" }, connection, table, make("button", { type: "button", class: "wb-button wb-quiet", onclick: () => model.send({ table: table.value, connection: connection.value }) }, "Connect")));
  const own = make("div");
  const sheetId = fresh("sheet");
  const sheet = make("select", { id: sheetId });
  const sheetLabel = make("label", { class: "wb-label", for: sheetId });
  const bySheet = make("div", { class: "wb-field" }, sheetLabel,
    make("div", { class: "wb-actions" }, sheet, make("button", { type: "button", class: "wb-button", onclick: () => model.send({ sheet: sheet.value }) }, "Use this sheet")));
  el.append(make("div", { class: "wb-form wb-one" }, connected, says, make("div", { class: "wb-actions" }, erase),
    make("div", { class: "wb-label" }, "Practise on a sample"), samples, own, bySheet, byPath, byTable));
  const endUpload = upload({ ...context, el: own });
  const end = onChange(model, ["state"], () => {
    const state = model.get("state");
    connected.textContent = state.connected || "";
    says.textContent = state.says || "";
    says.hidden = !state.says;
    erase.parentElement.hidden = !state.erasable;
    samples.replaceChildren(...(state.samples || []).map((sample) => make("li", {},
      make("button", { type: "button", class: "wb-link", onclick: () => model.send({ sample: sample.name }) }, sample.title),
      make("span", { class: "wb-note" }, ` ${sample.about}`))));
    bySheet.hidden = !(state.sheets || []).length;
    sheetLabel.textContent = `Which sheet of ${state.sheets_of || "the workbook"}?`;
    sheet.replaceChildren(...(state.sheets || []).map((one) => make("option", {}, one)));
    byPath.hidden = !state.folder;
    byTable.hidden = !(state.connections || []).length;
    connection.replaceChildren(...(state.connections || []).map((one) => make("option", {}, one)));
  });
  return () => { end(); endUpload(); };
}
