// Keys of the pages. Every one of them presses a link or a button that is visible: nothing works only here.
"use strict";
(() => {
  const OFF = "passerelle-keys-off";
  const GO_TIME = 1500;
  let going = 0;

  const off = () => localStorage.getItem(OFF) === "1";
  const typing = (element) =>
    element.matches("textarea, select, [contenteditable], input:not([type=checkbox], [type=radio], [type=button], [type=submit], [type=file])");
  const shown = (element) => element.getClientRects().length > 0 && !element.disabled;
  const press = (element) => {
    element.scrollIntoView({ block: "nearest" });
    if (element.matches("input, select, textarea")) element.focus();
    if (!element.matches("textarea, select") && !typing(element)) element.click();
  };

  // j and k: the rows of the list, in the order of the page.
  function move(step) {
    const rows = [...document.querySelectorAll("[data-item]")].filter(shown);
    if (!rows.length) return false;
    const here = rows.findIndex((row) => row === document.activeElement || row.contains(document.activeElement));
    const next = here < 0 ? (step > 0 ? 0 : rows.length - 1) : Math.min(Math.max(here + step, 0), rows.length - 1);
    rows[next].focus();
    rows[next].scrollIntoView({ block: "nearest" });
    return true;
  }

  // A key of the page: first in the group that has the focus, then in the group marked active, then anywhere.
  function keyed(key) {
    const selector = `[data-key="${CSS.escape(key)}"]`;
    const groups = [document.activeElement?.closest("[data-group]"), document.querySelector("[data-group][data-active]"), document];
    for (const group of groups) {
      const found = group && [...group.querySelectorAll(selector)].find(shown);
      if (found) {
        press(found);
        return true;
      }
    }
    return false;
  }

  function help() {
    const dialog = document.getElementById("touches");
    if (!dialog || dialog.open) return false;
    dialog.showModal();
    return true;
  }

  function single(key) {
    if (going && Date.now() - going < GO_TIME) {
      going = 0;
      const desk = document.querySelector(`[data-go="${CSS.escape(key)}"]`);
      if (desk) {
        desk.click();
        return true;
      }
    }
    going = 0;
    if (key === "j") return move(1);
    if (key === "k") return move(-1);
    if (key === "?") return help();
    if (key === "/") {
      const search = document.querySelector("[data-search]");
      search?.focus();
      search?.select();
      return Boolean(search);
    }
    if (key === "g") {
      going = Date.now();
      return true;
    }
    return keyed(key);
  }

  function withControl(event) {
    if (event.key === "Enter") {
      const form = document.activeElement?.closest("form") ?? document.querySelector("form[data-main]");
      form?.requestSubmit();
      return Boolean(form);
    }
    if (event.key === "z" && !typing(document.activeElement)) {
      const undo = document.querySelector("[data-undo]");
      undo?.click();
      return Boolean(undo);
    }
    return false;
  }

  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.altKey || event.metaKey || event.isComposing) return;
    // Out of a field, so that the keys of the page are keys again.
    if (event.key === "Escape" && typing(event.target) && !document.querySelector("dialog[open]")) event.target.blur();
    const done = event.ctrlKey
      ? withControl(event)
      : !off() && !typing(event.target) && !document.querySelector("dialog[open]") && single(event.key);
    if (done) event.preventDefault();
  });

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-keys-help]") && help()) event.preventDefault();
  });

  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-keys-off]")) localStorage.setItem(OFF, event.target.checked ? "1" : "0");
  });

  // What was just done is shown for ten seconds, longer while somebody is on it.
  function fade(flash) {
    if (flash.matches(":hover, :focus-within")) setTimeout(fade, 2000, flash);
    else flash.remove();
  }

  document.querySelectorAll("[data-keys-off]").forEach((box) => (box.checked = off()));
  document.querySelectorAll("[data-flash]").forEach((flash) => setTimeout(fade, 10000, flash));
  document.querySelector("[data-errors]")?.focus();
})();
