// With forced colours: controls that lost every edge, and bars and dots that were only a background colour.
() => {
  const found = [];
  const canvas = getComputedStyle(document.body).backgroundColor;
  const bordered = style => ["Top", "Right", "Bottom", "Left"].some(side =>
    parseFloat(style[`border${side}Width`]) > 0 && !/none|hidden/.test(style[`border${side}Style`]) && style[`border${side}Color`] !== canvas);
  const outlined = style => style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0;
  const filled = style => style.backgroundColor !== canvas && !/^rgba\(.*, 0\)$/.test(style.backgroundColor);
  const seen = element => {
    const style = getComputedStyle(element);
    return bordered(style) || outlined(style) || filled(style);
  };
  const controls = "button, a.button, summary.button, [role=button], textarea, select, input:not([type=hidden], [type=file])";
  for (const element of document.querySelectorAll(controls)) {
    if (!element.checkVisibility({ checkVisibilityCSS: true, checkOpacity: true })) continue;
    const box = element.getBoundingClientRect();
    if (box.width <= 1 || box.height <= 1) continue;
    const native = getComputedStyle(element).appearance !== "none" && /^(checkbox|radio|range)$/.test(element.type);
    const words = element.matches("button, a, summary, [role=button]") && element.matches(".link, .quiet, .as-link");
    if (!native && !words && !seen(element)) found.push(`no edge: ${element.outerHTML.slice(0, 120)}`);
  }
  return found;
}
