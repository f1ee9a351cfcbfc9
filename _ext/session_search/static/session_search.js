/* On every page: loads the search when somebody is about to use it, and what marks words on arrival. Nothing before. */
"use strict";

(() => {
  const { src, dataset: { version, label } } = document.currentScript;
  const root = new URL("../", src);
  const place = (name, key = version) => {
    const address = new URL(`_static/${name}`, root);
    address.search = key ? `?v=${key}` : "";
    return address.href;
  };
  const loaded = new Map();
  /* A page that is opened from the disk may run scripts, but may not fetch files. */
  const load = (name, key) => {
    if (!loaded.has(name)) {
      loaded.set(name, new Promise((done, failed) => {
        const script = Object.assign(document.createElement("script"), { src: place(name, key), async: false });
        script.addEventListener("load", done);
        script.addEventListener("error", () => { loaded.delete(name); script.remove(); failed(new Error(name)); });
        document.head.append(script);
      }));
    }
    return loaded.get(name);
  };
  const style = () => {
    const href = place("session_search.css");
    if (![...document.styleSheets].some((sheet) => sheet.href === href)) {
      document.head.append(Object.assign(document.createElement("link"), { rel: "stylesheet", href }));
    }
  };
  const search = window.sessionSearch = { root, load };
  let starting = null;
  const start = () => {
    style();
    /* The records change with the book, so the server is asked for those each time. */
    const scripts = ["session_search_text.js", "session_search_engine.js", "session_search_results.js", "session_search_box.js"];
    starting ??= Promise.all([...scripts.map((name) => load(name)), load("session-search/records.js", "")])
      .then(() => search.begin())
      .catch((error) => { starting = null; throw error; });
    return starting;
  };

  /* The boxes: those whose form leads to the page of the search, in whatever theme, and that of the page itself. */
  const page = document.querySelector("form.session-search");
  const searchPage = (form) => new URL(form.action).pathname.replace(/(?:\/|index\.html|\.html)$/, "").replace(/\/$/, "")
    === new URL("search", root).pathname;
  const boxOf = (element) => (element instanceof HTMLInputElement && element.name === "q" && element.form
    && (element.form === page || searchPage(element.form)) ? element : null);
  const begin = (box) => start().then(() => search.open(box), () => {});
  document.addEventListener("focusin", ({ target }) => {
    const box = boxOf(target);
    if (box) {
      begin(box);
    }
  });
  if (boxOf(document.activeElement) || page) {
    begin(boxOf(document.activeElement) ?? page.elements.q);
  }
  /* The filter of a list of sessions asks what the notes say. */
  document.addEventListener("session-words", ({ detail }) => {
    start().then(() => search.answer(detail), () => {});
  });

  /* A theme without a box gets one. */
  const main = document.querySelector("main, [role=main]");
  if (main && ![...document.querySelectorAll("input[name=q]")].some(boxOf)) {
    const form = Object.assign(document.createElement("form"), { className: "session-search-own", action: new URL("search.html", root).href });
    form.setAttribute("role", "search");
    const input = Object.assign(document.createElement("input"), { type: "search", name: "q", autocomplete: "off" });
    input.setAttribute("aria-label", label);
    form.append(input);
    main.prepend(form);
  }

  /* Found here: the words are marked in the session that was asked for. */
  const found = new URLSearchParams(location.search).getAll("found");
  if (found.length) {
    style();
    Promise.all(["session_search_text.js", "session_search_marks.js"].map((name) => load(name)))
      .then(() => search.mark(found), () => {});
  }
})();
