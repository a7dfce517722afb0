// Boxes that say something by their colour alone: no words, no picture, but a background or a border of their own.
() => [...document.querySelectorAll("main *")].map((element, place) => ({ element, place })).filter(({ element }) => {
  if (element.children.length || element.textContent.trim() || element.closest("svg, picture, [data-decoration]")) return false;
  if (/^(IMG|INPUT|TEXTAREA|SELECT|BUTTON|HR|BR|SOURCE|TRACK|OPTION|IFRAME|CANVAS|PROGRESS|METER|WBR|COL)$/.test(element.tagName)) return false;
  const box = element.getBoundingClientRect();
  const style = getComputedStyle(element);
  return box.width > 2 && box.height > 2 && !/^rgba\(.*, 0\)$/.test(style.backgroundColor);
}).map(({ place }) => place)
