// What pages do beyond plain HTML, by data attributes. Every page works without this file.
(() => {
  const root = document.documentElement;
  const on = (type, selector, act) =>
    document.addEventListener(type, (event) => {
      const target = event.target instanceof Element ? event.target.closest(selector) : null;
      if (target) act(target, event);
    });
  const announce = (text) => {
    document.getElementById("kc-live").textContent = text;
  };

  // data-kc-theme: switch between light and dark, and remember it.
  on("click", "[data-kc-theme]", () => {
    root.dataset.bsTheme = root.dataset.bsTheme === "dark" ? "light" : "dark";
    localStorage.setItem("kc-theme", root.dataset.bsTheme);
  });

  // data-kc-toggle="id": open and close what is folded away on a phone.
  on("click", "[data-kc-toggle]", (button) => {
    const open = document.getElementById(button.dataset.kcToggle).classList.toggle("is-open");
    button.setAttribute("aria-expanded", open);
  });

  // An open menu closes on Escape, and on a click anywhere else.
  const close = (except) => {
    for (const menu of document.querySelectorAll("details.kc-menu[open]")) {
      if (!menu.contains(except)) menu.open = false;
    }
  };
  document.addEventListener("click", (event) => close(event.target));
  document.addEventListener("keydown", (event) => {
    const menu = event.key === "Escape" && document.querySelector("details.kc-menu[open]");
    if (!menu) return;
    close(null);
    menu.querySelector("summary").focus();
  });

  // data-kc-confirm="question" on a button, hx-confirm on anything: ask before a deed that cannot be undone.
  const ask = (question) =>
    new Promise((resolve) => {
      const dialog = document.getElementById("kc-confirm");
      dialog.querySelector("p").textContent = question;
      dialog.returnValue = "";
      dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true });
      dialog.showModal();
    });
  const confirmed = new WeakSet();
  document.addEventListener("submit", (event) => {
    const button = event.submitter;
    if (!button?.dataset.kcConfirm || confirmed.delete(button)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    ask(button.dataset.kcConfirm).then((yes) => {
      if (!yes) return;
      confirmed.add(button);
      event.target.requestSubmit(button);
    });
  }, true);
  document.addEventListener("htmx:confirm", (event) => {
    if (!event.detail.question) return;
    event.preventDefault();
    ask(event.detail.question).then((yes) => yes && event.detail.issueRequest(true));
  });

  // data-kc-copy="text": copy, also on plain http where the clipboard API is missing.
  on("click", "[data-kc-copy]", async (button) => {
    const text = button.dataset.kcCopy;
    if (navigator.clipboard) {
      await navigator.clipboard.writeText(text);
    } else {
      const area = document.createElement("textarea");
      area.value = text;
      button.after(area);
      area.select();
      document.execCommand("copy");
      area.remove();
      button.focus();
    }
    announce(button.dataset.kcCopied ?? text);
  });

  // data-kc-autosubmit on a form: send a filter as soon as a choice is made; typed text waits for Enter.
  on("change", "form[data-kc-autosubmit] :is(select, input[type=checkbox], input[type=radio])", (input) => {
    input.form.requestSubmit();
  });

  // "/" goes to the search box, unless the user turned it off (WCAG 2.1.4).
  const shortcuts = () => localStorage.getItem("kc-shortcuts") !== "off";
  const show = () => {
    for (const box of document.querySelectorAll("[data-kc-shortcuts]")) box.checked = shortcuts();
  };
  on("change", "[data-kc-shortcuts]", (box) => localStorage.setItem("kc-shortcuts", box.checked ? "on" : "off"));
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest?.("input, select, textarea, [contenteditable], dialog");
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || typing || !shortcuts()) return;
    const search = document.querySelector("[data-kc-search]");
    if (!search) return;
    event.preventDefault();
    search.focus();
    search.select();
  });
  show();
})();
