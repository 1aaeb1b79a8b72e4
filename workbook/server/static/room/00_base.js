// Room mode in the browser. Text from people is only ever set as text; nothing here parses markup.
const meta = document.querySelector("meta[name=room]");
const page = { code: meta.content, view: meta.dataset.view, base: meta.dataset.base, mark: meta.dataset.xsrf, join: meta.dataset.join };
const root = document.getElementById("room");

// make("p.note", {id: "x"}, "text", child): an element; strings become text.
function make(what, given = {}, ...inside) {
  const [tag, ...classes] = what.split(".");
  const made = document.createElement(tag);
  if (classes.length) made.className = classes.join(" ");
  for (const [name, value] of Object.entries(given)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (name in made && typeof value !== "string") made[name] = value;
    else made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...inside.flat().filter((one) => one !== null && one !== undefined && one !== ""));
  return made;
}

function draw(what, given = {}, ...inside) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", what);
  for (const [name, value] of Object.entries(given)) made.setAttribute(name, value);
  made.append(...inside.flat());
  return made;
}

class Told extends Error {
  constructor(status, sent) {
    super([sent.error, sent.remedy].filter(Boolean).join(" ") || "The server did not answer as it should. Reload the page.");
    this.status = status;
    this.stored = sent.stored;
  }
}

const LOST = "No connection. What was saved is safe; trying again.";

async function call(path, sent) {
  const options = sent === undefined ? {} : {
    method: "POST", body: JSON.stringify(sent), headers: { "Content-Type": "application/json", "X-XSRFToken": page.mark },
  };
  const stop = new AbortController();
  const clock = setTimeout(() => stop.abort(), 15000);
  try {
    const answer = await fetch(`${page.base}room/${path}`, { ...options, signal: stop.signal, credentials: "same-origin" });
    const told = await answer.json().catch(() => ({}));
    if (!answer.ok) throw new Told(answer.status, told);
    return told;
  } finally {
    clearTimeout(clock);
  }
}

// Tells of news: at once by the stream, and by asking when the page wakes up, comes back or has heard nothing.
function follow(path, look) {
  let stream = null;
  let again = 0;
  const soon = (most) => { clearTimeout(again); again = setTimeout(look, Math.random() * most); };
  const open = () => {
    stream?.close();
    stream = new EventSource(`${page.base}room/${path}`);
    stream.onmessage = () => soon(page.view === "vote" ? 300 : 30); // not everybody in the same instant
    stream.onerror = () => {
      if (stream.readyState === EventSource.CLOSED) setTimeout(open, 3000 + Math.random() * 2000);
      soon(3000);
    };
  };
  const wake = () => { if (!document.hidden) { look(); open(); } else { stream?.close(); } };
  document.addEventListener("visibilitychange", wake);
  addEventListener("online", wake);
  addEventListener("pageshow", (shown) => { if (shown.persisted) wake(); });
  setInterval(() => { if (!document.hidden) soon(2000); }, 20000);
  open();
}

// A button that is drawn anew between press and release was never pressed: the picture waits until the finger is up.
const finger = { down: false, waiting: null, lost: 0 };
function fingerUp() {
  clearTimeout(finger.lost);
  finger.down = false;
  const draw = finger.waiting;
  finger.waiting = null;
  draw?.();
}
addEventListener("pointerdown", () => { finger.down = true; clearTimeout(finger.lost); finger.lost = setTimeout(fingerUp, 2000); }, true);
for (const ended of ["pointerup", "pointercancel"]) addEventListener(ended, () => setTimeout(fingerUp), true); // after the click
const onceUp = (draw) => { if (finger.down) finger.waiting = draw; else draw(); };

// One timer for the page. The server's clock counts, not that of the phone.
const clocks = { shift: 0, room: null };
function keepTime(room) {
  clocks.room = room;
  clocks.shift = room.now - Date.now() / 1000;
}
function timeLeft() {
  const room = clocks.room;
  if (!room || !["asking", "paused"].includes(room.state)) return null;
  if (room.state === "paused") return room.seconds_left;
  return room.ends_at === null ? null : room.ends_at - Date.now() / 1000 - clocks.shift;
}
function timeInWords() {
  const left = timeLeft();
  if (left === null) return "";
  if (left <= 0) return clocks.room.state === "paused" ? "Paused" : "Time is up";
  const all = Math.ceil(left);
  return `${Math.floor(all / 60)}:${String(all % 60).padStart(2, "0")}${clocks.room.state === "paused" ? " · paused" : ""}`;
}
setInterval(() => {
  for (const one of document.querySelectorAll("[data-clock]")) {
    one.textContent = timeInWords();
    one.classList.toggle("over", timeLeft() !== null && timeLeft() <= 0);
  }
}, 250);
const clock = () => make("span.clock", { "data-clock": "", role: "timer" }, timeInWords());

const many = (count, one, more) => `${count} ${count === 1 ? one : more}`;
const clockTime = (seconds) => new Date(seconds * 1000).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
const number = (text) => (text.trim() === "" ? NaN : Number(text.trim().replace(",", ".")));
