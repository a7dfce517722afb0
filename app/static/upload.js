// Shows how much of the files of a form is sent. Without script the form is sent all the same.
const LEAST = 200000; // bytes below which there is nothing to watch

function bar(form) {
  const words = form.querySelector("[data-file-drop]").dataset;
  const line = document.createElement("p");
  line.className = "upload-line";
  line.setAttribute("role", "status");
  const progress = Object.assign(document.createElement("progress"), { max: 100, value: 0 });
  const text = document.createElement("span");
  line.append(progress, text);
  form.querySelector(".buttons:last-of-type, button:last-of-type").before(line);
  return {
    show: (percent) => {
      progress.value = percent;
      text.textContent = percent < 100 ? words.sending.replace("{n}", percent) : words.stored;
    },
    fail: () => {
      progress.remove();
      text.textContent = words.failed;
    },
  };
}

function send(form, submitter) {
  const request = new XMLHttpRequest();
  const shown = bar(form);
  const over = () => {
    shown.fail();
    delete form.dataset.sent;
  };
  shown.show(0);
  request.open("POST", form.action);
  request.setRequestHeader("X-Sent-By", "upload");
  request.upload.addEventListener("progress", ({ loaded, total }) => shown.show(Math.floor((100 * loaded) / total)));
  request.addEventListener("error", over);
  request.addEventListener("load", () => {
    const type = request.getResponseHeader("Content-Type") || "";
    if (type.startsWith("application/json") && request.status < 300) location.assign(JSON.parse(request.responseText).location);
    else if (type.startsWith("text/html")) {
      document.open();
      document.write(request.responseText);
      document.close();
    } else over();
  });
  request.send(new FormData(form, submitter));
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  const files = [...form.querySelectorAll("[data-file-drop] input[type=file]")].flatMap((input) => [...input.files]);
  if (event.defaultPrevented || form.dataset.sent || files.reduce((sum, file) => sum + file.size, 0) < LEAST) return;
  event.preventDefault();
  form.dataset.sent = "1";
  for (const old of form.querySelectorAll(".upload-line")) old.remove();
  send(form, event.submitter);
}, true);
