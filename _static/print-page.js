/* Makes the button for printing print. */
"use strict";

for (const button of document.querySelectorAll("button[data-print]")) {
  button.addEventListener("click", () => window.print());
}
