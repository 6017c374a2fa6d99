"use strict";
// The menu is folded on a phone; the steps of a target get another row. Without this file both still work.
{
  const side = document.querySelector("[data-side]");
  if (side && window.matchMedia("(max-width: 63.99rem)").matches) side.open = false;

  for (const box of document.querySelectorAll("[data-steps]")) {
    const empty = box.querySelector("template[data-empty]");
    const button = box.querySelector("[data-add-step]");
    const total = box.querySelector("input[name$='-TOTAL_FORMS']");
    const body = box.querySelector("table.steps tbody");
    if (!empty || !button || !total || !body) continue;
    button.hidden = false;
    button.addEventListener("click", () => {
      const row = empty.content.querySelector("tr").cloneNode(true);
      for (const input of row.querySelectorAll("[name]")) {
        input.name = input.name.replace("__prefix__", total.value);
        if (input.id) input.id = input.id.replace("__prefix__", total.value);
      }
      total.value = Number(total.value) + 1;
      body.append(row);
      row.querySelector("input:not([type=hidden])").focus();
    });
  }
}
