// What makes pages more comfortable. Every page works without it.
const language = document.documentElement.lang || "en";

function counters(root) {
  for (const box of root.querySelectorAll("[data-counted]")) {
    const out = document.getElementById(box.dataset.counted);
    if (!out) continue;
    const show = () => {
      // The server counts characters, not UTF-16 units, and folds line ends.
      const left = Number(out.dataset.max) - [...box.value].length;
      out.textContent = (left < 0 ? out.dataset.over : out.dataset.left).replace("{n}", String(Math.abs(left)));
      out.dataset.state = left < 0 ? "over" : "fine";
    };
    box.removeAttribute("maxlength");
    box.addEventListener("input", show);
    show();
  }
}

function fileDrops(root) {
  if (root.querySelector("[data-file-drop]")) import("./upload.js");
  for (const drop of root.querySelectorAll("[data-file-drop]")) {
    const input = drop.querySelector("input[type=file]");
    const list = drop.querySelector("[data-file-list]");
    if (!input || !list) continue;
    input.addEventListener("change", () => {
      list.replaceChildren(...[...input.files].map((file) => {
        const item = document.createElement("li");
        if (file.type.startsWith("image/")) {
          const picture = document.createElement("img");
          picture.alt = "";
          picture.src = URL.createObjectURL(file);
          picture.onload = () => URL.revokeObjectURL(picture.src);
          item.append(picture);
        }
        item.append(`${file.name} (${Math.ceil(file.size / 1024)} kB)`);
        return item;
      }));
    });
    for (const name of ["dragover", "dragleave", "drop"]) {
      drop.addEventListener(name, () => drop.classList.toggle("over", name === "dragover"));
    }
  }
}

function countdowns(root) {
  const units = [["day", 86400], ["hour", 3600], ["minute", 60], ["second", 1]];
  for (const clock of root.querySelectorAll("time[data-countdown]")) {
    const end = Date.parse(clock.dateTime);
    if (Number.isNaN(end)) continue;
    const show = () => {
      const left = Math.max(0, Math.floor((end - Date.now()) / 1000));
      const first = units.findIndex(([, size]) => left >= size);
      if (first < 0) return;
      const parts = units.slice(first, first + 2);
      let rest = left;
      clock.textContent = parts.map(([unit, size]) => {
        const count = Math.floor(rest / size);
        rest -= count * size;
        return new Intl.NumberFormat(language, { style: "unit", unit, unitDisplay: "long" }).format(count);
      }).join(" ");
      if (left > 0) setTimeout(show, parts.at(-1)[1] >= 60 ? 30000 : 1000);
    };
    show();
  }
}

function copyButtons(root) {
  for (const button of root.querySelectorAll("[data-copy]")) {
    if (!navigator.clipboard) continue;
    button.hidden = false;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(button.dataset.copy);
      button.querySelector("[data-copy-said]").textContent = button.dataset.copied;
    });
  }
  for (const button of root.querySelectorAll("[data-share]")) {
    if (!navigator.share) continue;
    button.hidden = false;
    button.addEventListener("click", () => navigator.share({ url: button.dataset.share, title: document.title }).catch(() => {}));
  }
  for (const button of root.querySelectorAll("[data-print]"))
    button.addEventListener("click", () => window.print());
}

// Forms that save themselves, for pages that have one.
function savings(root) {
  if (root.querySelector("form[data-saving]")) import("./saving.js").then(({ startSaving }) => startSaving(root));
}

// Maps, for pages that have one.
function maps(root) {
  if (root.querySelector("[data-map], [data-map-picker]")) import("./map.js").then(({ startMaps }) => startMaps(root));
}

function enhance(root) {
  for (const part of [counters, fileDrops, countdowns, copyButtons, savings, maps]) part(root);
}

// Menus close on Escape and on a click elsewhere, as people expect of menus.
document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details[data-drop][open]")) if (!menu.contains(event.target)) menu.open = false;
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of document.querySelectorAll("details[data-drop][open]")) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

// Whoever signs out leaves no words behind on this device.
document.addEventListener("submit", (event) => {
  if (!(event.target.getAttribute("action") || "").endsWith("/sign-out")) return;
  for (const key of Object.keys(localStorage)) if (key.startsWith("talka:copy:")) localStorage.removeItem(key);
});

// One press, one request; the button is free again when the browser comes back to this page.
document.addEventListener("submit", (event) => {
  if (event.defaultPrevented || event.target.method !== "post") return;
  if (event.target.dataset.sent) event.preventDefault();
  else {
    event.target.dataset.sent = "1";
    setTimeout(() => delete event.target.dataset.sent, 8000);
  }
});
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});

document.body.addEventListener("htmx:load", (event) => {
  if (event.detail.elt !== document.body) enhance(event.detail.elt);
});

// Only pages with something to swap pay for htmx, and only when somebody begins to use them. It starts itself only when it
// meets a page that is complete.
function loadHtmx() {
  const script = document.createElement("script");
  script.src = document.querySelector("script[data-htmx]").dataset.htmx;
  document.head.append(script);
}
if (document.querySelector("[hx-get], [hx-post], [hx-boost]")) {
  const wishes = ["pointerover", "pointerdown", "focusin", "keydown"];
  const begin = () => {
    for (const wish of wishes) removeEventListener(wish, begin);
    if (document.readyState === "complete") loadHtmx();
    else window.addEventListener("load", loadHtmx);
  };
  for (const wish of wishes) addEventListener(wish, begin, { passive: true });
}

// A mentor's scorecards that only this device has are sent from whatever page is opened next.
if (document.querySelector("[data-scorecards-waiting]") && Object.keys(localStorage).some((key) => /^talka:scorecard:\d/.test(key))) import("./scorecard.js");

// A page for when there is no connection, kept after everything else is done.
const worker = document.querySelector("script[data-worker]")?.dataset.worker;
if (worker && "serviceWorker" in navigator && !document.body.matches("[data-kiosk]")) {
  const register = () => navigator.serviceWorker.register(worker).catch(() => {});
  window.addEventListener("load", () => (window.requestIdleCallback || setTimeout)(register));
}

enhance(document);
document.querySelector("[data-error-summary]")?.focus();
