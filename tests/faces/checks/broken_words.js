// Words that a narrow box breaks without a hyphen.
() => {
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  while (walker.nextNode()) {
    const node = walker.currentNode;
    const parent = node.parentElement;
    if (!node.data.trim() || parent.closest("script, style, template, option, svg, code, .code, .hidden-text, pre, textarea, [data-breaks]")) continue;
    if (!parent.checkVisibility({ checkVisibilityCSS: true }) || parent.getBoundingClientRect().width <= 1) continue;
    for (const match of node.data.matchAll(/[\p{L}\p{M}]{4,}/gu)) {
      if (/[@./_\d]/.test(node.data[match.index - 1] ?? "") || /[@/_\d]/.test(node.data[match.index + match[0].length] ?? "")) continue; // part of an address
      range.setStart(node, match.index);
      range.setEnd(node, match.index + match[0].length);
      const tops = new Set([...range.getClientRects()].filter(box => box.width > 0.5).map(box => Math.round(box.top)));
      if (tops.size > 1) found.push(`"${match[0]}" in ${parent.outerHTML.slice(0, 120)}`);
    }
  }
  return found;
}
