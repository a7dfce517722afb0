// What makes the page wider than the screen: the innermost elements that reach over its right edge.
() => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return [];
  const scrolls = element => {
    for (let box = element.parentElement; box && box !== document.body; box = box.parentElement)
      if (getComputedStyle(box).overflowX !== "visible") return true;
    return false;
  };
  const over = [...document.body.querySelectorAll("*")].filter(
    element => element.getBoundingClientRect().right > width + 0.5 && !scrolls(element));
  const inner = over.filter(element => !over.some(other => other !== element && element.contains(other)));
  return (inner.length ? inner : [document.documentElement]).slice(0, 5).map(element =>
    `${Math.ceil(document.documentElement.scrollWidth)} px wide on ${width}: ${element.outerHTML.slice(0, 140)}`);
}
