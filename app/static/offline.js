// The page without a connection: says how many scorecards this device keeps, and goes on to what was wanted when the connection is back.
const AGAIN = 3000; // a network that says it is there often takes a while
const line = document.querySelector("[data-kept-scorecards]");
const kept = Object.keys(localStorage).filter((key) => /^talka:scorecard:\d+:/.test(key)).length;
if (line && kept) {
  line.textContent = kept === 1 ? line.dataset.one : line.dataset.many.replace("{n}", kept);
  line.hidden = false;
}
async function goOn() {
  if (!navigator.onLine) return;
  try {
    await fetch(location.href, { method: "HEAD", cache: "no-store" });
    location.reload();
  } catch { /* not yet */ }
}
addEventListener("online", goOn);
setInterval(goOn, AGAIN);
