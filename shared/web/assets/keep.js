// What was typed in the other forms of a page is put back after an action on it: an agent who warns of a danger, sends a file or
// searches a name loses nothing of the request already written. It is kept by this tab only, from the form to the next page.
"use strict";
(() => {
  const KEPT = "passerelle-kept";
  const forms = () => [...document.querySelectorAll("form[data-keep]")];
  const fields = (form) => [...form.elements].filter((e) => e.name && !e.matches("button, fieldset, [type=hidden], [type=file], [type=password]"));
  const ticked = (field) => field.matches("[type=radio], [type=checkbox]");
  const place = (form, field) => fields(form).filter((f) => f.name === field.name).indexOf(field);
  const changed = (field) => {
    if (ticked(field)) return field.checked !== field.defaultChecked;
    if (field.matches("select")) return [...field.options].some((o) => o.selected !== o.defaultSelected);
    return field.value !== field.defaultValue;
  };

  function keep(sent) {
    const typed = forms()
      .filter((form) => form !== sent)
      .flatMap((form) =>
        fields(form)
          .filter(changed)
          .map((f) => ({ form: form.dataset.keep, name: f.name, place: place(form, f), value: ticked(f) ? f.checked : f.value })));
    if (typed.length) sessionStorage.setItem(KEPT, JSON.stringify({ path: location.pathname, typed }));
  }

  function putBack() {
    const kept = JSON.parse(sessionStorage.getItem(KEPT) ?? "null");
    sessionStorage.removeItem(KEPT);
    if (kept?.path !== location.pathname) return;
    for (const { form, name, place: nth, value } of kept.typed) {
      const target = forms().find((f) => f.dataset.keep === form);
      const field = target && fields(target).filter((f) => f.name === name)[nth];
      if (!field) continue;
      if (ticked(field)) field.checked = value;
      else field.value = value;
      field.closest("details")?.setAttribute("open", "");
    }
  }

  document.addEventListener("submit", (event) => keep(event.target));
  putBack();
})();
