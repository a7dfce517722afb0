// Elements that move for longer than `most` milliseconds.
most => {
  const milliseconds = value => Math.max(...value.split(",").map(each => parseFloat(each) * (each.trim().endsWith("ms") ? 1 : 1000)));
  const found = new Set();
  for (const element of document.querySelectorAll("*"))
    for (const pseudo of [null, "::before", "::after"]) {
      const style = getComputedStyle(element, pseudo);
      if (pseudo && style.content === "none") continue;
      const animated = style.animationName !== "none" && milliseconds(style.animationDuration) > most;
      const changes = style.transitionProperty !== "none" && milliseconds(style.transitionDuration) > most;
      if (animated || changes || (most === 0 && style.scrollBehavior === "smooth"))
        found.add(`${element.cloneNode().outerHTML.slice(0, 100)}${pseudo ?? ""}`);
    }
  return [...found].slice(0, 8);
}
