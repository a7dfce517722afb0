// Added before the page's own scripts: the sum of what moved by itself while the page was loading.
window.layoutShift = 0;
window.layoutShifted = [];
new PerformanceObserver(list => {
  for (const entry of list.getEntries()) {
    if (entry.hadRecentInput) continue;
    window.layoutShift += entry.value;
    for (const source of entry.sources ?? []) if (source.node?.outerHTML) window.layoutShifted.push(source.node.outerHTML.slice(0, 100));
  }
}).observe({ type: "layout-shift", buffered: true });
