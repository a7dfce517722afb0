// Before the first Tab: watch where each press of Tab leaves from, when the page has come to rest.
() => {
  const described = element => element.outerHTML.slice(0, 120);
  const faults = [];
  let before = null;
  const shown = element => {
    const box = element.getBoundingClientRect();
    const small = box.width < 4 || box.height < 4 || getComputedStyle(element).opacity === "0";
    return small ? element.labels?.[0] ?? element.closest("label") ?? element : element;
  };
  const reachable = element => {
    for (const box of element.getClientRects()) {
      const points = [[0.5, 0.5], [0.1, 0.5], [0.9, 0.5], [0.5, 0.2], [0.5, 0.8]];
      for (const [x, y] of points) {
        const hit = document.elementFromPoint(box.left + box.width * x, box.top + box.height * y);
        if (hit && (element.contains(hit) || hit.contains(element) && hit !== document.body && hit !== document.documentElement && hit.tagName !== "MAIN")) return true;
      }
    }
    return false;
  };
  const marked = (element, target) => {
    for (let box = element, depth = 0; box && depth < 4; box = box.parentElement, depth += 1) {
      const style = getComputedStyle(box);
      if (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0) return true;
      if (style.boxShadow !== "none" && box === element) return true;
    }
    const style = getComputedStyle(target);
    return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0;
  };
  const isLast = element => ![...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex]")].some(other =>
    other.tabIndex >= 0 && !other.disabled && other.checkVisibility({ checkVisibilityCSS: true })
    && element.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING);
  const leave = () => {
    const element = document.activeElement;
    window.tabbedThrough ||= before !== null && (!element || element === document.body || isLast(before) && element !== before); // more presses begin anew
    if (window.tabbedThrough || !element || element === document.body || element === before) return; // a date has several stops
    if (before && !(before.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING))
      faults.push(`focus goes back: from ${described(before)} to ${described(element)}`);
    before = element;
    const target = shown(element);
    if (!reachable(target)) faults.push(`focus is hidden: ${described(element)}`);
    if (!marked(element, target)) faults.push(`focus is not marked: ${described(element)}`);
  };
  window.tabFaults = faults;
  window.tabbedThrough = false;
  const pressed = event => { if (event.key === "Tab") leave(); };
  document.addEventListener("keydown", pressed, { capture: true });
  window.tabEnd = () => {
    leave();
    document.removeEventListener("keydown", pressed, { capture: true });
    document.activeElement?.blur?.();
    window.scrollTo(0, 0);
  };
}
