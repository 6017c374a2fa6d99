// What was typed outlives a failed save: a sentence beside the button, and the fields filled in again after signing in.
// Without this file the form still works, page by page.
(() => {
  const KEPT = "hidane.typed";
  const NEVER_KEPT = ["csrfmiddlewaretoken", "once"];
  const AN_HOUR = 3600 * 1000;
  const formOf = (element) => element?.closest?.("form[data-typed]");

  const say = (form, kind, url) => {
    const box = document.getElementById("form-trouble");
    const words = document.querySelector(`template[data-says="${kind}"]`) ?? document.querySelector('template[data-says="stale"]');
    if (!box || !words) return;
    box.replaceChildren(words.content.cloneNode(true));
    const link = box.querySelector("a");
    if (!link) return;
    if (url) link.href = `${url}?next=${encodeURIComponent(form.getAttribute("action"))}`;
    link.addEventListener("click", () => keep(form));
    keep(form);
  };

  // In this tab alone, for the same person and the same form, for an hour.
  const keep = (form) => {
    const fields = [...new FormData(form)].filter(([name, value]) => !NEVER_KEPT.includes(name) && typeof value === "string");
    const kept = { who: form.dataset.typed, where: form.getAttribute("action"), at: Date.now(), fields };
    try {
      sessionStorage.setItem(KEPT, JSON.stringify(kept));
    } catch {
      // A browser that keeps nothing: the sentence has been said all the same.
    }
  };

  const taken = (form) => {
    try {
      const kept = JSON.parse(sessionStorage.getItem(KEPT));
      sessionStorage.removeItem(KEPT);
      const mine = kept?.who === form.dataset.typed && kept.where === form.getAttribute("action");
      return mine && Date.now() - kept.at < AN_HOUR ? kept.fields : null;
    } catch {
      return null;
    }
  };

  const fill = (form, fields) => {
    for (const [name, value] of fields) {
      const field = form.elements[name];
      if (!field) continue;
      if (field instanceof Element && field.type === "date" && value && !/^\d{4}-\d\d-\d\d$/.test(value)) field.type = "text";
      field.value = value;
      if (!value || !(field instanceof Element) || field.type === "hidden") continue;
      const fold = field.closest("details");
      if (fold) fold.open = true;
      field.closest(".fee-edit")?.classList.add("is-open");
    }
    form.elements.title?.dispatchEvent(new Event("change", { bubbles: true }));
  };

  document.addEventListener("DOMContentLoaded", () => {
    const form = document.querySelector("form[data-typed]");
    const fields = form && taken(form);
    if (!fields) return;
    fill(form, fields);
    say(form, "restored");
  });

  // The sign-in is over: say so and keep what was typed. The sums shown while typing lead nobody away.
  document.addEventListener("htmx:beforeOnLoad", (event) => {
    const { elt, xhr } = event.detail;
    const form = formOf(elt);
    const away = xhr.status === 204 && xhr.getResponseHeader("HX-Redirect");
    if (!form || !away) return;
    event.preventDefault();
    if (elt === form) say(form, "signed-out", away);
  });

  // A whole page is no answer for a part of one. Heard after hidane.js, which lets refusals through.
  document.addEventListener("htmx:beforeSwap", (event) => {
    const form = formOf(event.detail.requestConfig?.elt);
    if (!form || !/^\s*<!doctype/i.test(event.detail.xhr.responseText)) return;
    event.detail.shouldSwap = false;
    event.detail.isError = true;
  });

  const kindOf = (status) => (status === 404 ? "gone" : status >= 500 || status === 429 ? "busy" : "stale");
  const failed = (event, kind) => {
    const form = formOf(event.detail.elt);
    if (form && event.detail.elt === form) say(form, kind);
  };
  document.addEventListener("htmx:sendError", (event) => failed(event, "offline"));
  document.addEventListener("htmx:timeout", (event) => failed(event, "offline"));
  document.addEventListener("htmx:responseError", (event) => failed(event, kindOf(event.detail.xhr.status)));
  document.addEventListener("htmx:beforeRequest", (event) => {
    const form = formOf(event.detail.elt);
    if (form && event.detail.elt === form) document.getElementById("form-trouble")?.replaceChildren();
  });
})();
