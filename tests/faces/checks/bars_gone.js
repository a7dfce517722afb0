// Which of the boxes found before cannot be seen with forced colours.
places => {
  const every = document.querySelectorAll("main *");
  const canvas = getComputedStyle(document.body).backgroundColor;
  return places.map(place => every[place]).filter(element => {
    const style = getComputedStyle(element);
    const bordered = ["Top", "Right", "Bottom", "Left"].some(side => parseFloat(style[`border${side}Width`]) > 0 && style[`border${side}Style`] !== "none");
    const filled = style.backgroundColor !== canvas && !/^rgba\(.*, 0\)$/.test(style.backgroundColor);
    return !bordered && !filled && !(style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0);
  }).slice(0, 5).map(element => element.outerHTML.slice(0, 120));
}
