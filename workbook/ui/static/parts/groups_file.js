// A second file that holds the groups: choose it, choose its sheet and the two keys, join.
export function groups_file(context) {
  const { model, el } = context;
  const joined = make("p", { class: "wb-connected", role: "status" });
  const says = make("p", { class: "wb-error", role: "alert" });
  const drop = make("button", { type: "button", class: "wb-button wb-quiet", onclick: () => model.send({ drop: true }) }, "Take that file away again");
  const own = make("div");
  const pathId = fresh("groups-path"), sheetId = fresh("groups-sheet"), keyId = fresh("key"), thereId = fresh("key-there");
  const path = make("input", { type: "text", id: pathId });
  const byPath = make("div", { class: "wb-field" }, make("label", { class: "wb-label", for: pathId }, "Or a file in the data folder"),
    make("div", { class: "wb-actions" }, path, make("button", { type: "button", class: "wb-button wb-quiet", onclick: () => model.send({ path: path.value }) }, "Look at it")));
  const sheet = make("select", { id: sheetId });
  const bySheet = make("div", { class: "wb-field" }, make("label", { class: "wb-label", for: sheetId }, "Which sheet?"),
    make("div", { class: "wb-actions" }, sheet, make("button", { type: "button", class: "wb-button wb-quiet", onclick: () => model.send({ sheet: sheet.value }) }, "Use this sheet")));
  const key = make("select", { id: keyId }), there = make("select", { id: thereId });
  const keys = make("div", { class: "wb-field" }, make("p", { class: "wb-help" }, "Each row finds its partner where these two columns hold the same value, a number of the customer for example."),
    make("label", { class: "wb-label", for: keyId }, "Column of your rows"), key,
    make("label", { class: "wb-label", for: thereId }, "Column of the second file"), there,
    make("div", { class: "wb-actions" }, make("button", { type: "button", class: "wb-button", onclick: () => model.send({ join: [key.value, there.value] }) }, "Join")));
  const fold = make("details", {}, make("summary", {}, "Are the groups held in another file?"), own, byPath, bySheet, keys);
  el.append(make("div", { class: "wb-form wb-one" }, joined, make("div", { class: "wb-actions" }, drop), says, fold));
  const endUpload = upload({ ...context, el: own });
  const options = (select, names, wanted) => {
    select.replaceChildren(...names.map((name) => make("option", {}, name)));
    if (wanted) select.value = wanted;
  };
  const end = onChange(model, ["state"], () => {
    const state = model.get("state");
    const suggested = (state.suggested || [])[0];
    el.firstChild.hidden = !state.possible && !state.joined;
    joined.textContent = state.joined || "";
    joined.hidden = drop.parentElement.hidden = !state.joined;
    says.textContent = state.says || "";
    says.hidden = !state.says;
    byPath.hidden = !state.folder;
    bySheet.hidden = (state.sheets || []).length < 2;
    keys.hidden = !(state.theirs || []).length;
    options(sheet, state.sheets || []);
    options(key, state.own || [], suggested);
    options(there, state.theirs || [], suggested);
    if (state.file || state.says) fold.open = true;
  });
  return () => { end(); endUpload(); };
}
