// Controls smaller than `least` pixels that stand by themselves (links inside a sentence may be as low as their line), and
// main buttons lower than `thumb` pixels.
([least, thumb]) => {
  const found = [];
  for (const element of document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']")) {
    if (!element.checkVisibility({ checkVisibilityCSS: true, checkOpacity: true })) continue;
    const target = element.labels?.[0]?.contains(element) ? element.labels[0] : element;
    const box = target.getBoundingClientRect();
    if (box.width <= 1 || box.height <= 1) continue;
    const isMain = element.matches("main :is(button, a.button):not(.small, .quiet, .link)");
    if (box.width >= least && box.height >= (isMain ? thumb : least)) continue;
    if (element.matches("a") && getComputedStyle(element).display === "inline") continue;
    found.push(`${Math.round(box.width)} × ${Math.round(box.height)}: ${element.outerHTML.slice(0, 120)}`);
  }
  return found;
}
