/* The desk's keys, who else is in a case, and a batch that draws itself anew. Every page works without this script. */
"use strict";

(function () {
  const MINUTE = 60000;
  const token = function () {
    const field = document.querySelector("input[name=csrfmiddlewaretoken]");
    return field ? field.value : "";
  };

  /* --- keys --- */
  const rows = Array.from(document.querySelectorAll("table.queue tbody tr"));
  const dialog = document.querySelector("dialog.keys");

  function typing(target) {
    return target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) && target.type !== "checkbox";
  }

  function follow(selector) {
    const link = document.querySelector(selector);
    if (link) link.click();
    return Boolean(link);
  }

  function move(by) {
    if (follow(by > 0 ? "a[data-next]" : "a[data-previous]")) return;
    if (!rows.length) return;
    const here = rows.findIndex(function (row) { return row.contains(document.activeElement); });
    const place = here < 0 ? (by > 0 ? 0 : rows.length - 1) : Math.min(Math.max(here + by, 0), rows.length - 1);
    rows[place].querySelector("th a").focus();
    rows[place].scrollIntoView({ block: "nearest" });
  }

  const keys = {
    j: function () { move(1); },
    k: function () { move(-1); },
    x: function () {
      const row = rows.find(function (one) { return one.contains(document.activeElement); });
      const box = row && row.querySelector("input[type=checkbox]");
      if (box) box.click();
    },
    "/": function () {
      const field = document.querySelector(".filters input[type=search]");
      if (field) field.focus();
    },
    e: function () {
      const step = document.querySelector(".case-acts .buttons a");
      if (step) step.focus();
    },
    u: function () { follow("a[data-list]"); },
    "?": function () { if (dialog) dialog.showModal(); },
  };

  document.addEventListener("keydown", function (event) {
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    if (dialog && dialog.open) return;
    const act = keys[event.key.toLowerCase()];
    if (!act) return;
    event.preventDefault();
    act();
  });

  for (const link of document.querySelectorAll("a[data-keys]")) {
    link.addEventListener("click", function (event) {
      if (!dialog) return;
      event.preventDefault();
      dialog.showModal();
    });
  }

  /* --- who else is in the case --- */
  const visitors = document.querySelector("[data-visit]");
  let typed = false;

  async function visit() {
    if (document.visibilityState === "hidden") return;
    const body = new URLSearchParams({ csrfmiddlewaretoken: token() });
    if (typed) body.append("typed", "1");
    try {
      const response = await fetch(visitors.dataset.visit, { method: "POST", body: body, redirect: "error" });
      if (!response.ok) return;
      const notes = (await response.json()).visitors.map(function (text) {
        const note = document.createElement("p");
        note.className = "note sand";
        note.textContent = text;
        return note;
      });
      visitors.replaceChildren(...notes);
    } catch (error) {
      /* The next minute tries again. */
    }
  }

  if (visitors && window.fetch) {
    document.addEventListener("input", function () { typed = true; });
    window.setInterval(visit, MINUTE);
  }

  /* --- canned replies: into the field that was written in last --- */
  const reply = document.querySelector(".replies select");
  let field = null;
  document.addEventListener("focusin", function (event) {
    if (event.target.matches("textarea, [name^=why_], [name^=how_]")) field = event.target;
  });
  if (reply) {
    reply.closest(".replies").querySelector("button").addEventListener("click", function (event) {
      const target = field || document.querySelector("textarea[name=comment], textarea[name=reason]");
      const text = reply.selectedOptions[0].dataset.text;
      if (!target || !text) return;
      event.preventDefault();
      target.value = target.value.trim() ? target.value.trim() + "\n" + text : text;
      target.focus();
    });
  }

  /* --- a batch at work draws itself anew --- */
  async function again() {
    const part = document.querySelector("#batch[data-again]");
    if (!part) return;
    try {
      const response = await fetch(location.href, { redirect: "error" });
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      const fresh = page.getElementById("batch");
      if (fresh) part.replaceWith(document.adoptNode(fresh));
    } catch (error) {
      /* The server may be starting again. */
    }
    window.setTimeout(again, 1000 * part.dataset.again);
  }
  window.setTimeout(again, 2000);
})();
