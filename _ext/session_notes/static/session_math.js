/* Lets MathJax leave out links in formulas that could run a script, whatever else the project asks it to load. */
"use strict";

window.MathJax ??= {};
window.MathJax.loader ??= {};
window.MathJax.loader.load = [...(window.MathJax.loader.load ?? []), "ui/safe"];
