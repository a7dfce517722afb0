// A kiosk that nobody touches asks whether somebody is there, and clears itself for the next voter if nobody answers.
const box = document.querySelector("dialog[data-kiosk-after]");
const leave = document.getElementById("kiosk-done");
if (box && leave) {
  const after = Number(box.dataset.kioskAfter) * 1000;
  const left = box.querySelector("[data-kiosk-left]");
  let asking = 0;
  let waiting = 0;

  const wait = () => {
    clearTimeout(waiting);
    waiting = setTimeout(ask, after);
  };
  const stay = () => {
    clearInterval(asking);
    box.close();
    wait();
  };
  const ask = () => {
    let seconds = Number(box.dataset.kioskFor);
    left.textContent = String(seconds);
    box.showModal();
    asking = setInterval(() => {
      seconds -= 1;
      left.textContent = String(seconds);
      if (seconds > 0) return;
      clearInterval(asking);
      leave.submit();
    }, 1000);
  };

  for (const touch of ["pointerdown", "keydown", "input", "scroll"]) {
    document.addEventListener(touch, () => { if (!box.open) wait(); }, { passive: true, capture: true });
  }
  box.querySelector("[data-kiosk-stay]").addEventListener("click", stay);
  box.addEventListener("cancel", (event) => { event.preventDefault(); stay(); });
  wait();
}
// Going back in the browser must not show what an earlier voter saw.
window.addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
