// The final show: arrow keys turn the pages, F fills the screen, T starts the clock. The pages work without it.
const stage = document.querySelector("[data-stage]");
const timer = stage?.querySelector("[data-seconds]");
let ends = 0;

function told(seconds) {
  const left = Math.abs(seconds);
  return `${seconds < 0 ? "−" : ""}${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
}

function tick() {
  const left = Math.round((ends - Date.now()) / 1000);
  timer.textContent = told(left);
  timer.dataset.state = left < 0 ? "over" : "fine";
  setTimeout(tick, 500);
}

function startClock() {
  if (!ends) setTimeout(tick, 0);
  ends = Date.now() + Number(timer.dataset.seconds) * 1000;
}

function fill() {
  if (document.fullscreenElement) document.exitFullscreen();
  else document.documentElement.requestFullscreen().catch(() => {});
}

if (stage) {
  const go = (name) => stage.querySelector(`a[rel=${name}]`)?.click();
  for (const button of stage.querySelectorAll("button[data-does]"))
    button.addEventListener("click", button.dataset.does === "fill" ? fill : startClock);
  document.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.target.closest("input, textarea, select")) return;
    if (event.key === "ArrowRight" || event.key === "PageDown") go("next");
    else if (event.key === "ArrowLeft" || event.key === "PageUp") go("prev");
    else if (event.key === "f") fill();
    else if (event.key === "t") startClock();
  });
}
