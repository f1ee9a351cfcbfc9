/* Shows where a link leads, in a small card, while the pointer or the keyboard's focus is on it. */
"use strict";

(() => {
  const start = document.documentElement.dataset.content_root;
  if (start === undefined || typeof DOCUMENTATION_OPTIONS === "undefined") {
    return;
  }
  const root = new URL(start, location);
  root.hash = root.search = "";
  const LINKS = "a.reference.internal[href*='#']";
  const OUTSIDE = "nav, aside, header, footer";
  const suffix = DOCUMENTATION_OPTIONS.LINK_SUFFIX;
  const id = "session-card";
  let link = null; /* whose card is open or about to open */
  let card = null;
  let dismissed = null; /* the link whose card was closed, until the pointer leaves it */
  let opening = 0;
  let leaving = 0;

  /* The page and the anchor that a link leads to, or null. */
  const target = (element) => {
    const { protocol, host, pathname, hash } = new URL(element.href);
    if (protocol !== root.protocol || host !== root.host || !pathname.startsWith(root.pathname)) {
      return null;
    }
    let page = pathname.slice(root.pathname.length);
    if (DOCUMENTATION_OPTIONS.BUILDER === "dirhtml") {
      page = page.replace(/(^|\/)index\.html$/, "$1").replace(/\/$/, "") || "index";
    } else {
      page = (page === "" || page.endsWith("/") ? `${page}index` : page).slice(
        0,
        suffix && page.endsWith(suffix) ? -suffix.length : undefined,
      );
    }
    const anchor = decodeURIComponent(hash.slice(1));
    const here = pathname === location.pathname && document.getElementById(anchor);
    return here && here.contains(element) ? null : { page, anchor };
  };

  /* A page opened from disk cannot fetch files, but it can load scripts. */
  const asked = new Map();
  const load = (page) => {
    if (!asked.has(page)) {
      const script = document.createElement("script");
      script.src = new URL(`_static/session-cards/${page}.js`, root);
      asked.set(page, new Promise((resolve) => {
        script.addEventListener("load", () => resolve(window.sessionCards?.[decodeURIComponent(page)] ?? {}));
        script.addEventListener("error", () => resolve({}));
      }));
      document.head.append(script);
    }
    return asked.get(page);
  };

  const place = () => {
    const { left, top, bottom } = link.getBoundingClientRect();
    const { offsetWidth: width, offsetHeight: height } = card;
    const gap = 6;
    const right = document.documentElement.clientWidth - width - gap;
    const above = bottom + gap + height > innerHeight && top - gap - height >= 0;
    card.style.left = `${Math.max(gap, Math.min(left, right))}px`;
    card.style.top = `${above ? top - gap - height : bottom + gap}px`;
  };

  const stay = () => {
    clearTimeout(leaving);
    leaving = 0;
  };

  const close = () => {
    stay();
    clearTimeout(opening);
    if (card) {
      card.remove();
      card = null;
      link.removeAttribute("aria-describedby");
      if (link.dataset.title) {
        link.title = link.dataset.title;
        delete link.dataset.title;
      }
    }
    link = null;
  };

  const show = async () => {
    const wanted = link;
    const found = target(wanted);
    const cards = await load(found.page);
    if (link !== wanted || card || !Object.hasOwn(cards, found.anchor)) {
      return;
    }
    card = document.createElement("div");
    Object.assign(card, { id, className: id });
    card.setAttribute("role", "tooltip");
    ["title", "facts", "people", "text"].forEach((name, number) => {
      const text = cards[found.anchor][number];
      if (text) {
        const line = document.createElement("p");
        Object.assign(line, { className: `${id}-${name}`, textContent: text });
        card.append(line);
      }
    });
    /* Otherwise the browser shows the title on top of the card. */
    if (link.title) {
      link.dataset.title = link.title;
      link.removeAttribute("title");
    }
    link.setAttribute("aria-describedby", id);
    (link.closest("main, [role=main]") ?? document.body).append(card);
    place();
  };

  const open = (element) => {
    stay();
    if (element === dismissed) {
      return;
    }
    if (element !== link) {
      close();
      if (element.closest(OUTSIDE) || !target(element)) {
        return;
      }
      link = element;
    }
    if (!card) {
      clearTimeout(opening);
      opening = setTimeout(show, 300);
    }
  };
  /* Leave enough time to move from the link to the card. */
  const leave = () => {
    clearTimeout(opening);
    leaving ||= setTimeout(close, 300);
  };

  document.addEventListener("pointerover", ({ target: at, pointerType }) => {
    if (!(at instanceof Element) || pointerType === "touch") {
      return;
    }
    const over = at.closest(LINKS);
    if (over) {
      open(over);
      return;
    }
    dismissed = null;
    if (at.closest(`.${id}`)) {
      stay();
    } else if (link && !link.matches(":focus-visible")) {
      leave();
    }
  });
  document.addEventListener("focusin", ({ target: at }) => {
    const on = at.closest(LINKS);
    if (on && on.matches(":focus-visible")) {
      open(on);
    }
  });
  document.addEventListener("focusout", ({ target: at }) => {
    dismissed = null;
    if (at === link) {
      leave();
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && card) {
      dismissed = link;
      close();
    }
  });
  document.addEventListener("pointerdown", ({ target: at }) => {
    if (link && !(at instanceof Element && at.closest(`.${id}`))) {
      close();
    }
  });
  for (const event of ["scroll", "resize"]) {
    addEventListener(event, () => card && place(), { passive: true });
  }
})();
