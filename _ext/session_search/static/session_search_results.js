/* From the records to results: what the search looks through, and how a result is shown. */
"use strict";

(() => {
  const search = window.sessionSearch;
  const { fold, places } = window.sessionSearchText;
  const NEEDLES = 8;
  const EXCERPT = 180;
  let data;
  let engine;
  let figures;
  const listeners = [];

  const make = (tag, properties = {}, ...children) => {
    const made = Object.assign(document.createElement(tag), properties);
    made.append(...children);
    return made;
  };
  const say = (name, values) => data.words[name].replace(/\{(\w+)\}/g, (_, key) => values[key]);

  /* -- records -------------------------------------------------------------------------------- */

  const record = ([kind, address, title, parent = -1, day = -1, track = -1, event = -1, topics = [], people = [],
    more = "", words = "", notes = "", impressions = "", references = ""]) =>
    ({ kind, address, title, parent, day, track, event, topics, people, more, words, notes, impressions, references });
  /* An entry of a list is its label, its reading, and its other names. */
  const names = ([label, , ...others]) => [label, ...others].join("\n");
  const texts = (one) => {
    const of = (list, number) => (number < 0 ? "" : names(data[list][number]));
    const topics = one.topics.map((number) => data.topics[number]);
    const people = one.people.map((number) => data.people[number]);
    return [
      one.title,
      topics.map(([label]) => label).join("\n"),
      topics.map(([, , ...aliases]) => aliases.join("\n")).join("\n"),
      [...people.map(names), one.more].join("\n"),
      [...topics, ...people].map(([, reading]) => reading).filter(Boolean).join("\n"),
      [of("days", one.day), data.day[one.day] ?? "", of("tracks", one.track), of("events", one.event),
        one.parent < 0 ? "" : record(data.rows[one.parent]).title, one.words].filter(Boolean).join("\n"),
      one.notes,
      one.impressions,
      one.references,
    ];
  };
  const add = (rows) => {
    const records = rows.map(record);
    engine.add(records, records.map(texts));
  };

  /* Begin with the sessions; what else there is follows. */
  search.begin = () => {
    if (engine) {
      return;
    }
    data = window.sessionSearchData.records;
    const language = data.language.replace("_", "-");
    try {
      figures = new Intl.NumberFormat(language);
    } catch {
      figures = new Intl.NumberFormat();
    }
    engine = window.sessionSearchEngine(language);
    add(data.rows);
    const changed = () => listeners.forEach((listener) => listener());
    engine.ready().then(changed);
    for (const [name, key] of Object.entries(data.files)) {
      search.load(`session-search/${name}.js`, key).then(() => {
        add(window.sessionSearchData[name]);
        changed();
        engine.ready().then(changed);
      }, () => {});
    }
  };
  search.listen = (listener) => listeners.push(listener);
  search.find = (query) => engine.search(query);
  search.make = make;
  search.say = say;
  search.count = (number) => figures.format(number);
  search.facet = (name, one) => data[name][one[name]] ?? "";

  /* -- one result ----------------------------------------------------------------------------- */

  const address = ({ kind, address: written }, needles) => {
    const link = new URL(written, search.root);
    if (kind !== 4) {
      for (const needle of needles.slice(0, NEEDLES)) {
        link.searchParams.append("found", needle);
      }
    }
    return link.href;
  };

  const marked = (text, found) => {
    const shown = [];
    let at = 0;
    for (const [start, end] of found) {
      shown.push(text.slice(at, start), make("mark", { textContent: text.slice(start, end) }));
      at = end;
    }
    return [...shown, text.slice(at)];
  };

  /* The line that says most of what was looked for; else the first. */
  const excerpt = (one, needles) => {
    const lines = [one.notes, one.impressions, one.references].join("\n").split("\n").filter(Boolean);
    /* What a page or another book is called is among the facts. */
    const opening = one.notes || (one.kind < 3 ? one.more : "");
    let best = { line: opening.split("\n", 1)[0], found: [], worth: 0 };
    for (const line of lines) {
      const folded = fold(line);
      if (!needles.some((needle) => folded.includes(needle))) {
        continue;
      }
      const found = places(line, needles);
      /* Sentences go before addresses. */
      const worth = new Set(found.map(([start, end]) => line.slice(start, end).toLowerCase())).size * (/\s|[^\x00-\x7f]/.test(line) ? 4 : 1);
      if (worth > best.worth) {
        best = { line, found, worth };
      }
    }
    let { line } = best;
    const first = best.found[0]?.[0] ?? 0;
    let from = line.length > EXCERPT ? Math.max(0, first - 60) : 0;
    if (from) {
      const space = line.lastIndexOf(" ", from);
      from = from - space < 20 ? space + 1 : from;
    }
    const isCut = line.length > from + EXCERPT;
    line = line.slice(from, from + EXCERPT);
    const moved = best.found.map(([start, end]) => [start - from, end - from]).filter(([start, end]) => start >= 0 && end <= line.length);
    return [from ? "…" : "", ...marked(line, moved), isCut ? "…" : ""];
  };

  const facts = (one) => {
    const label = (list, number) => (number < 0 ? "" : data[list][number][0]);
    const parent = one.parent < 0 ? "" : record(data.rows[one.parent]).title;
    const people = one.people.map((number) => data.people[number][0]).join(data.words.people);
    const page = one.kind === 3 || one.kind === 4 ? one.more : "";
    return [page, parent, one.kind === 2 ? "" : label("days", one.day), label("events", one.event), label("tracks", one.track), people]
      .filter(Boolean).join(data.words.facts);
  };

  /* The link of a result, and the lines that say what it leads to. */
  search.result = ({ record: one }, needles) => ({
    href: address(one, needles),
    title: marked(one.title, places(one.title, needles)),
    facts: facts(one),
    excerpt: excerpt(one, needles),
  });

  /* For the filter of a list: the addresses of all that says the words. */
  search.answer = ({ words, answer }) => {
    const { found, any } = engine.search(words);
    answer(new Set(any ? [] : found.map(({ record: { address: written } }) => new URL(written, search.root).href)));
  };
})();
