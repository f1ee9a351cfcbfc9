/* What Sphinx's scripts say. Its own Japanese leaves the number of pages found blank, and this file
   stands for all of that one. */
Documentation.addTranslations({
  locale: "ja",
  messages: {
    "Hide Search Matches": "検索語の強調を消す",
    "Preparing search...": "検索の準備をしています……",
    "Search Results": "検索結果",
    "Search finished, found one page matching the search query.": [
      "検索が終わり、一致するページが${resultCount}件見つかりました。",
    ],
    "Searching": "検索しています",
    "Your search did not match any documents. Please make sure that all words are spelled correctly and that you've selected enough categories.":
      "検索に一致するページは見つかりませんでした。語に誤りがないか確かめてください。",
    ", in ": "：",
  },
  plural_expr: "0",
});
