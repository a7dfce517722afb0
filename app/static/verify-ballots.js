// Holds published ballots against the limits of the rules, and the .pb files against the other files of a result.
import { Wrong, expect, givenIn } from "./verify-count.js";

// What is limited on a ballot: how much of it is there, and the least and the most that the rules allow.
function* boundsOf(bundle, said, places) {
  const { type, limits } = bundle.rules.ballot, isList = Array.isArray(said), keys = isList ? said : Object.keys(said);
  const byNumbers = Number(type === "points" || type === "grades");
  yield ["numbers", Number(!isList), byNumbers, byNumbers];
  const strange = keys.find((key) => !(key in bundle.projects));
  if (strange !== undefined) yield [`project ${strange}`, 1, 0, 0];
  yield ["projects", new Set(keys).size, Math.max(keys.length, Math.min(1, limits.min)), keys.length];
  const pots = Object.fromEntries(bundle.rules.pots.map((pot) => [String(pot.id), pot]));
  const used = [...new Set(keys.map((key) => bundle.projects[key].pot_id))], free = limits.one_of ?? [];
  const own = new Set(used.filter((pot) => pot && !free.includes(pot)).map((pot) => pots[pot].neighbourhood_id));
  for (const place of [null, ...places]) own.delete(place);
  yield ["areas", Math.max(own.size, used.filter((pot) => free.includes(pot)).length), 0, 1];
  for (const pot of used) {
    const at = { ...limits, ...limits.pots?.[pot] }, chosen = keys.filter((key) => bundle.projects[key].pot_id === pot);
    yield [`projects · pot ${pot}`, chosen.length, at.min, at.max ?? chosen.length];
    const sum = (values) => values.reduce((total, value) => total + value, 0);
    if (type === "knapsack") yield [`cents · pot ${pot}`, sum(chosen.map((key) => Number(bundle.projects[key].cost_cents))), 0, pots[pot].amount_cents];
    if (type === "points") yield [`points · pot ${pot}`, sum(chosen.map((key) => said[key])), 0, at.total];
    for (const key of isList ? [] : chosen) {
      yield [`${type} · project ${key}`, said[key], at.lowest ?? 1, type === "grades" ? at.highest : at.max_each ?? at.total];
    }
  }
}

export function checkBallots(bundle) {
  const places = Object.fromEntries(bundle.rules.electorates.map((group) => [group.key, group.neighbourhood_ids]));
  for (const [index, one] of bundle.ledger.entries()) {
    for (const [what, found, least, most] of boundsOf(bundle, JSON.parse(one.choices), places[one.electorate])) {
      if (Number.isInteger(found) && least <= found && found <= most) continue;
      const where = `ledger.csv · ${index + 2} · ${one.receipt_hash.slice(0, 12)}…`;
      throw new Wrong("breaks_limits", { where, what, found, least, most });
    }
  }
  return { code: "limits_hold", facts: { count: bundle.ledger.length } };
}

// --- .pb files: the sections META, PROJECTS and VOTES, lines of cells with semicolons between them --------------------

function sectionsOf(text) {
  const found = {};
  let own = [];
  for (const line of text.split(/\r?\n/)) {
    if (["META", "PROJECTS", "VOTES"].includes(line)) found[line] = own = [];
    else if (line) own.push(cellsOf(line));
  }
  return Object.fromEntries(Object.entries(found).map(([name, [head, ...body]]) =>
    [name, body.map((row) => Object.fromEntries(head.map((column, place) => [column, row[place] ?? ""])))]));
}

const cellsOf = (line) => (line.match(/("(?:[^"]|"")*"|[^;]*)(?:;|$)/g) ?? []).map((cell) => cell.replace(/;$/, "").replace(/^"|"$/g, "").replaceAll('""', '"'));
const cents = (text) => Math.round(Number(text) * 100);
const sorted = (pairs) => (pairs ? [...pairs].sort(([a], [b]) => (a < b ? -1 : 1)) : null);

function checkPot(bundle, name, group, pot, file) {
  expect(cents(file.META.find((one) => one.key === "budget").value), pot.amount, `${name} · budget`);
  const own = Object.keys(pot.votes).sort();
  expect(file.PROJECTS.map((one) => one.project_id).sort(), own, `${name} · PROJECTS`);
  for (const one of file.PROJECTS) {
    const key = one.project_id;
    expect(cents(one.cost), Number(bundle.projects[key].cost_cents), `${name} · ${key} · cost`);
    expect(Number(one.votes), pot.votes[key], `${name} · ${key} · votes`);
    expect(one.selected, String(Number(pot.selected.includes(key))), `${name} · ${key} · selected`);
  }
  const live = bundle.ledger.filter((one) => one.electorate === group.key && one.superseded === "0");
  const given = new Map(live.map((one) => [one.receipt_hash, givenIn(bundle, pot.id, one.choices)]).filter(([, pairs]) => pairs));
  for (const one of file.VOTES) {
    const points = (one.points ?? "").split(","), chosen = one.vote ? one.vote.split(",") : [];
    const said = chosen.map((key, place) => [key, "points" in one ? Number(points[place]) : 1]);
    expect(sorted(said), sorted(given.get(one.voter_id)), `${name} · ${one.voter_id.slice(0, 12)}…`);
    given.delete(one.voter_id);
  }
  for (const receipt of given.keys()) expect(null, sorted(given.get(receipt)), `${name} · ${receipt.slice(0, 12)}…`);
}

// The files that a result has: one for each pot of each group of voters.
export function pbNames(result) {
  const pairs = result.electorates.flatMap((group) => group.pots.map((pot) => ({ group, pot })));
  const named = pairs.map(({ group, pot }) => ({ group, pot, name: `round-${group.key}-${pot.id || 0}.pb` }));
  return pairs.length === 1 ? [{ ...pairs[0], name: "round.pb" }] : named;
}

export function checkPb(bundle) {
  const files = pbNames(bundle.result);
  for (const { name, group, pot } of files) checkPot(bundle, name, group, pot, sectionsOf(bundle.pb[name]));
  return { code: "pb_holds", facts: { count: files.length } };
}
