/* Leads an old address on: of a page that has moved, or of an anchor that is now on another page. */
"use strict";

(() => {
  const { src, dataset } = document.currentScript;
  const root = new URL("../", src);
  const name = () => {
    const written = location.hash.slice(1);
    try {
      return decodeURIComponent(written);
    } catch {
      return written;
    }
  };

  const lead = (path) => {
    const { pathname, hash, href } = new URL(path, root);
    if (pathname !== location.pathname || hash !== location.hash) {
      location.replace(href);
    }
  };

  const follow = () => {
    const anchor = name();
    const decide = () => {
      const places = window.sessionPlaces ?? {};
      if (Object.hasOwn(places, anchor)) {
        lead(places[anchor]);
      } else if (dataset.page) {
        lead(`${dataset.page}${location.hash}`);
      }
    };
    if (anchor === "") {
      decide();
    } else if (!document.getElementById(anchor) && !document.getElementsByName(anchor).length) {
      const script = document.createElement("script");
      script.src = new URL("session_places.js", src);
      script.addEventListener("load", decide);
      script.addEventListener("error", decide);
      document.head.append(script);
    }
  };

  follow();
  addEventListener("hashchange", follow);
})();
