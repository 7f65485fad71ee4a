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
    // What a key unfolds is there to be filled in.
    if (element.matches("summary") && element.parentElement.open) element.parentElement.querySelector("select, input:not([type=hidden]), textarea")?.focus();
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
        if (found.matches("[data-flow] [data-step] input[type=radio]")) decide(found);
        else press(found);
        return true;
      }
    }
    return false;
  }

  // A form of decisions, one after the other ([data-flow], its groups [data-step]): what a key chooses leads to the next group that is
  // open, and at the end to the button. Keys pressed while a choice is still changing what is proposed wait for it: a digit never takes
  // a proposal that was not on the screen yet.
  const flow = document.querySelector("form[data-flow]");
  const visited = new Set();
  const early = Date.now() + 300;
  let waiting = 0;
  let source = null;
  let held = [];

  const open = (group) => (group.dataset.step === "visit" ? !visited.has(group) : !group.querySelector("input[type=radio]:checked"));
  const groupOf = (element) => element?.closest("[data-flow] [data-step]");

  function lead(from) {
    if (from) visited.add(from);
    const groups = [...flow.querySelectorAll("[data-step]")].filter(shown);
    const next = groups.slice(groups.indexOf(from) + 1).find(open) ?? groups.find(open);
    const active = next ?? from;
    if (active) flow.querySelectorAll("[data-step]").forEach((group) => group.toggleAttribute("data-active", group === active));
    const place = next?.matches("fieldset") ? next : next?.querySelector("select") ?? flow.querySelector("[data-last]");
    (next ?? place).scrollIntoView({ block: "nearest" });
    place.focus({ preventScroll: true });
  }

  function decide(radio) {
    const group = groupOf(radio);
    const changes = !radio.checked && radio.closest("[hx-post]");
    if (changes) {
      clearTimeout(waiting);
      source = changes;
      waiting = setTimeout(goOn, 5000, group);
      flow.dataset.waiting = "";
    }
    press(radio);
    const empty = radio.dataset.leads && document.querySelector(radio.dataset.leads);
    if (empty && !empty.value) empty.focus();
    else if (!changes) lead(group);
  }

  function goOn(group) {
    clearTimeout(waiting);
    waiting = 0;
    delete flow.dataset.waiting;
    if (!typing(document.activeElement)) lead(group);
    const keys = held;
    held = [];
    keys.forEach(([key, shift]) => (waiting ? held.push([key, shift]) : key === "Enter" ? enter(document.activeElement, shift, true) : single(key)));
  }

  document.addEventListener("htmx:finally:request", (event) => {
    if (waiting && event.detail.ctx?.sourceElement === source) goOn(groupOf(source));
  });

  // Enter goes on; where nothing is left to decide, it presses the button. `again` is for a key that waited. A second Enter meant for
  // the page before does nothing.
  function enter(element, shift, again) {
    if (!flow || (Date.now() < early && !typing(element))) return Boolean(flow);
    const inside = flow.contains(element) || element === document.body || element.matches("main");
    if (!inside || element.matches("textarea, a, summary, [data-search]")) return false;
    if (shift) {
      flow.querySelector("[data-another]")?.click();
      return true;
    }
    if (element.matches("button")) {
      if (again) element.click();
      return again;
    }
    const group = groupOf(element);
    const left = [...flow.querySelectorAll("[data-step]")].filter(shown).filter((other) => other !== group && open(other));
    const here = group && group.dataset.step !== "visit" && open(group);
    // Nothing is taken for an answer: the question says how it is answered.
    if (here) group.querySelector("[data-owed]")?.removeAttribute("hidden");
    if (typing(element) || element.matches("select") || left.length || here) lead(here ? null : group);
    else flow.querySelector("[data-last]").click();
    return true;
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
    const wait = waiting && !event.ctrlKey && !typing(event.target) && (event.key.length === 1 || event.key === "Enter");
    if (wait) {
      held.push([event.key, event.shiftKey]);
      event.preventDefault();
      return;
    }
    if (event.key === "Escape" && typing(event.target) && !document.querySelector("dialog[open]")) event.target.blur();
    const done = event.ctrlKey
      ? withControl(event)
      : !off() && !document.querySelector("dialog[open]") && !event.repeat &&
        (event.key === "Enter" ? enter(event.target, event.shiftKey) : !typing(event.target) && single(event.key));
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
  const errors = document.querySelector("[data-errors]");
  if (errors) errors.focus();
  else if (flow && !off()) {
    const groups = [...flow.querySelectorAll("[data-step]:not([data-step=visit])")].filter(shown);
    const first = groups.find(open) ?? groups.at(-1);
    groups.forEach((group) => group.toggleAttribute("data-active", group === first));
    first?.focus({ preventScroll: true });
  }
})();
