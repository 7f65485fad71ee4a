// What was typed is not lost with a page. What stands in the other forms is put back after an action on the page ([data-keep]): an agent who
// warns of a danger, sends a file or searches a name loses nothing of the request already written. And when what was sent could not be kept
// (the session had ended, another tab had signed in anew, the program did not answer), it is put back, once the same person is there again.
// It is kept by this tab only, from the form to the next page.
"use strict";
(() => {
  const KEPT = "passerelle-kept";
  const who = document.body.dataset.who ?? "";
  const lost = document.querySelector("[data-lost]");
  const forms = () => [...document.querySelectorAll("form")].filter((form) => form.method === "post");
  const nameOf = (form) => form.dataset.keep ?? form.getAttribute("action")?.split("?")[0] ?? "";
  const fields = (form) => [...form.elements].filter((e) => e.name && !e.matches("button, fieldset, [type=hidden], [type=file], [type=password]"));
  const ticked = (field) => field.matches("[type=radio], [type=checkbox]");
  const place = (form, field) => fields(form).filter((f) => f.name === field.name).indexOf(field);
  const changed = (field) => {
    if (ticked(field)) return field.checked !== field.defaultChecked;
    // A list in which nothing was chosen in advance shows its first line.
    if (field.matches("select")) return field.selectedIndex !== Math.max([...field.options].findIndex((o) => o.defaultSelected), 0);
    return field.value !== field.defaultValue;
  };
  const read = () => JSON.parse(sessionStorage.getItem(KEPT) ?? "null");
  const write = (kept) => sessionStorage.setItem(KEPT, JSON.stringify(kept));

  // `sent` is the form that was sent; without one, everything on the page is about to be lost.
  function keep(sent) {
    const typed = forms().flatMap((form) =>
      fields(form)
        .filter(changed)
        .map((f) => ({
          form: nameOf(form),
          name: f.name,
          place: place(form, f),
          value: ticked(f) ? f.checked : f.value,
          of: ticked(f) && f.matches("[type=radio]") ? f.value : null,
          beside: form !== sent && Boolean(sent) && "keep" in form.dataset,
        })));
    if (typed.length) write({ path: location.pathname, search: location.search, who, typed });
  }

  function putBack() {
    const kept = read();
    sessionStorage.removeItem(KEPT);
    if (kept?.path !== location.pathname || kept.who !== who) return;
    const filled = new Set();
    for (const { form, name, place: nth, value, of, beside } of kept.typed) {
      if (!kept.lost && !beside) continue;
      const target = forms().find((f) => nameOf(f) === form);
      const same = target && fields(target).filter((f) => f.name === name);
      const field = same && (of === null || of === undefined ? same[nth] : same.find((f) => f.value === of));
      if (!field) continue;
      if (ticked(field)) field.checked = value;
      else field.value = value;
      field.closest("details")?.setAttribute("open", "");
      filled.add(field);
    }
    const notice = document.querySelector("[data-kept]");
    if (!kept.lost || !filled.size || !notice) return;
    notice.hidden = false;
    // What follows from the fields is asked for again.
    const last = [...filled].at(-1);
    window.addEventListener("load", () => !last.matches("[data-send]") && last.dispatchEvent(new Event("change", { bubbles: true })));
  }

  if (lost) {
    const kept = read();
    if (!kept) return;
    write({ ...kept, lost: true });
    const back = document.querySelector("input[name=retour]");
    if (back && (!back.value || back.value === "/")) back.value = kept.path + kept.search;
    document.querySelectorAll("[data-lost-kept]").forEach((element) => {
      if (element.matches("a")) element.href = kept.path + kept.search;
      element.hidden = false;
    });
    return;
  }
  document.addEventListener("submit", (event) => {
    if (event.target.getAttribute("action") === "/deconnexion") sessionStorage.removeItem(KEPT);
    else keep(event.target);
  });
  document.addEventListener("htmx:before:response", (event) => event.detail.ctx.response.status === 401 && keep(null));
  putBack();
})();

// An answer about what was typed before does not undo what was typed while it was on its way.
(() => {
  const asked = new WeakMap();
  const texts = () => [...document.querySelectorAll("input[id][name], textarea[id][name]")].filter((f) => !f.matches("[type=hidden], [type=file], [type=password], [type=radio], [type=checkbox]"));
  const values = () => new Map(texts().map((field) => [field.id, field.value]));
  document.addEventListener("htmx:before:request", (event) => asked.set(event.detail.ctx, { then: values() }));
  document.addEventListener("htmx:before:swap", (event) => {
    const one = asked.get(event.detail.ctx);
    if (one) one.since = [...values()].filter(([id, value]) => one.then.has(id) && one.then.get(id) !== value);
  });
  document.addEventListener("htmx:after:swap", (event) => {
    for (const [id, value] of asked.get(event.detail.ctx)?.since ?? []) {
      const field = document.getElementById(id);
      if (field && field.value !== value) field.value = value;
    }
  });
})();
