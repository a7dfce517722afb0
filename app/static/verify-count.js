// Counts a published result again: the same steps as verify.py, in the reader's own browser. Nothing is sent anywhere.
const encoder = new TextEncoder();

export class Wrong extends Error {
  constructor(code, facts = {}) {
    super(code);
    this.code = code;
    this.facts = facts;
  }
}

export async function sha256(content) {
  const bytes = typeof content === "string" ? encoder.encode(content) : content;
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

const breathe = () => new Promise((resolve) => setTimeout(resolve));

export function expect(found, said, where) {
  const [one, other] = [found, said].map((value) => (typeof value === "string" ? value : JSON.stringify(value)));
  if (one !== other) throw new Wrong("differs", { where, found: one, said: other });
}

export async function checkRules(bundle) {
  expect(await sha256(bundle.rulesFile), bundle.result.rules_sha256, "rules.json");
  expect(Object.keys(bundle.projects).sort(), Object.keys(bundle.result.projects).sort(), "projects.csv");
  for (const [key, said] of Object.entries(bundle.result.projects)) {
    for (const column of ["cost_cents", "pot_id", "rival_group"]) {
      expect(bundle.projects[key][column], String(said[column]), `projects.csv · ${column} · ${key}`);
    }
  }
  return { code: "rules_hold", facts: { count: Object.keys(bundle.projects).length } };
}

async function leavesByBatch(bundle, progress) {
  const leaves = new Map(), seen = new Map(), AT_ONCE = 500;
  for (let from = 0; from < bundle.ledger.length; from += AT_ONCE) {
    const part = bundle.ledger.slice(from, from + AT_ONCE);
    const hashes = await Promise.all(part.map((one) => sha256(`leaf|${bundle.result.round_id}|${one.receipt_hash}|${one.channel}|${one.choices}`)));
    part.forEach((one, place) => {
      const line = from + place + 2, where = `ledger.csv · ${line} · batch ${one.batch_no} · ${one.receipt_hash.slice(0, 12)}…`;
      if (hashes[place] !== one.leaf_hash) throw new Wrong("not_sealed", { where });
      if (seen.has(one.receipt_hash)) throw new Wrong("twice", { where, line: seen.get(one.receipt_hash) });
      seen.set(one.receipt_hash, line);
      if (!leaves.has(one.batch_no)) leaves.set(one.batch_no, []);
      leaves.get(one.batch_no).push(hashes[place]);
    });
    progress(Math.min(1, (from + AT_ONCE) / bundle.ledger.length));
    await breathe();
  }
  return leaves;
}

export async function checkChain(bundle, keptHead, progress) {
  const leaves = await leavesByBatch(bundle, progress);
  let before = "0".repeat(64);
  for (const [index, batch] of bundle.batches.entries()) {
    const place = String(index + 1), where = `batches.csv · ${batch.batch_no}`;
    const own = (leaves.get(batch.batch_no) ?? []).sort();
    leaves.delete(batch.batch_no);
    expect(batch.batch_no, place, `batches.csv · ${index + 2}`);
    expect(batch.prev_hash, before, `${where} · prev_hash`);
    expect(String(own.length), batch.n_leaves, `${where} · n_leaves`);
    before = await sha256(`batch|${bundle.result.round_id}|${place}|${own.length}|${batch.prev_hash}|${own.join("")}`);
    expect(before, batch.batch_hash, `${where} · batch_hash`);
  }
  for (const batch of leaves.keys()) throw new Wrong("never_sealed", { where: `ledger.csv · ${batch}` });
  expect(before, bundle.result.head_hash, "result.json · head_hash");
  if (keptHead && !bundle.batches.some((batch) => batch.batch_hash === keptHead)) throw new Wrong("head_missing", { where: keptHead });
  return { code: "chain_holds", facts: { count: bundle.ledger.length, batches: bundle.batches.length, head: before } };
}

export async function checkCounts(bundle) {
  const live = bundle.ledger.filter((one) => one.superseded === "0");
  for (const group of bundle.result.electorates) {
    for (const channel of ["online", "paper"]) {
      const found = live.filter((one) => one.electorate === group.key && one.channel === channel).length;
      expect(found, group.channels[channel] ?? 0, `ledger.csv · ${group.key} · ${channel}`);
    }
  }
  expect(live.length, bundle.result.ballots, "ledger.csv · superseded");
  if (bundle.result.live_hash) {
    const hashes = live.map((one) => one.receipt_hash).sort().join("");
    expect(await sha256(`live|${bundle.result.round_id}|${live.length}|${hashes}`), bundle.result.live_hash, "ledger.csv · superseded");
  }
  return { code: "counts_hold", facts: { count: live.length, replaced: bundle.ledger.length - live.length } };
}

// --- Fractions of whole numbers of any length: no rounding decides anything -----------------------------------------

const gcd = (a, b) => {
  while (b) [a, b] = [b, a % b];
  return a;
};
const fraction = (top, bottom) => {
  const common = gcd(top < 0n ? -top : top, bottom) || 1n;
  return { top: top / common, bottom: bottom / common };
};
const compare = (a, b) => {
  const left = a.top * b.bottom, right = b.top * a.bottom;
  return left < right ? -1 : left > right ? 1 : 0;
};
const minus = (a, b) => fraction(a.top * b.bottom - b.top * a.bottom, a.bottom * b.bottom);
const times = (a, whole) => fraction(a.top * whole, a.bottom);
const over = (a, whole) => fraction(a.top, a.bottom * whole);
const NOTHING = { top: 0n, bottom: 1n };

function compareKeys(a, b) {
  for (const [place, value] of a.entries()) {
    if (value !== b[place]) return value < b[place] ? -1 : 1;
  }
  return 0;
}

// --- One pot of money and the ballots of one group of voters for it ------------------------------------------------------

const UNSET = { utility: "cost", completion: "none", step: 100, min_votes: 0, prizes: 3 };

// What a ballot gives to the projects of a pot; with several pots, nothing where it is about the others only.
export function givenIn(bundle, pot, text) {
  const { type, limits } = bundle.rules.ballot;
  const longest = { ...limits, ...limits.pots?.[pot] }.max ?? 0;
  const said = JSON.parse(text), isList = Array.isArray(said);
  const chosen = (isList ? said : Object.keys(said)).filter((key) => bundle.projects[key].pot_id === pot);
  if (!chosen.length && bundle.rules.pots.length > 1) return null;
  return chosen.map((key, place) => [key, type === "ranking" ? Math.max(0, longest - place) : isList ? 1 : said[key]]);
}

function readBallots(bundle, pot, texts) {
  const ballots = new Map();
  for (const [text, many] of texts) {
    const given = givenIn(bundle, pot.id, text);
    if (!given) continue;
    const key = JSON.stringify(given.sort());
    ballots.set(key, { given, many: (ballots.get(key)?.many ?? 0) + many });
  }
  return [...ballots.values()];
}

async function election(bundle, pot, texts) {
  const own = Object.values(bundle.projects).filter((one) => one.pot_id === pot.id);
  const cost = Object.fromEntries(own.map((one) => [one.id, Number(one.cost_cents)]));
  const e = { cost, budget: pot.amount, most: bundle.result.rivals, settings: { ...UNSET, ...bundle.rules.allocation } };
  e.group = Object.fromEntries(own.map((one) => [one.id, one.rival_group]));
  e.ballots = readBallots(bundle, pot, texts);
  e.voters = e.ballots.reduce((sum, ballot) => sum + ballot.many, 0);
  e.votes = Object.fromEntries(own.map((one) => [one.id, 0]));
  e.scores = { ...e.votes };
  for (const { given, many } of e.ballots) {
    for (const [key, points] of given) {
      e.votes[key] += many;
      e.scores[key] += many * points;
    }
  }
  e.tie = {};
  for (const key of Object.keys(cost)) {
    const facts = { votes: -e.votes[key], cost: cost[key], id: key, lot: await sha256(`${bundle.rules.seed}:${key}`) };
    e.tie[key] = bundle.rules.tie_order.map((step) => facts[step]);
  }
  e.order = Object.keys(cost).filter((key) => e.votes[key] >= e.settings.min_votes);
  e.order.sort((a, b) => e.scores[b] - e.scores[a] || compareKeys(e.tie[a], e.tie[b]));
  e.isExcluded = (key, selected) => e.group[key] !== "" && selected.filter((one) => e.group[one] === e.group[key]).length >= e.most[e.group[key]];
  e.leftAfter = (selected) => e.budget - selected.reduce((sum, key) => sum + cost[key], 0);
  return e;
}

function greedy(e, funded) {
  const selected = [...funded];
  for (const key of e.order) {
    if (selected.includes(key) || e.scores[key] <= 0 || e.isExcluded(key, selected)) continue;
    if (e.settings.rule === "ranking" || e.cost[key] <= e.leftAfter(selected)) selected.push(key);
    else if (e.settings.stop_at_first_misfit) break;
  }
  return e.settings.rule === "ranking" ? selected.slice(0, e.settings.prizes) : selected;
}

function supportersOf(e) {
  const found = new Map();
  e.ballots.forEach(({ given, many }, ballot) => {
    for (const [key, points] of given) {
      if (points <= 0 || e.votes[key] < e.settings.min_votes) continue;
      const utility = { cost: Math.max(1, e.cost[key]), cardinality: 1 }[e.settings.utility] ?? points;
      if (!found.has(key)) found.set(key, []);
      found.get(key).push({ ballot, many: BigInt(many), utility: BigInt(utility) });
    }
  });
  return found;
}

function rhoOf(cost, supporters, purse, purses) {
  const alike = new Map();
  for (const { ballot, many, utility } of supporters) {
    const key = `${purse[ballot]}|${utility}`;
    const known = alike.get(key) ?? { limit: null, utility, many: 0n, at: purse[ballot] };
    known.many += many;
    alike.set(key, known);
  }
  const groups = [...alike.values()];
  for (const group of groups) group.limit = over(purses[group.at], group.utility);
  groups.sort((a, b) => compare(a.limit, b.limit));
  let rest = fraction(BigInt(cost), 1n), weight = groups.reduce((sum, { utility, many }) => sum + utility * many, 0n);
  for (const { limit, utility, many } of groups) {
    if (compare(rest, times(limit, weight)) <= 0) return over(rest, weight);
    rest = minus(rest, times(limit, utility * many));
    weight -= utility * many;
  }
  return null;
}

// Fund the project with the smallest rho, charge its supporters min(purse, rho × utility), and repeat.
function oneRun(e, supporters, start) {
  const selected = [], purse = new Array(e.ballots.length).fill(0), purses = [start], lowest = new Map();
  for (const [key, own] of supporters) lowest.set(key, fraction(BigInt(e.cost[key]), own.reduce((sum, { many, utility }) => sum + many * utility, 0n)));
  const before = (a, b) => compare(a.rho, b.rho) || compareKeys(e.tie[a.key], e.tie[b.key]);
  let waiting = [...lowest].map(([key, rho]) => ({ key, rho })).sort(before), neverShort = true;
  for (;;) {
    const lookedAt = [];
    while (waiting.length && (!lookedAt.length || compare(waiting[0].rho, lookedAt[0].rho) <= 0)) {
      const { key } = waiting.shift();
      const rho = rhoOf(e.cost[key], supporters.get(key), purse, purses);
      if (rho && !e.isExcluded(key, selected)) lookedAt.push({ key, rho });
      lookedAt.sort(before);
    }
    if (!lookedAt.length) return { selected, neverShort };
    const { key, rho } = lookedAt.shift();
    waiting = [...waiting, ...lookedAt].sort(before);
    selected.push(key);
    neverShort &&= compare(rho, lowest.get(key)) === 0;
    const after = new Map();
    for (const { ballot, utility } of supporters.get(key)) {
      const from = `${purse[ballot]}|${utility}`;
      if (!after.has(from)) {
        const left = minus(purses[purse[ballot]], times(rho, utility));
        after.set(from, purses.push(left.top < 0n ? NOTHING : left) - 1);
      }
      purse[ballot] = after.get(from);
    }
  }
}

async function equalShares(e) {
  const completion = e.settings.completion, supporters = supportersOf(e);
  let start = e.voters ? fraction(BigInt(e.budget), BigInt(e.voters)) : NOTHING;
  const richest = oneRun(e, supporters, fraction(BigInt(Object.values(e.cost).reduce((sum, cost) => sum + cost, 0)), 1n)).selected.join();
  let { selected, neverShort } = oneRun(e, supporters, start);
  while (completion.startsWith("add1")) {
    await breathe();
    const still = [...supporters.keys()].filter((key) => !selected.includes(key) && !e.isExcluded(key, selected));
    if (completion.includes("e") && still.every((key) => e.cost[key] > e.leftAfter(selected))) break;
    if (!still.length && (selected.length === supporters.size || (neverShort && selected.join() === richest))) break;
    start = minus(start, { top: -BigInt(e.settings.step), bottom: 1n });
    const raised = oneRun(e, supporters, start);
    if (e.leftAfter(raised.selected) < 0) break;
    ({ selected, neverShort } = raised);
  }
  return ["utilitarian", "add1u", "add1eu"].includes(completion) ? greedy(e, selected) : selected;
}

export async function checkWinners(bundle) {
  const groups = new Map();
  for (const one of bundle.ledger) {
    if (one.superseded !== "0") continue;
    if (!groups.has(one.electorate)) groups.set(one.electorate, new Map());
    const texts = groups.get(one.electorate);
    texts.set(one.choices, (texts.get(one.choices) ?? 0) + 1);
  }
  const winners = [];
  for (const group of bundle.result.electorates) {
    for (const pot of group.pots) {
      const e = await election(bundle, pot, groups.get(group.key) ?? new Map()), where = `result.json · ${group.key} · pot ${pot.id}`;
      for (const key of Object.keys(e.cost)) {
        expect(e.votes[key], pot.votes[key], `${where} · votes · ${key}`);
        expect(e.scores[key], pot.scores[key], `${where} · scores · ${key}`);
      }
      expect(e.settings.rule === "equal-shares" ? await equalShares(e) : greedy(e, []), pot.selected, `${where} · selected`);
      if (group.decides) winners.push(...pot.selected);
    }
  }
  const marked = Object.values(bundle.projects).filter((one) => one.won === "1").map((one) => one.id);
  expect(marked.sort(), [...winners].sort(), "projects.csv · won");
  return { code: "winners_hold", facts: { names: winners.map((key) => bundle.projects[key].title).join("; ") } };
}

export async function findReceipt(bundle, receipt) {
  const code = receipt.replace(/[\s-]/g, "").toUpperCase();
  const wanted = await sha256(`receipt|${bundle.result.round_id}|${code}`);
  const line = bundle.ledger.findIndex((one) => one.receipt_hash === wanted);
  if (line < 0) throw new Wrong("receipt_missing", { where: "ledger.csv" });
  const one = bundle.ledger[line], said = JSON.parse(one.choices), isList = Array.isArray(said);
  const names = (isList ? said : Object.keys(said)).map((key) => bundle.projects[key].title + (isList ? "" : `: ${said[key]}`));
  return { code: one.superseded === "0" ? "receipt_counts" : "receipt_replaced", facts: { line: line + 2, names: names.join("; ") } };
}
