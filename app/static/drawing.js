// Draws the corners of an area on a small map; the text field beside it stays the truth.
const SVG = "http://www.w3.org/2000/svg";

function shape(name, attributes) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
}

function read(control) {
  return control.value.split("\n").map((line) => line.split(",").map(Number)).filter((pair) => pair.length === 2 && pair.every(Number.isFinite));
}

function start(map) {
  const [lat0, lon0, north, east] = ["lat", "lon", "north", "east"].map((name) => Number(map.dataset[name]));
  const svg = map.querySelector("svg");
  const area = document.getElementById(map.dataset.area);
  const layer = svg.querySelector("[data-drawn]");
  const toXY = ([lat, lon]) => [150 + 150 * (lon - lon0) / east, 100 - 100 * (lat - lat0) / north];
  const show = () => {
    const corners = read(area).map(toXY);
    layer.replaceChildren(
      ...(corners.length > 1 ? [shape(corners.length > 2 ? "polygon" : "polyline", { class: "draw-area", points: corners.map((xy) => xy.join(",")).join(" ") })] : []),
      ...corners.map(([cx, cy]) => shape("circle", { class: "draw-corner", cx, cy, r: 2.5 })));
  };
  const write = (corners) => {
    area.value = corners.map((pair) => pair.map((number) => number.toFixed(6)).join(", ")).join("\n");
    area.dispatchEvent(new Event("input", { bubbles: true }));
  };
  svg.addEventListener("click", (event) => {
    const box = svg.getBoundingClientRect();
    const [x, y] = [(event.clientX - box.left) / box.width * 300, (event.clientY - box.top) / box.height * 200];
    write([...read(area), [lat0 + (100 - y) / 100 * north, lon0 + (x - 150) / 150 * east]].slice(0, 40));
  });
  map.querySelector("[data-undo]").addEventListener("click", () => write(read(area).slice(0, -1)));
  area.addEventListener("input", show);
  map.hidden = false;
  show();
}

for (const map of document.querySelectorAll("[data-draw-map]")) start(map);
