/* Marks what was looked for in the session that was asked for, and nowhere else on the page. */
"use strict";

window.sessionSearch.mark = (needles) => {
  const anchor = decodeURIComponent(location.hash.slice(1));
  const target = anchor && document.getElementById(anchor);
  const within = target ? target.closest("section") ?? target : document.querySelector("article, main, [role=main]");
  if (!within) {
    return;
  }
  const ranges = [];
  const walker = document.createTreeWalker(within, NodeFilter.SHOW_TEXT, (node) => {
    const around = node.parentElement;
    /* The talks of a session are found by themselves. */
    const isOther = around.closest("section.session, section.talk") !== within && within.matches("section.session, section.talk");
    return isOther || around.closest("script, style, noscript, .session-end") ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT;
  });
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    for (const [start, end] of window.sessionSearchText.places(node.data, needles)) {
      const range = new Range();
      range.setStart(node, start);
      range.setEnd(node, end);
      ranges.push(range);
    }
  }
  if (window.Highlight && CSS.highlights) {
    CSS.highlights.set("session-found", new Highlight(...ranges));
    return;
  }
  /* From the last to the first, because each changes the nodes of those behind it. */
  for (const range of ranges.reverse()) {
    range.surroundContents(Object.assign(document.createElement("mark"), { className: "session-found" }));
  }
};
