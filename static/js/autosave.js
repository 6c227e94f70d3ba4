/* Saves a section while it is written. Every form works without this script: its buttons do the same, later. */
"use strict";

(function () {
  const form = document.querySelector("form[data-autosave]");
  if (!form || !window.fetch || !window.URLSearchParams) return;
  const said = form.querySelector("[data-said]");
  const present = document.querySelector("[data-present]");
  const verdict = document.querySelector("[data-verdict]");
  const WAIT = 1500, AGAIN = 15000;
  let timer = 0, running = false, dirty = false, stopped = false, leaving = false;

  function say(text, tone) {
    said.textContent = text;
    said.className = "autosaved hint" + (tone ? " " + tone : "");
  }

  /* What stands in the form now; files go with the buttons only. */
  function content() {
    const pairs = new URLSearchParams();
    for (const [name, value] of new FormData(form)) {
      if (typeof value === "string") pairs.append(name, value);
    }
    return pairs;
  }

  function later(delay) {
    window.clearTimeout(timer);
    timer = window.setTimeout(save, delay);
  }

  /* Saving goes no further here: what must be done stands beside the buttons. */
  function stop(text) {
    stopped = true;
    say(text, "tile");
  }

  function ended() {
    stop(form.dataset.ended + " ");
    const link = document.createElement("a");
    link.href = form.dataset.signInUrl + "?next=" + encodeURIComponent(location.pathname + location.search);
    link.textContent = form.dataset.signIn;
    /* What was typed waits in the session that the answer began. */
    link.addEventListener("click", function () { leaving = true; });
    said.append(link);
  }

  function saved(answer) {
    form.elements.seen.value = answer.revision;
    say(answer.text);
    if (present && "present" in answer) {
      present.hidden = !answer.present;
      present.textContent = answer.present;
    }
    /* Written by the portal's own template, which escapes what people typed. */
    if (verdict && answer.html) verdict.innerHTML = answer.html;
  }

  async function read(response) {
    if (response.type === "opaqueredirect" || response.redirected) return ended();
    if (response.status === 403) return stop(form.dataset.stale);
    if (response.status === 409) return stop((await response.json()).text);
    if (!response.ok) throw new Error(String(response.status));
    saved(await response.json());
  }

  async function save() {
    if (running || stopped || !dirty) return;
    running = true;
    dirty = false;
    say(form.dataset.saving);
    try {
      const headers = { "X-Autosave": "1" };
      const options = { method: "POST", body: content(), headers: headers, redirect: "manual" };
      await read(await fetch(location.href, options));
    } catch (error) {
      dirty = true;
      say(navigator.onLine ? form.dataset.failed : form.dataset.offline, "sand");
      later(AGAIN);
    } finally {
      running = false;
      if (stopped) dirty = true;
      else if (dirty && !said.classList.contains("sand")) later(WAIT);
    }
  }

  function changed() {
    dirty = true;
    later(WAIT);
  }

  form.addEventListener("input", changed);
  form.addEventListener("change", changed);
  form.addEventListener("submit", function () {
    leaving = true;
    window.clearTimeout(timer);
  });
  window.addEventListener("online", function () { later(0); });
  document.addEventListener("visibilitychange", function () {
    if (document.visibilityState === "hidden" && !leaving) save();
  });
  window.addEventListener("beforeunload", function (event) {
    if (dirty && !leaving) event.preventDefault();
  });

  /* Questions that hang on an answer above them come and go; without the script all are there, with their condition. */
  const asked = Array.from(form.querySelectorAll("[data-show-if]"));

  function answer(code) {
    const found = form.querySelectorAll('[name="' + CSS.escape(code) + '"]');
    const values = [];
    for (const field of found) {
      if (field.type === "checkbox" || field.type === "radio") {
        if (field.checked) values.push(field.value === "on" ? "true" : field.value);
      } else if (field.value) values.push(field.value);
    }
    return { known: found.length > 0, values: values, number: Number((values[0] || "").replace(/[,，\s]/g, "")) };
  }

  function holds(condition) {
    if (condition.all) return condition.all.every(holds);
    if (condition.any) return condition.any.some(holds);
    const given = answer(condition.field), first = given.values[0] || "", value = condition.value;
    const hidden = given.known && form.querySelector('[data-code="' + CSS.escape(condition.field) + '"][hidden]');
    if (!given.known) return true;
    const same = function (one) {
      const wanted = value === true ? "true" : String(value);
      const numeric = one !== "" && !isNaN(Number(one)) && !isNaN(Number(wanted));
      return numeric ? Number(one) === Number(wanted) : one === wanted;
    };
    if (hidden) return condition.op === "empty" || condition.op === "ne";
    switch (condition.op) {
      case "eq": return value === false ? !first : same(first);
      case "ne": return value === false ? Boolean(first) : !same(first);
      case "in": return given.values.some(function (one) { return value.map(String).includes(one); });
      case "contains": return given.values.some(same) || (given.values.length === 1 && first.includes(value));
      case "filled": return first !== "";
      case "empty": return first === "";
      case "gte": return first !== "" && (isNaN(given.number) ? first >= value : given.number >= Number(value));
      case "lte": return first !== "" && (isNaN(given.number) ? first <= value : given.number <= Number(value));
      default: return true;
    }
  }

  function bringUp() {
    for (const part of asked) part.hidden = !holds(JSON.parse(part.dataset.showIf));
  }

  for (const note of form.querySelectorAll(".when")) note.hidden = true;
  form.addEventListener("input", bringUp);
  form.addEventListener("change", bringUp);
  bringUp();
})();
