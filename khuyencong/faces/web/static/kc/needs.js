// The form of a need on a phone: what is typed is kept in this device first, and sent when there is a network.
// Conflicts are shown, never settled silently. Without this file (or without IndexedDB) the form posts as any other.
(() => {
  const form = document.getElementById("kc-need-form");
  if (!form || !window.indexedDB) return;
  const { user, sync, worker, scope } = form.dataset;
  const words = JSON.parse(document.getElementById("kc-need-words").textContent);
  const kept = document.getElementById("kc-need-kept");
  const list = document.getElementById("kc-need-list");
  const net = document.getElementById("kc-need-net");
  const CARRIED_OVER = ["campaign", "commune"];
  const blank = new FormData(form);
  blank.delete("csrfmiddlewaretoken");
  const RETRY = 30000;
  const KEPT_AFTER_SENDING = 7 * 24 * 3600 * 1000;

  navigator.serviceWorker?.register(worker, { scope }).catch(() => {});

  // ---- The store: one record a form, by the id that the form was given ----

  const opening = new Promise((resolve, reject) => {
    const request = indexedDB.open("kc-needs", 1);
    request.onupgradeneeded = () => request.result.createObjectStore("forms", { keyPath: "id" });
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  const stored = async (mode, act) => {
    const db = await opening;
    return new Promise((resolve, reject) => {
      const transaction = db.transaction("forms", mode);
      const request = act(transaction.objectStore("forms"));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onerror = () => reject(transaction.error);
    });
  };
  const put = (row) => stored("readwrite", (store) => store.put(row));
  const get = (id) => stored("readonly", (store) => store.get(id));
  const forget = (id) => stored("readwrite", (store) => store.delete(id));
  const mine = async () => {
    const rows = await stored("readonly", (store) => store.getAll());
    return rows.filter((row) => row.user === user).sort((a, b) => b.at - a.at);
  };

  // crypto.randomUUID is missing on plain http.
  const newId = () => {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6] & 15) | 64;
    bytes[8] = (bytes[8] & 63) | 128;
    const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
  };

  // ---- The form ----

  const fields = () => {
    const data = new FormData(form);
    data.delete("csrfmiddlewaretoken");
    return Object.fromEntries(data);
  };
  const fill = (values) => {
    for (const [name, value] of Object.entries(values)) {
      if (form.elements[name]) form.elements[name].value = value;
    }
    clearFaults();
  };
  const clearFaults = () => {
    form.querySelectorAll(".errorlist[data-kc]").forEach((fault) => fault.remove());
    form.querySelectorAll(".is-invalid").forEach((input) => {
      input.classList.remove("is-invalid");
      input.removeAttribute("aria-invalid");
    });
  };
  const showFault = (name, sentences) => {
    const input = form.elements[name];
    if (!input || input.type === "hidden") return false;
    const fault = document.createElement("ul");
    fault.className = "errorlist";
    fault.dataset.kc = "";
    fault.append(...sentences.map((sentence) => Object.assign(document.createElement("li"), { textContent: sentence })));
    input.classList.add("is-invalid");
    input.setAttribute("aria-invalid", "true");
    input.closest(".kc-field").append(fault);
    return true;
  };
  const startAnew = () => {
    const over = Object.fromEntries(CARRIED_OVER.map((name) => [name, form.elements[name]?.value ?? ""]));
    fill({ ...Object.fromEntries(blank), ...over, client_id: newId(), version: "", establishment: "" });
    if (location.search) history.replaceState(null, "", location.pathname);
  };
  const open = (row) => {
    fill({ ...row.fields, client_id: row.id, version: String(row.version) });
    for (const [name, sentences] of Object.entries(row.answer?.errors ?? {})) showFault(name, sentences);
    say(words.editing);
    form.scrollIntoView();
    (form.querySelector(".is-invalid") ?? form.elements.name).focus();
  };
  const say = (text) => {
    net.textContent = text;
    net.hidden = !text;
  };

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    clearFaults();
    const missing = [...form.elements].filter((input) => input.required && !input.value.trim());
    missing.forEach((input) => showFault(input.name, [words.required]));
    if (missing.length) {
      missing[0].focus();
      return;
    }
    const typed = fields();
    await put({ id: typed.client_id, user, version: Number(typed.version) || 0, fields: typed, state: "waiting", at: Date.now() });
    startAnew();
    say(words.saved);
    await render();
    await send();
  });

  // ---- Sending ----

  const cookie = (name) => document.cookie.split("; ").find((pair) => pair.startsWith(`${name}=`))?.split("=")[1] ?? "";
  const post = async (rows) => {
    const body = JSON.stringify({ needs: rows.map(({ fields, version, anyway }) => ({ fields, version, anyway })) });
    const headers = { "Content-Type": "application/json", "X-CSRFToken": cookie("csrftoken") };
    const response = await fetch(sync, { method: "POST", body, headers, credentials: "same-origin" });
    const isJson = response.headers.get("Content-Type")?.startsWith("application/json");
    if (response.redirected || response.status === 403) throw new Error(words.signIn);
    if (!response.ok || !isJson) throw new Error(words.failed);
    return (await response.json()).results;
  };
  const take = async (result, sent) => {
    const row = await get(result.client_id);
    // Typed again while it was on its way: the newer text waits for its own turn.
    if (!row || row.at !== sent.at) return;
    const done = result.status === "recorded";
    await put({ ...row, state: done ? "sent" : result.status, version: done ? result.version : row.version, answer: result });
  };
  let sending = false;
  const send = async () => {
    const waiting = (await mine()).filter((row) => row.state === "waiting");
    if (sending || !waiting.length) return;
    sending = true;
    try {
      const results = await post(waiting);
      for (const result of results) {
        const sent = waiting.find((row) => row.id === result.client_id);
        if (sent) await take(result, sent);
      }
      say("");
    } catch (error) {
      say(error instanceof TypeError ? words.offline : error.message);
    } finally {
      sending = false;
    }
    await render();
  };

  // ---- The list of what this device holds ----

  const button = (label, act) => {
    const made = Object.assign(document.createElement("button"), { type: "button", className: "btn", textContent: label });
    made.addEventListener("click", act);
    return made;
  };
  const again = async (row, changes) => {
    await put({ ...row, ...changes, state: "waiting", at: Date.now() });
    await render();
    await send();
  };
  const acts = {
    keepMine: (row) => button(words.keepMine, () => again(row, { version: row.answer.version })),
    takeTheirs: (row) => button(words.takeTheirs, async () => {
      await put({ ...row, fields: row.answer.theirs, version: row.answer.version, state: "sent" });
      await render();
    }),
    anyway: (row) => button(words.anyway, () => again(row, { anyway: true })),
    edit: (row) => button(words.edit, () => open(row)),
    forget: (row) => button(words.forget, async () => {
      if (row.state !== "sent" && !confirm(words.forgetSure)) return;
      await forget(row.id);
      await render();
    }),
  };
  const OFFERED = {
    waiting: ["edit", "forget"],
    sent: ["edit", "forget"],
    invalid: ["edit", "forget"],
    refused: ["forget"],
    changed: ["keepMine", "takeTheirs"],
    twin: ["anyway", "edit", "forget"],
  };
  const label = (name) => form.querySelector(`label[for="${form.elements[name]?.id}"]`)?.firstChild.textContent.trim() ?? name;
  const shown = (name, value) => {
    const input = form.elements[name];
    const option = input?.options && [...input.options].find((one) => one.value === value);
    return (option ? option.textContent : value) || "–";
  };
  const differences = (row) => {
    const theirs = row.answer.theirs;
    const names = Object.keys(theirs).filter((name) => {
      const input = form.elements[name];
      return input && input.type !== "hidden" && name !== "campaign" && (row.fields[name] ?? "") !== theirs[name];
    });
    const table = document.createElement("dl");
    table.className = "kc-terms";
    for (const name of names) {
      const term = Object.assign(document.createElement("dt"), { textContent: label(name) });
      const value = document.createElement("dd");
      value.textContent = `${words.mine}: ${shown(name, row.fields[name] ?? "")} · ${words.theirs}: ${shown(name, theirs[name])}`;
      table.append(term, value);
    }
    return table;
  };
  const entry = (row) => {
    const item = document.createElement("li");
    item.dataset.state = row.state;
    const name = Object.assign(document.createElement("strong"), { textContent: row.fields.name });
    const what = Object.assign(document.createElement("span"), { textContent: row.fields.machine || row.fields.wish });
    const state = Object.assign(document.createElement("span"), { textContent: words[row.state], className: "kc-badge" });
    state.classList.add({ sent: "kc-success", waiting: "kc-info" }[row.state] ?? "kc-warning");
    const head = document.createElement("div");
    head.append(name, " ", what, " ", state);
    if (row.answer?.url && row.state !== "waiting") {
      head.append(" ", Object.assign(document.createElement("a"), { href: row.answer.url, textContent: `${words.view} ${row.answer.code}` }));
    }
    item.append(head);
    for (const sentence of Object.values(row.answer?.errors ?? {}).flat()) {
      if (row.state === "invalid" || row.state === "refused") {
        item.append(Object.assign(document.createElement("div"), { textContent: sentence }));
      }
    }
    if (row.state === "changed") item.append(differences(row));
    const offered = document.createElement("div");
    offered.className = "kc-actions";
    offered.append(...OFFERED[row.state].map((act) => acts[act](row)));
    item.append(offered);
    return item;
  };
  const render = async () => {
    const rows = await mine();
    list.replaceChildren(...rows.map(entry));
    kept.hidden = !rows.length;
    document.documentElement.dataset.kcNeeds = rows.filter((row) => row.state === "waiting").length;
  };

  document.getElementById("kc-need-send").addEventListener("click", send);
  window.addEventListener("online", send);
  window.addEventListener("offline", () => say(words.offline));
  if (!navigator.onLine) say(words.offline);
  setInterval(send, RETRY);
  // The page may come out of the cache, with the id of a form that was sent long ago.
  if (!form.querySelector(".errorlist")) form.elements.client_id.value = newId();
  const old = (row) => row.state === "sent" && Date.now() - row.at > KEPT_AFTER_SENDING;
  mine()
    .then((rows) => Promise.all(rows.filter(old).map((row) => forget(row.id))))
    .then(render)
    .then(send);
})();
