// A slider beside each number of the simulator: it moves the number, and letting go tries the setting.
"use strict";

for (const form of document.querySelectorAll("[data-cut]")) {
  const number = form.querySelector("input[type=number]");
  const slider = document.createElement("input");
  slider.type = "range";
  slider.min = number.min;
  slider.max = number.max;
  slider.step = number.step;
  slider.value = number.value;
  slider.setAttribute("aria-label", form.querySelector("label").textContent.trim());
  slider.addEventListener("input", () => {
    number.value = slider.value;
  });
  slider.addEventListener("change", () => form.requestSubmit());
  number.addEventListener("input", () => {
    slider.value = number.value;
  });
  form.querySelector(".cut-row").after(slider);
}
