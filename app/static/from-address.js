// A code that stands behind the # of a scanned address is put into the field; no server ever sees it in an address.
const code = decodeURIComponent(location.hash.slice(1));
const box = document.querySelector("[data-from-address]");
if (box && !box.value && /^[0-9A-Za-z-]{10,40}$/.test(code)) {
  box.value = code;
  history.replaceState(null, "", location.pathname + location.search);
}
