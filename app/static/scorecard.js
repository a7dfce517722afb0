// A scorecard on a phone: one criterion a screen, keys, and drafts that survive a lost connection. Without it the form is plain.
// What is filled in is kept on this device, by assignment, until the server has it. Every save has a name of its own ("own"),
// so that one sent twice is one, and names the save before ("seen"), so that a newer one from elsewhere is not overwritten.
const WAIT = 1200; // after the last change
const AGAIN = 15000; // after a failure
const PREFIX = "talka:scorecard:";
const language = document.documentElement.lang || "en";
const clock = () => new Intl.DateTimeFormat(language, { hour: "2-digit", minute: "2-digit" }).format(new Date());
const fresh = () => [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
const NOT_KEPT = new Set(["csrf_token", "own", "seen", "version"]);

function read(key) {
  try { return JSON.parse(localStorage.getItem(key)); } catch { return null; }
}
function write(key, record) {
  try {
    if (record) localStorage.setItem(key, JSON.stringify(record));
    else localStorage.removeItem(key);
  } catch { /* full or forbidden: the form still works */ }
}

// Sends one kept record; gives back {state, ...}. "failed" means no connection.
async function send(record, token) {
  const data = new FormData();
  for (const [name, value] of record.fields) data.append(name, value);
  for (const name of ["version", "own", "seen"]) data.append(name, record[name] || "");
  data.append("csrf_token", token);
  data.append("action", record.pending);
  try {
    const answer = await fetch(record.url, { method: "POST", body: data, redirect: "manual", headers: { Accept: "application/json" } });
    if (answer.type === "opaqueredirect") return { state: "signed-out" };
    if (answer.status >= 500 || answer.status === 429) return { state: "failed" };
    const said = answer.headers.get("Content-Type")?.startsWith("application/json") ? await answer.json() : {};
    return { state: answer.ok ? "saved" : "refused", ...said };
  } catch {
    return { state: "failed" };
  }
}

function keeping(form) {
  const key = form.dataset.keep, said = form.querySelector("[data-card-said]"), elsewhere = form.querySelector("[data-card-elsewhere]");
  let timer = 0, busy = false, plain = false;
  const token = () => form.elements.csrf_token.value;
  const tell = (state, message) => {
    said.dataset.state = state;
    said.textContent = message || (said.dataset[state.replace(/-./, (part) => part[1].toUpperCase())] || "").replace("{time}", clock());
  };
  const fields = () => [...new FormData(form)].filter(([name]) => !NOT_KEPT.has(name));
  const keep = (pending) => {
    const before = read(key);
    const record = { url: form.dataset.scorecard, version: form.elements.version.value, fields: fields(), pending, own: fresh(), seen: before?.seen ?? form.elements.seen.value };
    write(key, record);
    return record;
  };
  const sync = async () => {
    clearTimeout(timer);
    const record = read(key);
    if (busy || !record?.pending) return;
    busy = true;
    if (record.pending === "draft") tell("busy");
    const answer = await send(record, token());
    busy = false;
    const later = read(key);
    if (answer.state === "saved") {
      if (record.pending === "submit") { write(key, null); location.assign(answer.next || form.dataset.desk); return; }
      form.elements.seen.value = answer.seen;
      const isSame = later?.own === record.own;
      write(key, isSame ? null : { ...later, seen: answer.seen });
      tell("saved");
      if (!isSame) sync();
    } else if (answer.state === "failed") {
      tell(record.pending === "submit" ? "submitting" : "waiting");
      timer = setTimeout(sync, AGAIN);
    } else if (answer.state === "elsewhere") {
      form.elements.seen.value = answer.seen;
      elsewhere.hidden = false;
      tell("wrong", answer.message);
    } else if (answer.state === "signed-out") {
      tell("signed-out");
    } else if (record.pending === "submit") {
      // The page that the server makes says what is wrong at each criterion.
      write(key, null);
      plain = true;
      form.requestSubmit(form.querySelector("button[value=submit]"));
    } else {
      write(key, { ...later, pending: null });
      tell("wrong", answer.message);
    }
  };
  const changed = () => {
    keep("draft");
    clearTimeout(timer);
    timer = setTimeout(sync, WAIT);
  };
  const restore = () => {
    const record = read(key);
    if (!record?.fields || record.version !== form.elements.version.value) return;
    for (const [name, value] of record.fields) {
      const control = form.elements.namedItem(name);
      if (control) control.value = value;
    }
    if (record.seen) form.elements.seen.value = record.seen;
    tell("restored");
    sync();
  };
  form.addEventListener("input", changed);
  form.addEventListener("submit", (event) => {
    if (plain) { write(key, null); return; }
    event.preventDefault();
    keep(event.submitter?.value === "draft" ? "draft" : "submit");
    sync();
  });
  elsewhere.querySelector("[data-keep-mine]").addEventListener("click", () => {
    const record = read(key);
    elsewhere.hidden = true;
    if (record) write(key, { ...record, seen: form.elements.seen.value });
    sync();
  });
  elsewhere.querySelector("[data-take-theirs]").addEventListener("click", () => { write(key, null); location.reload(); });
  addEventListener("online", sync);
  document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden") sync(); });
  restore();
}

function stepping(form) {
  const steps = [...form.querySelectorAll("[data-card-step]")];
  const view = form.querySelector("[data-card-view]"), count = form.querySelector("[data-card-count]");
  const back = form.querySelector("[data-card-back]"), next = form.querySelector("[data-card-next]");
  let at = 0;
  const isOne = () => form.dataset.view === "one";
  const show = (index, focus) => {
    at = Math.max(0, Math.min(index, steps.length - 1));
    for (const [number, step] of steps.entries()) step.hidden = isOne() && number !== at;
    for (const button of view.querySelectorAll("[data-view-as]")) button.setAttribute("aria-pressed", String(button.dataset.viewAs === form.dataset.view));
    back.hidden = next.hidden = count.hidden = !isOne();
    back.disabled = at === 0;
    next.disabled = at === steps.length - 1;
    count.textContent = count.dataset.words.replace("{n}", at + 1).replace("{all}", steps.length);
    if (!focus) return;
    (steps[at].querySelector("fieldset, textarea") || steps[at]).focus({ preventScroll: true });
    form.scrollIntoView({ block: "start" });
  };
  const choose = (name) => {
    form.dataset.view = name;
    write(`${PREFIX}view`, { name });
    show(at);
  };
  for (const button of view.querySelectorAll("[data-view-as]")) button.addEventListener("click", () => choose(button.dataset.viewAs));
  back.addEventListener("click", () => show(at - 1, true));
  next.addEventListener("click", () => show(at + 1, true));
  document.addEventListener("keydown", (event) => {
    if (!isOne() || event.target.matches("textarea, input:not([type=radio]), select") || event.ctrlKey || event.metaKey || event.altKey) return;
    const level = [...steps[at].querySelectorAll("input[type=radio]")].find((control) => control.value === event.key);
    if (level) level.click();
    else if (event.key === "ArrowRight") show(at + 1, true);
    else if (event.key === "ArrowLeft") show(at - 1, true);
    else return;
    event.preventDefault();
  });
  form.dataset.view = read(`${PREFIX}view`)?.name || (matchMedia("(max-width: 48rem)").matches ? "one" : "all");
  const wrong = steps.findIndex((step) => step.querySelector(".field-wrong, [aria-invalid=true]"));
  const open = steps.findIndex((step) => step.querySelector("input[type=radio]") && !step.querySelector("input[type=radio]:checked"));
  show(wrong >= 0 ? wrong : open >= 0 ? open : 0);
}

// Any page sends what others could not; a scorecard that is open sends itself.
async function flush(line) {
  const mine = `${PREFIX}${line.dataset.scorecardsWaiting}:`, open = document.querySelector("form[data-scorecard]")?.dataset.keep;
  const kept = () => Object.keys(localStorage).filter((key) => key.startsWith(mine) && key !== open && read(key)?.pending);
  const token = document.querySelector("input[name=csrf_token]")?.value;
  const before = kept().length;
  if (!before || !token) return;
  for (const key of kept()) {
    const record = read(key), answer = await send(record, token);
    if (answer.state === "saved") write(key, null);
  }
  const left = kept().length;
  line.hidden = false;
  line.textContent = left === 0 ? line.dataset.sent : left === 1 ? line.dataset.one : line.dataset.many.replace("{n}", left);
  if (left) addEventListener("online", () => flush(line), { once: true });
}

function deskKeys() {
  const entries = [...document.querySelectorAll("[data-desk-entry]")];
  document.addEventListener("keydown", (event) => {
    if (!entries.length || event.target.matches("input, textarea, select") || event.ctrlKey || event.metaKey || event.altKey) return;
    const at = entries.indexOf(document.activeElement);
    if (event.key === "j") entries[Math.min(at + 1, entries.length - 1)].focus();
    else if (event.key === "k") entries[Math.max(at - 1, 0)].focus();
    else if (event.key === "n") document.querySelector("[data-desk-next]")?.click();
  });
}

for (const form of document.querySelectorAll("form[data-scorecard]")) {
  keeping(form); // first: what is restored says at which step to begin
  stepping(form);
}
for (const line of document.querySelectorAll("[data-scorecards-waiting]")) flush(line);
deskKeys();
