/* Makes the language switch lead to the same place on the page, not only to the same page. */
"use strict";

/* The anchor at the reader's position: the one that was followed, while it is in view, or else the last one above. */
const here = () => {
  const top = (element) => element.getBoundingClientRect().top;
  const line = window.innerHeight / 3;
  const followed = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (followed && top(followed) >= 0 && top(followed) < window.innerHeight) {
    return location.hash;
  }
  const anchors = [...document.querySelectorAll(".bd-article :is(section section[id], dt[id])")];
  const passed = anchors.filter((element) => top(element) < line).pop();
  return passed && window.scrollY > 0 ? `#${passed.id}` : "";
};

for (const link of document.querySelectorAll("a.language-switch")) {
  const page = link.href;
  const carry = () => {
    link.href = (link.dataset.page || page) + location.search + here();
  };
  for (const event of ["click", "auxclick", "contextmenu", "focus"]) {
    link.addEventListener(event, carry);
  }
}

/* Read the Docs knows which translations there are. */
document.addEventListener("readthedocs-addons-data-ready", (event) => {
  const { current, translations } = event.detail.data().projects;
  for (const link of document.querySelectorAll("a.language-switch")) {
    const other = translations.find(({ language }) => language.code === link.hreflang.toLowerCase());
    const start = current.urls.documentation;
    const page = location.href.replace(/[?#].*/, "");
    link.hidden = !other;
    // A translation may lack versions other than the default one; the switch then leads to its default version.
    if (other && page.startsWith(start)) {
      link.dataset.page = other.urls.documentation + page.slice(start.length);
    }
  }
});
