/* The box of any theme, with results below it while somebody types; and the page of the search. */
"use strict";

(() => {
  const search = window.sessionSearch;
  const { make, say } = search;
  const SHOWN = 7;
  const ON_PAGE = 50;
  const page = document.querySelector("form.session-search");
  const attributes = (element, values) => {
    for (const [name, value] of Object.entries(values)) {
      element.setAttribute(name, value);
    }
    return element;
  };
  const lines = (result) => [
    make("span", { className: "session-search-title" }, ...result.title),
    ...(result.facts ? [make("span", { className: "session-search-facts", textContent: result.facts })] : []),
    ...(result.excerpt.some(Boolean) ? [make("span", { className: "session-search-excerpt" }, ...result.excerpt)] : []),
  ];
  const pageOf = (form, query) => {
    const address = new URL(form.action);
    address.search = `?${new URLSearchParams({ q: query })}`;
    return address.href;
  };

  /* -- results below a box: a combobox, as ARIA describes it --------------------------------------- */

  let numbers = 0;
  const combobox = (box) => {
    numbers += 1;
    const id = `session-search-${numbers}`;
    const list = attributes(make("div", { id, className: "session-search-found", hidden: true }), { role: "listbox", "aria-label": say("search", {}) });
    const status = attributes(make("p", { className: "session-search-told" }), { role: "status" });
    box.form.append(list, status);
    attributes(box, { role: "combobox", "aria-autocomplete": "list", "aria-controls": id, "aria-expanded": "false", autocomplete: "off" });
    let active = null;

    const choose = (option) => {
      active?.removeAttribute("aria-selected");
      active = option;
      if (option) {
        attributes(option, { "aria-selected": "true" }).scrollIntoView({ block: "nearest" });
        box.setAttribute("aria-activedescendant", option.id);
      } else {
        box.removeAttribute("aria-activedescendant");
      }
    };
    const close = () => {
      list.hidden = true;
      box.setAttribute("aria-expanded", "false");
      choose(null);
    };
    /* Fixed, so that no part of a theme cuts it off; as high as there is room, above the keyboard of a phone. */
    const place = () => {
      const { left, bottom, width } = box.getBoundingClientRect();
      const view = window.visualViewport;
      const wide = Math.min(Math.max(width, 480), view.width - 16);
      list.style.width = `${wide}px`;
      list.style.left = `${Math.max(8, Math.min(left, view.width - wide - 8))}px`;
      list.style.top = `${bottom + 4}px`;
      list.style.maxHeight = `${Math.max(120, view.height - bottom - 16)}px`;
    };
    const option = (number, href, ...children) =>
      attributes(make("a", { id: `${id}-${number}`, href, tabIndex: -1 }, ...children), { role: "option" });
    const show = () => {
      const query = box.value.trim();
      if (!query) {
        status.textContent = "";
        close();
        return;
      }
      const { found, needles, any, instead } = search.find(query);
      const options = found.slice(0, SHOWN).map((one, number) => {
        const result = search.result(one, needles);
        return option(number, result.href, ...lines(result));
      });
      const count = search.count(found.length);
      if (found.length > SHOWN) {
        options.push(option("all", pageOf(box.form, query), say("all", { count })));
      }
      let told = found.length ? say("results", { count }) : say("nothing", { query });
      if (instead) {
        told = `${say("nothing", { query })} ${say("results", { count })}: ${instead}`;
      } else if (any && found.length) {
        told = say("some", {});
      }
      const isTold = instead || any || !found.length;
      list.replaceChildren(...(isTold ? [attributes(make("p", { textContent: told }), { role: "presentation" })] : []), ...options);
      active = null;
      box.removeAttribute("aria-activedescendant");
      status.textContent = told;
      list.hidden = false;
      box.setAttribute("aria-expanded", "true");
      place();
    };

    let waiting = 0;
    box.addEventListener("input", () => {
      cancelAnimationFrame(waiting);
      waiting = requestAnimationFrame(show);
    });
    box.addEventListener("keydown", (event) => {
      if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) {
        return;
      }
      const options = [...list.querySelectorAll("[role=option]")];
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (step) {
        event.preventDefault();
        if (list.hidden) {
          show();
        } else if (options.length) {
          const next = options.indexOf(active) + step;
          choose(options[next] ?? (active ? null : options.at(step > 0 ? 0 : -1)));
        }
      } else if (event.key === "Enter" && active && !list.hidden) {
        event.preventDefault();
        active.click();
      } else if (event.key === "Escape" && !list.hidden) {
        event.preventDefault();
        event.stopPropagation();
        close();
      }
    });
    box.addEventListener("focus", () => box.value.trim() && show());
    /* A click on a result must come before the list is gone. */
    list.addEventListener("pointerdown", (event) => event.preventDefault());
    list.addEventListener("click", ({ target }) => target.closest("a") && setTimeout(() => {
      close();
      box.closest("dialog")?.close();
    }));
    box.addEventListener("blur", close);
    for (const event of ["scroll", "resize"]) {
      addEventListener(event, () => list.hidden || place(), { passive: true });
    }
    search.listen(() => list.hidden || active || show());
    if (box.value.trim() && document.activeElement === box) {
      show();
    }
  };

  /* -- the page ------------------------------------------------------------------------------------ */

  const onPage = () => {
    const box = page.elements.q;
    const selects = [...page.querySelectorAll("select")];
    const status = document.querySelector(".session-search-status");
    const results = document.getElementById("search-results");
    const aside = [document.getElementById("session-search-hint"), document.querySelector(".session-search-lists")].filter(Boolean);
    const asked = new URLSearchParams(location.search);
    box.value = asked.get("q") ?? "";
    for (const select of selects) {
      const value = asked.get(select.name) ?? "";
      select.value = [...select.options].some((one) => one.value === value) ? value : "";
    }
    const ask = (query) => make("a", { textContent: query, href: pageOf(page, query) });
    /* A pattern with a link in the place of its only name. */
    const around = (name, link) => {
      const [before, after] = say(name, { query: "\0" }).split("\0");
      return make("p", {}, before, link, after);
    };

    let shown = ON_PAGE;
    const show = () => {
      const query = box.value.trim();
      aside.forEach((one) => { one.hidden = false; });
      if (!query) {
        status.textContent = "";
        results.replaceChildren();
        return;
      }
      const { found, needles, any, instead } = search.find(query);
      const chosen = selects.filter(({ value }) => value);
      const fits = found.filter(({ record }) => chosen.every(({ name, value }) => search.facet(name, record) === value));
      const count = search.count(fits.length);
      const told = [];
      if (instead) {
        told.push(around("meant", ask(instead)));
      }
      if (any && fits.length) {
        told.push(make("p", { textContent: say("some", {}) }));
      }
      if (!fits.length && found.length) {
        const clear = make("button", { type: "button", textContent: say("unfiltered", { count: search.count(found.length) }) });
        clear.addEventListener("click", () => {
          selects.forEach((select) => { select.value = ""; });
          now();
          box.focus();
        });
        told.push(make("p", {}, clear));
      }
      const items = fits.slice(0, shown).map((one) => {
        const result = search.result(one, needles);
        const [title, ...others] = lines(result);
        return make("li", {}, make("a", { href: result.href }, title), ...others);
      });
      status.textContent = fits.length ? say("results", { count }) : say("nothing", { query });
      results.replaceChildren(...told, ...(items.length ? [make("ol", {}, ...items)] : []));
      if (fits.length > shown) {
        const more = make("button", { type: "button", textContent: say("more", {}) });
        more.addEventListener("click", () => {
          const before = shown;
          shown += ON_PAGE;
          show();
          results.querySelectorAll("li a")[before]?.focus();
        });
        results.append(more);
      }
      aside.forEach((one) => { one.hidden = items.length > 0; });
    };
    /* The address has what was asked, so that it can be shared, and Back returns to it. */
    const keep = () => {
      const address = new URL(location);
      for (const { name, value } of [box, ...selects]) {
        address.searchParams.delete(name);
        if (value.trim()) {
          address.searchParams.set(name, value.trim());
        }
      }
      if (address.href !== location.href) {
        history.replaceState(history.state, "", address);
      }
    };
    let waiting = 0;
    const now = () => {
      clearTimeout(waiting);
      shown = ON_PAGE;
      show();
      keep();
    };
    box.addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(now, 80);
    });
    selects.forEach((select) => select.addEventListener("change", now));
    page.addEventListener("submit", (event) => {
      event.preventDefault();
      now();
    });
    search.listen(show);
    show();
  };

  const open = new WeakSet();
  search.open = (box) => {
    if (open.has(box)) {
      return;
    }
    open.add(box);
    if (box.form === page) {
      onPage();
    } else {
      combobox(box);
    }
  };
})();
