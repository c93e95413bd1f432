// Photographs of a report: when each was taken (its file knows), and where, if the photographer says so.
"use strict";

const form = document.querySelector("form:has([data-kc-photos])");
const input = form && form.querySelector("[data-kc-photos]");

if (input) {
  const count = document.getElementById("kc-photo-count");
  input.addEventListener("change", () => {
    const files = [...input.files];
    form.elements.taken.value = files.map((file) => file.lastModified).join(",");
    if (count) {
      const words = files.length === 1 ? count.dataset.one : count.dataset.many;
      count.textContent = words.replace("{n}", String(files.length));
      count.hidden = files.length === 0;
    }
  });

  const where = document.getElementById("kc-photo-where");
  if (where && "geolocation" in navigator) {
    where.hidden = false;
    const button = where.querySelector("button");
    const told = where.querySelector("span");
    button.addEventListener("click", () => {
      navigator.geolocation.getCurrentPosition(
        ({ coords }) => {
          form.elements.latitude.value = coords.latitude.toFixed(5);
          form.elements.longitude.value = coords.longitude.toFixed(5);
          told.textContent = button.dataset.done;
        },
        () => {
          told.textContent = button.dataset.failed;
        },
        { enableHighAccuracy: true, timeout: 10000 },
      );
    });
  }
}
