// data-kc-add="prefix" on a button: add a row to a set of forms from its <template>.
// Without this file the same button asks the server for one more row.
(() => {
  document.addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest("[data-kc-add]") : null;
    if (!button) return;
    const prefix = button.dataset.kcAdd;
    const total = document.getElementById(`id_${prefix}-TOTAL_FORMS`);
    const template = document.getElementById(`${prefix}-row`);
    if (!total || !template) return;
    event.preventDefault();
    const holder = document.createElement("template");
    holder.innerHTML = template.innerHTML.replaceAll("__prefix__", total.value);
    const row = holder.content.firstElementChild;
    template.before(row);
    total.value = Number(total.value) + 1;
    window.htmx?.process(row);
    row.querySelector("input:not([type=hidden]), select, textarea").focus();
  });
})();
