// The page that checks a result: reads the published files, shows each check as it ends, sends nothing anywhere.
import { checkBallots, checkPb, pbNames } from "./verify-ballots.js";
import { Wrong, checkChain, checkCounts, checkRules, checkWinners, findReceipt } from "./verify-count.js";

const FILES = ["result.json", "rules.json", "projects.csv", "batches.csv", "ledger.csv"];
const tool = document.querySelector("[data-verify]");
const words = JSON.parse(tool.dataset.words);
const list = tool.querySelector("[data-checks]");
const bar = tool.querySelector("progress");
const verdict = tool.querySelector("[data-verdict]");
const decoder = new TextDecoder();

function say(code, facts) {
  return words[code].replace(/\{(\w+)\}/g, (_, name) => String(facts[name] ?? ""));
}

function show(text, isGood) {
  const item = document.createElement("li");
  item.className = isGood ? "done" : "wrong";
  item.append(tool.querySelector(isGood ? "[data-icon-good]" : "[data-icon-wrong]").content.cloneNode(true));
  const line = document.createElement("div");
  line.textContent = text;
  item.append(line);
  list.append(item);
}

// CSV as the site writes it: commas, quotes doubled inside quotes, any line end.
function readTable(text) {
  const rows = [], pattern = /("(?:[^"]|"")*"|[^,\r\n]*)(,|\r\n|\n|\r|$)/y;
  let row = [];
  while (pattern.lastIndex < text.length) {
    const [, cell, end] = pattern.exec(text);
    row.push(cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell);
    if (end !== ",") {
      rows.push(row);
      row = [];
    }
  }
  const [head, ...body] = rows;
  return body.map((cells) => Object.fromEntries(head.map((name, place) => [name, cells[place] ?? ""])));
}

async function inflate(bytes) {
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

// The files of a zip archive, found by its central directory at the end.
async function unzip(buffer) {
  const view = new DataView(buffer), found = {};
  let at = buffer.byteLength - 22;
  while (at >= 0 && view.getUint32(at, true) !== 0x06054b50) at -= 1;
  if (at < 0) throw new Wrong("unreadable");
  let entry = view.getUint32(at + 16, true);
  for (let left = view.getUint16(at + 10, true); left > 0; left -= 1) {
    const [size, name, extra, comment] = [view.getUint32(entry + 20, true), ...[28, 30, 32].map((gap) => view.getUint16(entry + gap, true))];
    const from = view.getUint32(entry + 42, true);
    const data = from + 30 + view.getUint16(from + 26, true) + view.getUint16(from + 28, true);
    const bytes = new Uint8Array(buffer, data, size);
    const title = decoder.decode(new Uint8Array(buffer, entry + 46, name));
    if (FILES.includes(title) || title.endsWith(".pb")) found[title] = view.getUint16(entry + 10, true) === 8 ? await inflate(bytes) : bytes;
    entry += 46 + name + extra + comment;
  }
  return found;
}

async function chosenFiles(input) {
  const found = {};
  for (const file of input.files) {
    if (file.name.endsWith(".zip")) Object.assign(found, await unzip(await file.arrayBuffer()));
    const name = FILES.find((each) => file.name.endsWith(each)) ?? file.name;
    if (FILES.includes(name) || name.endsWith(".pb")) found[name] = new Uint8Array(await file.arrayBuffer());
  }
  return found;
}

async function fetchedFile(name) {
  const answer = await fetch(`${tool.dataset.files}/${name}`);
  if (!answer.ok) throw new Wrong("unreadable");
  return new Uint8Array(await answer.arrayBuffer());
}

async function fetchedFiles() {
  const found = {};
  for (const name of FILES) found[name] = await fetchedFile(name);
  for (const { name } of pbNames(JSON.parse(decoder.decode(found["result.json"])))) found[name] = await fetchedFile(name);
  return found;
}

function missingFrom(files) {
  const named = files["result.json"] ? pbNames(JSON.parse(decoder.decode(files["result.json"]))) : [];
  return [...FILES, ...named.map(({ name }) => name)].filter((name) => !fileIn(files, name));
}

// A file by its name; the site puts the round's own name before that of a single download.
const fileIn = (files, name) => files[name] ?? files[Object.keys(files).find((each) => each.endsWith(`-${name}`))];

function readBundle(files) {
  const missing = missingFrom(files);
  if (missing.length) throw new Wrong("files_missing", { names: missing.join(", ") });
  const text = (name) => decoder.decode(fileIn(files, name));
  const result = JSON.parse(text("result.json"));
  return {
    result,
    pb: Object.fromEntries(pbNames(result).map(({ name }) => [name, text(name)])),
    rulesFile: files["rules.json"],
    rules: JSON.parse(text("rules.json")),
    ledger: readTable(text("ledger.csv")),
    batches: readTable(text("batches.csv")),
    projects: Object.fromEntries(readTable(text("projects.csv")).map((one) => [one.id, one])),
  };
}

async function attempt(check) {
  try {
    const { code, facts } = await check();
    show(say(code, facts), true);
    return true;
  } catch (error) {
    show(error instanceof Wrong ? say(error.code, error.facts) : say("unreadable", {}), false);
    return false;
  }
}

async function run(read) {
  list.replaceChildren();
  verdict.textContent = "";
  bar.hidden = false;
  bar.value = 0;
  let bundle = null;
  const receipt = tool.querySelector("#receipt").value.trim(), head = tool.querySelector("#head").value.trim().toLowerCase();
  const isRead = await attempt(async () => {
    bundle = readBundle(await read());
    return { code: "files_read", facts: { count: bundle.ledger.length } };
  });
  const checks = !isRead ? [] : [
    () => checkRules(bundle),
    () => checkChain(bundle, head, (share) => { bar.value = share * 0.6; }),
    () => checkCounts(bundle),
    () => checkBallots(bundle),
    () => checkWinners(bundle),
    () => checkPb(bundle),
    ...(receipt ? [() => findReceipt(bundle, receipt)] : []),
  ];
  let isGood = isRead, isFound = true;
  for (const [place, check] of checks.entries()) {
    const holds = await attempt(check);
    if (place < 6) isGood &&= holds;
    else isFound = holds;
    bar.value = Math.max(bar.value, (place + 1) / checks.length);
  }
  bar.hidden = true;
  verdict.textContent = say(!isGood ? "something_wrong" : isFound ? "all_good" : "not_found", {});
  verdict.dataset.state = isGood && isFound ? "good" : "wrong";
}

tool.querySelector("[data-fetch]").addEventListener("click", () => run(fetchedFiles));
tool.querySelector("#files").addEventListener("change", (event) => run(() => chosenFiles(event.target)));
