// The comforts of a ballot: sums while one marks, steps, a list put in order in place, and a search. The page votes without it.
const language = document.documentElement.lang || "en";
const money = new Intl.NumberFormat(language, { style: "currency", currency: "EUR", maximumFractionDigits: 2, minimumFractionDigits: 0 });
const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

const isMarked = (control) => (control.type === "number" ? Number(control.value) > 0 : control.checked);
const rowIsMarked = (row) => row.classList.contains("chosen") || [...row.querySelectorAll("[data-cost], [data-mark]")].some(isMarked);

// What is marked in one part of a ballot, against the limits in its data attributes, told to the places that show it.
function sumUp(part, outs) {
  const limit = (name) => Number(part.dataset[name] || 0);
  const marked = [...part.querySelectorAll("[data-cost], [data-mark]")].filter(isMarked);
  const count = marked.length + part.querySelectorAll(".ballot-rank.chosen").length;
  const cost = marked.reduce((sum, control) => sum + Number(control.dataset.cost || 0), 0);
  const given = marked.reduce((sum, control) => sum + (control.type === "number" ? Number(control.value) : 0), 0);
  const sums = { count, left: money.format((limit("budget") - cost) / 100), "points-left": limit("points") - given };
  for (const out of outs.querySelectorAll("[data-sum]")) {
    const text = String(sums[out.dataset.sum]);
    if (out.textContent !== text) out.textContent = text;
  }
  if ("ifMarked" in outs.dataset) outs.hidden = count === 0;
  return (limit("budget") && cost > limit("budget")) || (limit("most") && count > limit("most")) || (limit("points") && given > limit("points"));
}

function sums(ballot) {
  const bar = ballot.querySelector("[data-ballot-bar]");
  if (!bar) return;
  const pots = [...bar.querySelectorAll("[data-pot-sum]")].map((outs) => [ballot.querySelector(`[data-pot="${outs.dataset.potSum}"]`), outs]);
  const show = () => {
    const over = (pots.length ? pots : [[ballot, bar]]).map(([part, outs]) => sumUp(part, outs)).some(Boolean);
    bar.dataset.state = over ? "over" : "fine";
    for (const warning of bar.querySelectorAll("[data-over]")) warning.hidden = !over;
  };
  ballot.addEventListener("input", show);
  show();
}

function steppers(ballot) {
  ballot.addEventListener("click", (event) => {
    const button = event.target.closest("[data-step]");
    const control = button && document.getElementById(button.dataset.for);
    if (!control) return;
    event.preventDefault();
    const next = Number(control.value || 0) + Number(button.dataset.step);
    control.value = String(Math.min(Number(control.max || 1e9), Math.max(Number(control.min || 0), next)));
    control.dispatchEvent(new Event("input", { bubbles: true }));
  });
  // Enter in a number is the end of that number, not of the ballot.
  ballot.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target.matches("input[type=number], input[type=search]")) event.preventDefault();
  });
}

function ranking(ballot) {
  const [listed, beside] = ["[data-listed]", "[data-beside]"].map((name) => ballot.querySelector(`template${name}`));
  const said = ballot.querySelector("[data-said]");
  if (!listed || !beside) return;
  const titleOf = (row) => row.querySelector(".ballot-name strong").textContent;
  const moves = {
    up: (row) => row.previousElementSibling?.before(row),
    down: (row) => row.nextElementSibling?.matches(".chosen") && row.nextElementSibling.after(row),
    add: (row, list) => {
      row.classList.add("chosen");
      if (list.length) list.at(-1).after(row);
      else row.parentElement.prepend(row);
    },
    remove: (row, list) => {
      row.classList.remove("chosen");
      list.at(-1)?.after(row);
    },
  };
  const chosenOf = (rows) => [...rows.querySelectorAll(".chosen")];

  function drawTools(row, place, count) {
    const tools = row.querySelector(".ballot-tools");
    tools.replaceChildren((place ? listed : beside).content.cloneNode(true));
    for (const control of tools.querySelectorAll("[value]")) {
      control.value = row.dataset.value;
      control.name ||= "choices";
    }
    for (const words of tools.querySelectorAll(".hidden-text")) words.textContent = words.textContent.replace("{title}", titleOf(row));
    if (place === 1) tools.querySelector("[name=up]").setAttribute("aria-disabled", "true");
    if (place && place === count) tools.querySelector("[name=down]").setAttribute("aria-disabled", "true");
    const badge = row.querySelector(".ballot-place");
    badge.classList.toggle("ballot-place-none", !place);
    badge.textContent = place ? String(place) : "";
  }

  ballot.addEventListener("click", (event) => {
    const button = event.target.closest("button[name]");
    const row = button?.closest(".ballot-rank");
    const move = row && moves[button.name];
    if (!move) return;
    event.preventDefault();
    const rows = row.parentElement;
    move(row, chosenOf(rows).filter((each) => each !== row));
    const chosen = chosenOf(rows);
    chosen.forEach((each, index) => drawTools(each, index + 1, chosen.length));
    const place = chosen.indexOf(row) + 1;
    if (!place) drawTools(row, 0, 0);
    const tools = row.querySelector(".ballot-tools");
    (tools.querySelector(`[name=${button.name}]`) ?? tools.querySelector("button")).focus();
    said.textContent = (place ? said.dataset.said : said.dataset.gone).replace("{title}", titleOf(row)).replace("{place}", String(place));
    rows.dispatchEvent(new Event("input", { bubbles: true }));
  });
}

function finding(ballot) {
  const box = ballot.querySelector("[data-ballot-find]");
  if (!box) return;
  const text = box.querySelector("[name=find]");
  const where = box.querySelector("[name=where]");
  const rows = [...ballot.querySelectorAll(".ballot-row")].map((row) => [row, plain(row.querySelector(".ballot-name").textContent), row.querySelector(".ballot-name small")?.textContent ?? ""]);
  const show = () => {
    const words = plain(text.value).split(/\s+/).filter(Boolean);
    const place = where?.value ? where.selectedOptions[0].textContent : "";
    let shown = 0;
    for (const [row, content, beside] of rows) {
      const found = words.every((word) => content.includes(word)) && (!place || beside.split(" · ")[0] === place);
      row.hidden = !found && !rowIsMarked(row);
      if (!row.hidden) shown += 1;
    }
    if (words.length || place) for (const pot of ballot.querySelectorAll("details.ballot-pot")) pot.open ||= Boolean(pot.querySelector(".ballot-row:not([hidden])"));
    box.querySelector("[data-shown]").textContent = String(shown);
  };
  box.addEventListener("input", show);
  box.querySelector("button").addEventListener("click", (event) => { event.preventDefault(); show(); });
}

for (const ballot of document.querySelectorAll("form[data-ballot]")) for (const comfort of [sums, steppers, ranking, finding]) comfort(ballot);
