/* Japanese in Sphinx's own search, on the side of the reader: search.py says how it works and does
   the same to what is indexed. Sphinx runs this behind its searchtools.js and English stemmer. */

{
  const japanese =
    "\\u3005-\\u3007\\u3041-\\u3096\\u309d-\\u309f\\u30a1-\\u30fa\\u30fc-\\u30ff\\u31f0-\\u31ff"
    + "\\u3400-\\u4dbf\\u4e00-\\u9fff\\uf900-\\ufaff\\u{20000}-\\u{3ffff}";
  const token = new RegExp(`[0-9]*[${japanese}]+|(?:(?![${japanese}])[\\p{L}\\p{N}_])+`, "gu");
  const isJapanese = new RegExp(`[${japanese}]`, "u");
  const forms = /[\u3040-\u30ff\u3200-\u33ff\uf900-\ufaff\uff00-\uffef]+/g;
  const isBarred = (word) => word.startsWith("|");

  splitQuery = (query) =>
    query.replace(forms, (text) => text.normalize("NFKC")).match(token) || [];

  const EnglishStemmer = Stemmer;
  window.Stemmer = class {
    #english = new EnglishStemmer();

    stemWord(word) {
      if (!isJapanese.test(word)) return this.#english.stemWord(word);
      // Without its last sound mark, サーバー is a part of サーバー and of サーバ.
      const shortest = word.replace(/([\u30a1-\u30fa\u30fc]{3})\u30fc$/, "$1");
      return `|${[...shortest].join("|")}|`;
    }
  };

  // A page that is read from the disk may not fetch others: it lists them without excerpts.
  if (location.protocol === "file:") DOCUMENTATION_OPTIONS.SHOW_SEARCH_SUMMARY = false;

  // Sphinx lists a page without one of the words when another is of one or two letters, as the stem
  // of OVS is. With Japanese in the query, where words are long, each must be there.
  const searchTerms = Search.performTermsSearch;
  Search.performTermsSearch = (words, excluded) => {
    const found = searchTerms(words, excluded);
    if (![...words].some(isBarred)) return found;
    const pages = [...words].map(
      (word) => new Set(searchTerms(new Set([word]), excluded).map(([page]) => page)),
    );
    return found.filter(([page]) => pages.every((having) => having.has(page)));
  };

  // An excerpt is of the article, not of a theme's menus above it, and from around the word as the
  // page has it, which is without our bars.
  const makeExcerpt = Search.makeSearchSummary;
  Search.makeSearchSummary = (html, words, anchor) => {
    const page = new DOMParser().parseFromString(html, "text/html");
    const main = page.querySelector('[role="main"]');
    const articles = main ? main.querySelectorAll("article") : [];
    if (articles.length) main.replaceChildren(...articles);
    const plain = [...words].map((word) => word.replaceAll("|", ""));
    return makeExcerpt(page.documentElement.outerHTML, plain, anchor);
  };
}
