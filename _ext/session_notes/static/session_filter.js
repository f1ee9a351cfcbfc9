/* Filters a list of sessions. The form, the choices, the labels and the list itself are in the page. */
"use strict";

(() => {
  const source = document.querySelector("script.session-choices");
  if (!source) {
    return;
  }
  const { words, facets, rows } = JSON.parse(source.textContent);
  const names = Object.keys(facets);
  const figures = new Intl.NumberFormat(document.documentElement.lang.replace("_", "-") || undefined);
  const fill = (pattern, values) => pattern.replace(/\{(\w+)\}/g, (_, name) => values[name]);
  const make = (tag, properties = {}, ...children) => {
    const made = Object.assign(document.createElement(tag), properties);
    made.append(...children);
    return made;
  };

  /* The lists after the data, each with the heading before it. */
  const groups = [];
  let items = [];
  for (let next = source; items.length < rows.length && (next = next.nextElementSibling); ) {
    if (next.matches("ul.session-list")) {
      const heading = next.previousElementSibling;
      groups.push({
        list: next,
        heading: heading.matches(".session-label") ? heading : null,
        first: items.length,
        count: next.children.length,
      });
      items = items.concat([...next.children]);
    }
  }

  const form = source.previousElementSibling;
  const selects = names.map((name) => form.elements[name]);
  const input = form.elements.words;
  const status = form.querySelector("[role=status]");

  const plain = (text) => text.normalize("NFKC").toLowerCase();
  let texts = null;
  const said = (row) => {
    texts ??= rows.map((facts, number) => {
      const labels = names.flatMap((name, place) => facts[place].map((choice) => facets[name][choice][1]));
      return plain([items[number].textContent, ...labels, facts[names.length]].join(" "));
    });
    return texts[row];
  };

  /* If something on the page searches the whole site, it knows what the notes say, and answers with addresses. */
  let answered = { words: "", addresses: new Set() };
  const ask = () => {
    const words = input.value.trim();
    const answer = (addresses) => {
      if (input.value.trim() === words) {
        answered = { words, addresses };
        show();
      }
    };
    if (words && answered.words !== words) {
      document.dispatchEvent(new CustomEvent("session-words", { detail: { words, answer } }));
    }
  };
  const isAnswer = (number) =>
    answered.words === input.value.trim() && answered.addresses.has(items[number].querySelector("a[href*='#']")?.href);

  /* The choice in each select, or -1. */
  const chosen = () =>
    selects.map(({ name, value }) => facets[name].findIndex(([word]) => word === value));

  const offer = (select, counts, choice) => {
    const options = facets[select.name].flatMap(([value, name], place) =>
      counts[place] || place === choice
        ? [make("option", { value, textContent: fill(words.counted, { name, count: figures.format(counts[place]) }) })]
        : [],
    );
    select.replaceChildren(make("option", { value: "", textContent: words.all }), ...options);
    select.value = choice < 0 ? "" : facets[select.name][choice][0];
  };

  const show = (choices = chosen()) => {
    const wanted = plain(input.value).split(/\s+/).filter(Boolean);
    const counts = names.map((name) => new Array(facets[name].length).fill(0));
    let total = 0;
    const fits = rows.map((facts, number) => {
      const missed = names.filter((_, place) => choices[place] >= 0 && !facts[place].includes(choices[place]));
      if (missed.length > 1 || !(wanted.every((word) => said(number).includes(word)) || isAnswer(number))) {
        return false;
      }
      /* A choice is counted with all filters applied except its own. */
      names.forEach((name, place) => {
        if (missed.length === 0 || missed[0] === name) {
          for (const choice of facts[place]) {
            counts[place][choice] += 1;
          }
        }
      });
      total += missed.length === 0;
      return missed.length === 0;
    });
    items.forEach((item, number) => {
      if (item.hidden === fits[number]) {
        item.hidden = !fits[number];
      }
    });
    for (const { list, heading, first, count } of groups) {
      const none = !fits.slice(first, first + count).includes(true);
      list.hidden = none;
      if (heading) {
        heading.hidden = none;
      }
    }
    selects.forEach((select, place) => offer(select, counts[place], choices[place]));
    status.textContent = total ? fill(words.shown, { count: figures.format(total), total: figures.format(rows.length) }) : words.none;
  };

  /* The address contains the choices, so that it can be shared. */
  const keep = () => {
    const address = new URL(location);
    for (const { name, value } of [...selects, input]) {
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
  const later = () => {
    clearTimeout(waiting);
    waiting = setTimeout(now, 150);
  };
  const now = () => {
    clearTimeout(waiting);
    show();
    keep();
    ask();
  };
  for (const select of selects) {
    select.addEventListener("change", now);
  }
  input.addEventListener("input", later);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    now();
  });
  form.addEventListener("reset", (event) => {
    event.preventDefault();
    for (const control of [...selects, input]) {
      control.value = "";
    }
    now();
  });

  const asked = new URLSearchParams(location.search);
  input.value = asked.get("words") ?? "";
  show(names.map((name) => facets[name].findIndex(([word]) => word === asked.get(name))));
  ask();
})();
