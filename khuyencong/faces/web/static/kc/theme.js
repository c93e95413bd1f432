// Loaded in <head> and not deferred, so that a page never flashes in the wrong theme.
(() => {
  const root = document.documentElement;
  const system = window.matchMedia("(prefers-color-scheme: dark)");
  const apply = () => {
    root.dataset.bsTheme = localStorage.getItem("kc-theme") ?? (system.matches ? "dark" : "light");
  };
  root.classList.add("kc-js");
  system.addEventListener("change", apply);
  apply();
})();
