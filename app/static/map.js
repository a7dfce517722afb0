// Maps: the list beside one says everything; this draws its points on the city's own drawing, gathers what lies close together,
// and lets people mark a spot. Leaflet and its styles are loaded here, so that other pages never pay for them.
const language = document.documentElement.lang || "en";
const NEAR = 44; // pixels between two marks that would cover each other
const named = (name) => (typeof name === "string" ? name : name?.[language] || name?.en || Object.values(name || {})[0] || "");
let loading;

function load(box) {
  loading ||= Promise.all([
    new Promise((done, failed) => {
      const styles = Object.assign(document.createElement("link"), { rel: "stylesheet", href: box.dataset.styles, onload: done, onerror: failed });
      document.head.append(styles);
    }),
    new Promise((done, failed) => {
      document.head.append(Object.assign(document.createElement("script"), { src: box.dataset.script, onload: done, onerror: failed }));
    }),
    fetch(box.dataset.drawing).then((answer) => answer.json()),
  ]).then(([, , drawing]) => drawing);
  return loading;
}

function open(box, frame, drawing) {
  const map = L.map(frame, { zoomControl: false, attributionControl: Boolean(box.dataset.credit), minZoom: 9, maxZoom: 18, zoomSnap: 0.5, scrollWheelZoom: false });
  L.control.zoom({ zoomInTitle: box.dataset.closer, zoomOutTitle: box.dataset.farther }).addTo(map);
  frame.addEventListener("click", () => map.scrollWheelZoom.enable());
  frame.addEventListener("mouseleave", () => map.scrollWheelZoom.disable());
  if (box.dataset.tiles) L.tileLayer(box.dataset.tiles, { attribution: box.dataset.credit, maxZoom: 19 }).addTo(map);
  map.createPane("names").style.zIndex = 450;
  const order = ["neighbourhood", "forest", "park", "lake", "water", "river", "stream", "railway", "street", "building", "place"];
  const features = (drawing.schematic ? drawing.features.map(rounded) : [...drawing.features]).sort((a, b) => order.indexOf(a.properties.kind) - order.indexOf(b.properties.kind));
  const ground = L.geoJSON({ type: "FeatureCollection", features }, {
    interactive: false,
    style: ({ properties }) => ({ className: `drawn drawn-${properties.kind}`, lineCap: "round", lineJoin: "round" }),
    pointToLayer: (_feature, at) => L.circleMarker(at, { radius: 3, className: "drawn drawn-place", interactive: false }),
  }).addTo(map);
  names(map, ground);
  return { map, ground };
}

// A drawing by hand has few points: waters get their bends by cutting the corners twice (Chaikin).
function rounded(feature) {
  const { type, coordinates } = feature.geometry;
  if (!["river", "stream", "lake", "water"].includes(feature.properties.kind)) return feature;
  const cut = (line, closed) => {
    const bent = line.slice(0, -1).flatMap(([x, y], index) => {
      const [nextX, nextY] = line[index + 1];
      return [[0.75 * x + 0.25 * nextX, 0.75 * y + 0.25 * nextY], [0.25 * x + 0.75 * nextX, 0.25 * y + 0.75 * nextY]];
    });
    return closed ? [...bent, bent[0]] : [line[0], ...bent, line.at(-1)];
  };
  const twice = (line, closed) => cut(cut(line, closed), closed);
  const bent = { LineString: () => twice(coordinates, false), Polygon: () => coordinates.map((ring) => twice(ring, true)) }[type]?.();
  return bent ? { ...feature, geometry: { type, coordinates: bent } } : feature;
}

// Names of neighbourhoods and waters, where there is room for them.
function names(map, ground) {
  const labels = L.layerGroup();
  ground.eachLayer((layer) => {
    const { kind, name } = layer.feature.properties;
    if (!name || !layer.getBounds) return;
    const icon = L.divIcon({ className: `map-name map-name-${kind}`, html: "", iconSize: null });
    const label = L.marker(middle(layer), { icon, interactive: false, keyboard: false, pane: "names" });
    label.on("add", () => {
      const text = document.createElement("span");
      text.textContent = named(name);
      label.getElement().replaceChildren(text);
      label.getElement().setAttribute("aria-hidden", "true");
    });
    labels.addLayer(label);
  });
  const show = () => (map.getZoom() >= 12 ? labels.addTo(map) : labels.remove());
  map.on("zoomend", show);
  map.whenReady(show);
}

function middle(layer) {
  const line = layer instanceof L.Polygon ? null : layer.getLatLngs().flat();
  return line ? line[Math.floor(line.length / 2)] : layer.getBounds().getCenter();
}

function pointsOf(box) {
  return [...box.querySelectorAll(".map-list > li[data-lat]")].map((item, index) => ({
    item, index, at: L.latLng(Number(item.dataset.lat), Number(item.dataset.lon)), number: item.querySelector("b")?.textContent || String(index + 1),
  }));
}

// Neighbours on the screen become one mark: each point joins the first group whose middle is near.
function groups(map, points) {
  const found = [];
  for (const point of points) {
    const spot = map.latLngToLayerPoint(point.at);
    const group = found.find((one) => one.spot.distanceTo(spot) < NEAR);
    if (group) group.points.push(point);
    else found.push({ spot, points: [point] });
  }
  return found;
}

function popup(points) {
  const list = document.createElement("ul");
  list.className = "map-popup";
  for (const { item } of points.slice(0, 12)) {
    const entry = document.createElement("li");
    entry.append(...[...item.querySelector("span").childNodes].map((node) => node.cloneNode(true)));
    list.append(entry);
  }
  if (points.length > 12) list.append(Object.assign(document.createElement("li"), { textContent: "…" }));
  return list;
}

function marks(box, map, points) {
  const layer = L.layerGroup().addTo(map);
  let shown = [];
  const draw = () => {
    layer.clearLayers();
    shown = groups(map, points).map((group) => {
      const one = group.points.length === 1 ? group.points[0] : null;
      const at = one ? one.at : L.latLngBounds(group.points.map((point) => point.at)).getCenter();
      const rough = one?.item.dataset.rough ? " map-mark-rough" : "";
      const size = one ? 34 : group.points.length > 9 ? 52 : 44;
      const icon = L.divIcon({ className: `map-mark${one ? rough : " map-mark-many"}`, html: "", iconSize: [size, size] });
      const mark = L.marker(at, { icon, riseOnHover: true });
      mark.on("add", () => {
        const element = mark.getElement();
        element.textContent = one ? one.number : String(group.points.length);
        element.setAttribute("role", "button");
        element.setAttribute("aria-label", one ? one.item.querySelector("a, span").textContent.trim() : box.dataset.several.replace("{n}", group.points.length));
      });
      const choose = () => {
        const bounds = L.latLngBounds(group.points.map((point) => point.at));
        if (!one && bounds.getNorthEast().distanceTo(bounds.getSouthWest()) > 30 && map.getZoom() < 16) map.fitBounds(bounds.pad(0.3), { maxZoom: 17 });
        else mark.bindPopup(popup(group.points), { minWidth: 190, maxWidth: 270 }).openPopup();
        if (one) point(one.item);
      };
      mark.on("click", choose);
      mark.on("keypress", ({ originalEvent }) => { if (originalEvent.key === "Enter" || originalEvent.key === " ") choose(); });
      return { mark: mark.addTo(layer), points: group.points };
    });
  };
  const point = (item) => {
    for (const other of box.querySelectorAll(".map-list > .on")) other.classList.remove("on");
    item.classList.add("on");
    const list = item.parentElement;
    if (list.scrollHeight > list.clientHeight) list.scrollTo({ top: item.offsetTop - list.offsetTop - 40, behavior: "auto" });
  };
  const light = (found, on) => {
    const entry = shown.find(({ points: inside }) => inside.includes(found));
    entry?.mark.getElement()?.classList.toggle("on", on);
    if (on && !map.getBounds().pad(-0.05).contains(found.at)) map.panTo(found.at, { animate: false });
  };
  for (const found of points) {
    for (const [name, on] of [["mouseenter", true], ["mouseleave", false], ["focusin", true], ["focusout", false]]) {
      found.item.addEventListener(name, () => light(found, on));
    }
  }
  map.on("zoomend", draw);
  draw();
}

function show(map, points, ground) {
  const bounds = points.length ? L.latLngBounds(points.map((point) => point.at)) : ground.getBounds();
  if (bounds.isValid()) map.fitBounds(bounds.pad(points.length ? 0.12 : 0.02), { maxZoom: points.length > 1 ? 15 : 14, animate: false });
  else map.setView([0, 0], 9);
}

async function startMap(box) {
  const frame = box.querySelector("[data-map-frame]");
  const drawing = await load(box);
  for (const still of box.querySelectorAll("[data-map-still], [data-map-open]")) still.remove();
  frame.hidden = false;
  const { map, ground } = open(box, frame, drawing);
  const points = pointsOf(box);
  show(map, points, ground);
  if (points.length) marks(box, map, points);
  box.dataset.ready = "yes";
}

// Marking a spot: press the map, or move it under the cross and press the button; the text field says the same in figures.
async function startPicker(box) {
  const field = document.getElementById(box.dataset.for);
  const frame = box.querySelector("[data-map-frame]");
  const places = {};
  const [drawing] = await Promise.all([load(box), ...[...box.querySelectorAll("data[data-places]")].map(async (source) => {
    const { features } = await (await fetch(source.dataset.places)).json();
    places[source.value] = Object.fromEntries(features.map(({ properties, geometry }) => [properties.id, geometry.coordinates]));
  })]);
  box.hidden = false;
  const { map, ground } = open(box, frame, drawing);
  let mark = null;
  const written = () => field.value.split(/[,; ]+/).filter(Boolean).map(Number);
  const put = (at, tell = true) => {
    const icon = L.divIcon({ className: "map-mark map-mark-spot", html: "", iconSize: [30, 30] });
    mark ||= L.marker(at, { icon, keyboard: false, draggable: true }).addTo(map).on("dragend", () => put(mark.getLatLng()));
    mark.setLatLng(at);
    if (!tell) return;
    field.value = `${at.lat.toFixed(6)}, ${at.lng.toFixed(6)}`;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  };
  const go = () => {
    const [lat, lon] = written();
    if (Number.isFinite(lat) && Number.isFinite(lon) && Math.abs(lat) <= 90) {
      put(L.latLng(lat, lon), false);
      return map.setView([lat, lon], 16, { animate: false });
    }
    for (const name of ["park", "neighbourhood"]) {
      const at = places[name]?.[document.getElementById(name)?.value];
      if (at) return map.setView([at[1], at[0]], name === "park" ? 16 : 14.5, { animate: false });
    }
    return ground.getBounds().isValid() ? map.fitBounds(ground.getBounds(), { animate: false }) : map.setView([0, 0], 2);
  };
  map.on("click", ({ latlng }) => put(latlng));
  box.querySelector("[data-map-middle]").addEventListener("click", () => put(map.getCenter()));
  const here = box.querySelector("[data-map-here]");
  here.hidden = !navigator.geolocation;
  here.addEventListener("click", () => navigator.geolocation.getCurrentPosition(({ coords }) => {
    put(L.latLng(coords.latitude, coords.longitude));
    map.setView([coords.latitude, coords.longitude], 17);
  }));
  field.addEventListener("change", go);
  for (const name of ["park", "neighbourhood"]) document.getElementById(name)?.addEventListener("change", () => { if (!field.value.trim()) go(); });
  go();
  box.dataset.ready = "yes";
}

// What a finger, a mouse or the keyboard does first where somebody wants to use a map.
const WISHES = ["pointerenter", "pointerdown", "focusin"];

/** Make the maps below `root` ready: the still picture is there at once, Leaflet comes when somebody reaches for it. */
export function startMaps(root) {
  for (const box of root.querySelectorAll("[data-map], [data-map-picker]")) {
    if (box.dataset.started) continue;
    box.dataset.started = "1";
    let begun = false;
    const begin = () => {
      if (begun) return;
      begun = true;
      (box.matches("[data-map]") ? startMap : startPicker)(box).catch((error) => {
        box.dataset.ready = "no";
        console.error(error);
      });
    };
    const closed = box.closest("details:not([open])");
    const still = box.querySelector("[data-map-open]");
    if (closed) closed.addEventListener("toggle", begin, { once: true });
    else if (!still) begin();
    else {
      still.hidden = false;
      still.addEventListener("click", begin);
      for (const wish of WISHES) box.addEventListener(wish, begin, { once: true });
    }
  }
}
