/* Lets the switch lead to the same place on the page. Without it, it leads to the same page. */
"use strict";

/* The anchor where the reader is: the one that was followed, while it is in sight; else the last that went by. */
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
    // Of another version than the usual one, the translation may have none; the switch leads to its twin.
    if (other && page.startsWith(start)) {
      link.dataset.page = other.urls.documentation + page.slice(start.length);
    }
  }
});
