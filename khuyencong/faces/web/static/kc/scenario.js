// data-kc-room="đồng" on a form: says live how much is chosen and how much is left.
// Without this file the server says it when the scenario is saved.
(() => {
  const form = document.querySelector("[data-kc-room]");
  if (!form) return;
  const room = Number(form.dataset.kcRoom) / 1e6;
  const read = (text) => Number(text.trim().replaceAll(".", "").replace(",", ".")) || 0;
  const write = (value) => `${value.toLocaleString("vi-VN", { maximumFractionDigits: 6 })} triệu đồng`;
  const count = () => {
    let chosen = 0;
    for (const row of form.querySelectorAll("[data-kc-choice]")) {
      if (row.querySelector("input[type=checkbox]").checked) chosen += read(row.querySelector("input[type=text]").value);
    }
    const left = form.querySelector("[data-kc-left]");
    form.querySelector("[data-kc-chosen]").textContent = write(chosen);
    left.textContent = write(room - chosen);
    left.classList.toggle("text-danger", chosen > room);
  };
  form.addEventListener("input", count);
  form.addEventListener("change", count);
  count();
})();
