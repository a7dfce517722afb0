// Saves what is typed while it is typed, and says so: "Saved 12:04". Every form works without it.
// <form data-saving="/address"> posts itself there; <form data-saving="tab"> keeps its words in this tab until they are sent.
const WAIT = 1500; // after the last key
const LONGEST = 10000; // with somebody who never stops typing
const AGAIN = 15000; // after a failure
const language = document.documentElement.lang || "en";
const clock = () => new Intl.DateTimeFormat(language, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(new Date());

// What a form would send, without the files: they are sent with the button.
function contents(form) {
  const data = new FormData(form);
  for (const [name, value] of [...data]) if (value instanceof File) data.delete(name);
  return data;
}

function words(form) {
  return JSON.stringify([...contents(form)].filter(([name]) => name !== "csrf_token"));
}

function tell(form, state, message) {
  const line = form.querySelector("[data-saving-said]") || document.querySelector(`[data-saving-said="${form.id}"]`);
  if (!line) return;
  line.hidden = false;
  line.dataset.state = state;
  line.textContent = message || (line.dataset[state] || "").replace("{time}", clock());
}

async function post(form, keepalive) {
  try {
    const answer = await fetch(form.dataset.saving, { method: "POST", body: contents(form), keepalive, redirect: "manual",
      headers: { "X-Saving": "typed", Accept: "application/json" } });
    const said = answer.headers.get("Content-Type")?.startsWith("application/json") ? await answer.json() : {};
    if (answer.ok) return { state: "saved", ...said };
    return { state: answer.status === 409 ? "conflict" : answer.status === 422 ? "incomplete" : "failed", ...said };
  } catch {
    return { state: "failed" };
  }
}

// Numbers that the server counts on, such as the version that was seen, come back in `fields`.
// Words that others wrote meanwhile come too: they are taken over all at once, or, where somebody has typed on, with the next save.
function takeOver(form, fields, sent) {
  const places = Object.entries(fields || {}).map(([name, value]) => [form.elements.namedItem(name), value]).filter(([control]) => control && "value" in control);
  const said = new Map(JSON.parse(sent));
  const textual = (control) => control.matches("textarea");
  if (places.some(([control]) => textual(control)) && places.some(([control]) => textual(control) && plain(control.value) !== plain(said.get(control.name)))) return;
  for (const [control, value] of places) if (control.value !== value) control.value = value;
}

function plain(text) {
  return String(text ?? "").replaceAll("\r\n", "\n");
}

// What was typed stays on this device until the server has it, for forms that say whose words they are (`data-copy-for`).
function copyOf(form) {
  const owner = form.dataset.copyFor;
  const key = `talka:copy:${owner}:${form.dataset.saving}`;
  if (!owner) return { keep() {}, forget() {}, restore: () => false };
  const areas = () => [...form.elements].filter((control) => control.name && control.matches("textarea, input[type=text]"));
  const changed = () => areas().filter((control) => control.value !== control.defaultValue).map((control) => [control.name, control.value]);
  return {
    keep: () => localStorage.setItem(key, JSON.stringify([...changed(), ...[...form.querySelectorAll("[name=seen]")].map((seen) => [seen.name, seen.value])])),
    forget: () => localStorage.removeItem(key),
    restore: () => {
      const kept = JSON.parse(localStorage.getItem(key) || "[]").map(([name, value]) => [form.elements.namedItem(name), value]).filter(([control]) => control);
      const isNews = kept.some(([control, value]) => control.matches("textarea, input[type=text]") && plain(control.value) !== plain(value));
      if (isNews) for (const [control, value] of kept) control.value = value;
      else localStorage.removeItem(key);
      return isNews;
    },
  };
}

function savingOnServer(form) {
  let last = words(form), timer = 0, first = 0, busy = false, stopped = false;
  const copy = copyOf(form);
  const save = async (keepalive = false) => {
    clearTimeout(timer);
    timer = first = 0;
    const now = words(form);
    if (stopped || busy || now === last || form.dataset.sent) return;
    busy = true;
    tell(form, "busy");
    const { state, message, fields, stop } = await post(form, keepalive);
    busy = false;
    if (state === "saved") {
      takeOver(form, fields, now);
      if (words(form) === now || fields) copy.forget();
      last = words(form) === now ? now : fields ? JSON.stringify(replaced(JSON.parse(now), fields)) : now;
    }
    stopped = Boolean(stop) || state === "conflict";
    tell(form, state, message);
    if (state === "failed" && !stopped) timer = setTimeout(save, AGAIN);
    else if (state === "saved" && words(form) !== last) later();
  };
  const later = () => {
    if (stopped) return;
    first ||= Date.now();
    clearTimeout(timer);
    timer = setTimeout(save, Math.max(0, Math.min(WAIT, first + LONGEST - Date.now())));
  };
  for (const name of ["input", "change"]) form.addEventListener(name, () => { copy.keep(); later(); });
  if (copy.restore()) {
    tell(form, "restored");
    later();
  }
  form.addEventListener("submit", () => { clearTimeout(timer); stopped = true; setTimeout(() => { stopped = false; }, 8000); });
  document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden" && (timer || words(form) !== last)) save(true); });
}

function replaced(pairs, fields) {
  return pairs.map(([name, value]) => [name, name in fields ? String(fields[name]) : value]);
}

// In this tab only, and only until the form is sent: nothing stays on a shared computer.
function savingInTab(form) {
  const key = `talka:${location.pathname}:${form.id || form.action}`;
  const areas = () => [...form.elements].filter((control) => control.name && control.matches("textarea, input[type=text], input:not([type])"));
  const kept = JSON.parse(sessionStorage.getItem(key) || "null");
  if (kept && areas().every((control) => control.value === control.defaultValue)) {
    for (const control of areas()) {
      if (!(control.name in kept.words)) continue;
      control.value = kept.words[control.name];
      control.dispatchEvent(new Event("input", { bubbles: true }));
    }
    tell(form, "restored");
  }
  let timer = 0;
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      const words = Object.fromEntries(areas().filter((control) => control.value.trim()).map((control) => [control.name, control.value]));
      if (Object.keys(words).length) sessionStorage.setItem(key, JSON.stringify({ words }));
      else sessionStorage.removeItem(key);
      tell(form, "saved");
    }, 600);
  });
  form.addEventListener("submit", () => { clearTimeout(timer); sessionStorage.removeItem(key); });
}

/** Begin to save the forms below `root` that ask for it with `data-saving`. */
export function startSaving(root) {
  for (const form of root.querySelectorAll("form[data-saving]")) {
    if (form.dataset.savingStarted) continue;
    form.dataset.savingStarted = "1";
    (form.dataset.saving === "tab" ? savingInTab : savingOnServer)(form);
  }
}
