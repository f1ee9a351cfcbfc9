/* Sets the color mode that the reader chose last, before the page is shown. */
"use strict";

for (const name of ["mode", "theme"]) {
  document.documentElement.dataset[name] = localStorage.getItem(name) || "";
}
