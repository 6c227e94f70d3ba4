/* Another language keeps the place on the page and what was typed, which is put aside for the one page that comes next
   and then forgotten. Without this script the answers of the address are kept, and what was sent already. */
"use strict";

(function () {
  const place = (path) => "typed:" + path.replace(/^\/[a-z-]+(?=\/)/, "");
  const fields = () =>
    Array.from(document.querySelectorAll("main form :is(input, select, textarea)")).filter(
      (field) => field.name && !/^(hidden|password|file|submit)$/.test(field.type),
    );
  /* The name and, where several fields share it, which of them. */
  const values = () =>
    fields().map((field) => [field.name, /^(radio|checkbox)$/.test(field.type) ? field.checked : field.value]);

  for (const link of document.querySelectorAll(".languages a")) {
    link.addEventListener("click", () => {
      link.hash = window.location.hash;
      try {
        window.sessionStorage.setItem(place(new URL(link.href).pathname), JSON.stringify(values()));
      } catch {
        /* A browser that keeps nothing: the address still holds the answers. */
      }
    });
  }

  const key = place(window.location.pathname);
  let kept = null;
  try {
    kept = JSON.parse(window.sessionStorage.getItem(key));
    window.sessionStorage.removeItem(key);
  } catch {
    return;
  }
  if (!kept) return;
  const now = fields();
  if (now.length !== kept.length || now.some((field, n) => field.name !== kept[n][0])) return;
  now.forEach((field, n) => {
    const value = kept[n][1];
    if (typeof value === "boolean") field.checked = value;
    else field.value = value;
  });
})();
