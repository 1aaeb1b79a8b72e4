// A file goes to the kernel in pieces of one megabyte, each acknowledged, so that no message is ever too large.
const PIECE = 1 << 20;

export function upload({ model, el }) {
  const name = fresh("file");
  const file = make("input", { type: "file", id: name, accept: model.get("endings") });
  const bar = make("progress", { max: 1, value: 0, hidden: true, "aria-label": "Upload" });
  const stop = make("button", { type: "button", class: "wb-link", hidden: true, onclick: () => { cancelled = true; } }, "Cancel");
  const says = make("p", { class: "wb-note", role: "status" });
  const row = make("div", { class: "wb-actions" }, bar, stop);
  el.append(make("div", { class: "wb-upload" }, make("label", { for: name }, model.get("label")), file, row, says));
  let cancelled = false, resume = null;
  const arrived = (message) => { if ("received" in message || message.refused) resume?.(message); };
  model.on("msg:custom", arrived);
  const say = () => { says.textContent = model.get("says"); };
  const end = onChange(model, ["says"], say);
  const answer = (message, buffers) => new Promise((resolve) => { resume = resolve; model.send(message, undefined, buffers); });
  file.addEventListener("change", async () => {
    const chosen = file.files[0];
    if (!chosen) return;
    cancelled = false;
    bar.hidden = stop.hidden = false;
    file.disabled = true;
    says.textContent = `Sending ${chosen.name} …`;
    let reply = await answer({ start: chosen.name, size: chosen.size });
    for (let from = 0; !reply.refused && !cancelled && from < chosen.size; from += PIECE) {
      const piece = await chosen.slice(from, from + PIECE).arrayBuffer();
      reply = await answer({ piece: from }, [piece]);
      bar.value = Math.min(1, (from + PIECE) / chosen.size);
    }
    if (cancelled) await answer({ cancel: true });
    else if (!reply.refused) await answer({ finish: true });
    bar.hidden = stop.hidden = true;
    bar.value = 0;
    file.value = "";
    file.disabled = false;
    if (cancelled) says.textContent = "Cancelled: nothing was kept."; else say();
  });
  return () => { end(); model.off("msg:custom", arrived); };
}
