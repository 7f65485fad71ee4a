// What pages do by themselves: parts that are refreshed, files that are sent once chosen, papers that are printed.
"use strict";
(() => {
  const line = document.querySelector("[data-stale]");
  const say = (stale) => {
    if (line) line.hidden = !stale;
  };

  // When the program does not answer, what is shown stays, and the page says so.
  document.addEventListener("htmx:before:response", (event) => {
    const status = event.detail.ctx.response.status;
    const failed = status >= 400 && status !== 401 && status !== 422;
    if (failed) event.preventDefault();
    say(failed);
  });
  document.addEventListener("htmx:error", () => say(true));

  // A form is sent once: a second press while the answer is awaited does nothing.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.target || form.method === "dialog") return;
    if (form.getAttribute("aria-busy")) event.preventDefault();
    form.setAttribute("aria-busy", "true");
    setTimeout(() => form.removeAttribute("aria-busy"), 5000);
  });
  window.addEventListener("pageshow", () => document.querySelectorAll("form[aria-busy]").forEach((f) => f.removeAttribute("aria-busy")));

  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-send]") && event.target.value) event.target.form.requestSubmit();
  });

  // Prints the page, or the papers shown in a frame; without a frame that prints, the link opens them.
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-print]");
    if (!button) return;
    const frame = document.getElementById(button.dataset.print);
    try {
      (frame ? frame.contentWindow : window).print();
      event.preventDefault();
    } catch {
      // The link goes on.
    }
  });
  document.querySelectorAll("button[data-print]").forEach((button) => (button.hidden = false));
})();
