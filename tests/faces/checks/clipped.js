// Text that a box cuts off: its lines reach over the edge of an ancestor that hides what overflows.
() => {
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode;
    const parent = node.parentElement;
    if (!node.data.trim() || parent.closest("script, style, template, option, svg, noscript")) continue;
    if (!parent.checkVisibility({ checkVisibilityCSS: true, checkOpacity: true })) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const text = range.getBoundingClientRect();
    if (!text.width || !text.height) continue;
    const slack = parseFloat(getComputedStyle(parent).fontSize) * 0.3; // line boxes are taller than letters
    for (let box = parent; box && box !== document.body; box = box.parentElement) {
      const style = getComputedStyle(box);
      const edge = box.getBoundingClientRect();
      if (edge.width <= 1 || edge.height <= 1 || (style.clipPath !== "none" && style.position === "absolute")) break; // for screen readers
      if (/auto|scroll/.test(style.overflowX + style.overflowY)) break;
      const cutsX = /hidden|clip/.test(style.overflowX) && (text.left < edge.left - 1 || text.right > edge.right + 1);
      const cutsY = /hidden|clip/.test(style.overflowY) && (text.top < edge.top - slack || text.bottom > edge.bottom + slack);
      if (cutsX || cutsY) {
        found.push(`"${node.data.trim().slice(0, 60)}" in ${box.outerHTML.slice(0, 100)}`);
        break;
      }
    }
  }
  return found;
}
