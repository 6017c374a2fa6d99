// Everything works without this file; it only saves steps.
(() => {
  const focusFirst = (root) => {
    const target = root.querySelector?.("[data-focus], [autofocus]");
    if (target) target.focus();
  };
  document.addEventListener("DOMContentLoaded", () => focusFirst(document));
  document.addEventListener("htmx:afterSettle", (event) => focusFirst(event.target));

  // Answers such as 409 and 422 carry a page part with a sentence in it: show it instead of dropping it.
  document.addEventListener("htmx:beforeSwap", (event) => {
    if ([400, 409, 422].includes(event.detail.xhr.status)) {
      event.detail.shouldSwap = true;
      event.detail.isError = false;
    }
  });

  // Where the tabs go on past the edge, the one of this page is in sight.
  document.addEventListener("DOMContentLoaded", () => {
    for (const tab of document.querySelectorAll(".tabs [aria-current]")) {
      const row = tab.parentElement;
      row.scrollLeft += tab.getBoundingClientRect().left - row.getBoundingClientRect().left - row.clientWidth / 3;
    }
  });

  // A menu closes by Escape and by a press elsewhere.
  const closeMenus = (except) => {
    for (const menu of document.querySelectorAll("details[data-menu][open]")) {
      if (menu !== except) menu.open = false;
    }
  };
  document.addEventListener("click", (event) => closeMenus(event.target.closest("details[data-menu]")));
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const menu = document.querySelector("details[data-menu][open]");
    if (menu) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });

  // A form is sent once; going back with the browser's button opens it again.
  const release = () => {
    for (const button of document.querySelectorAll("[data-sent]")) {
      button.removeAttribute("aria-disabled");
      delete button.dataset.sent;
    }
    for (const box of document.querySelectorAll("[data-working]")) box.hidden = true;
  };
  document.addEventListener("submit", (event) => {
    const button = event.submitter;
    if (!button || event.target.method !== "post" || event.target.matches("[hx-post]")) return;
    if (button.dataset.sent) {
      event.preventDefault();
      return;
    }
    button.dataset.sent = "1";
    button.setAttribute("aria-disabled", "true");
    // Beside the button, or inside its form: what says that the work goes on.
    const box = button.parentElement.querySelector("[data-working]");
    if (box) box.hidden = false;
  });
  window.addEventListener("pageshow", release);

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-print]")) window.print();
  });
})();
