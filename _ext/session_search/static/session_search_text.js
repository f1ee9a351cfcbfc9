/* How texts and queries are compared: one form for what is written in several, and where words stand. */
"use strict";

window.sessionSearchText = (() => {
  /* Han characters, kana and Hangul: words of these stand in runs without spaces, or with endings attached. */
  const HAN = "\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u{20000}-\u{3ffff}";
  const HIRAGANA = "\u3041-\u3096";
  const KATAKANA = "\u30a1-\u30fa\u30fc-\u30ff";
  const HANGUL = "\uac00-\ud7a3";
  const RUN = `${HAN}${HIRAGANA}${KATAKANA}${HANGUL}`;
  const LETTER = `(?:(?![${RUN}])[\\p{L}\\p{N}\\p{M}])`;
  /* A number belongs to the run behind it: 3日目 is not every 日目. */
  const TOKEN = new RegExp(`[0-9]*[${RUN}][0-9${RUN}]*|${LETTER}+(?:[-.,/:@_+'#?=&%~]+${LETTER}+)*\\+*`, "gu");
  const IS_RUN = new RegExp(`[${RUN}]`, "u");
  const CHUNK = new RegExp(`[${HAN}]+|[${HIRAGANA}]+|[${KATAKANA}]+|[${HANGUL}]+|[0-9]+`, "gu");

  const ACCENTED = /[\u00df\u00e0-\u024f\u1e00-\u1eff]/g;
  const OTHER = { ß: "ss", æ: "ae", œ: "oe", ø: "o", ł: "l", đ: "d", ı: "i", þ: "th", ð: "d" };
  const bare = (letter) => OTHER[letter] ?? letter.normalize("NFD")[0];
  /* サーバー is サーバ, but キー is no キ. */
  const LONG_MARK = /([ァ-ヺー]{2})ー(?![ァ-ヺー])/g;
  const MIDDLE_DOT = /(?<=[ァ-ヺー])・(?=[ァ-ヺ])/g;
  const THOUSANDS = /(\d),(?=\d{3}(?!\d))/g;
  const SCHEME = /https?:\/\/(?:www\.)?/g;
  const POSSESSIVE = /['’]s(?![a-z])/g;

  /* Width, case, accents, the long mark, the middle dot, and the marks of thousands make no difference. */
  const fold = (text) => text.normalize("NFKC").toLowerCase().replace(ACCENTED, bare)
    .replace(LONG_MARK, "$1").replace(MIDDLE_DOT, "")
    .replace(THOUSANDS, "$1").replace(SCHEME, " ").replace(POSSESSIVE, "");

  const isRun = (token) => IS_RUN.test(token);
  const tokens = (folded) => folded.match(TOKEN) ?? [];
  const chunks = (run) => run.match(CHUNK) ?? [];

  /* The script of a UTF-16 unit; what is no letter is "". The halves of a pair are Han: nothing else here is up there. */
  const script = (code) => {
    if (code < 0x80) {
      return (code > 96 && code < 123) || (code > 47 && code < 58) || (code > 64 && code < 91) ? "latin" : "";
    }
    if (code < 0x3005) {
      return code > 0xa9 && /[\p{L}\p{N}\p{M}]/u.test(String.fromCharCode(code)) ? "latin" : "";
    }
    if (code < 0x30a0) {
      return code > 0x3040 && code < 0x3097 ? "hiragana" : code < 0x3008 ? "han" : "";
    }
    if (code < 0x3100) {
      return code === 0x30fb ? "" : "katakana";
    }
    if (code >= 0xac00 && code < 0xd7a4) {
      return "hangul";
    }
    return (code > 0x33ff && code < 0xa000) || (code > 0xd7ff && code < 0xe000) || (code > 0xf8ff && code < 0xfb00) ? "han" : "";
  };
  const kana = {
    toKatakana: (text) => text.replace(/[ぁ-ゖ]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) + 96)),
    toHiragana: (text) => text.replace(/[ァ-ヶ]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) - 96)),
  };

  /* Where any of *needles*, which are folded, stands in *text* as it is shown: pairs of start and end.
     Each character is folded by itself, so that a place in the folded text is one in the other. */
  const PLAIN = /^[\x00-\x7f]*$/;
  const CLUSTER = /[\s\S][\u0300-\u036f\u3099\u309a\uff9e\uff9f]*/gu;
  const places = (text, needles) => {
    let folded = "";
    const starts = [];
    const plain = PLAIN.test(text);
    if (plain) {
      folded = text.toLowerCase();
    }
    for (const { 0: cluster, index } of plain ? [] : text.matchAll(CLUSTER)) {
      for (const unit of cluster.normalize("NFKC").toLowerCase().replace(ACCENTED, bare)) {
        folded += unit;
        for (let half = 0; half < unit.length; half += 1) {
          starts.push(index);
        }
      }
    }
    starts.push(text.length);
    const wanted = needles.filter(Boolean).sort((one, other) => other.length - one.length).map((needle) => {
      const inside = [...needle].map((sign) => sign.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&")).join("[・,]?");
      /* A Latin word is marked as a whole word, or as the beginning of one. */
      return `${script(needle.charCodeAt(0)) === "latin" ? "(?<![\\p{L}\\p{N}])(?:" : "(?:"}${inside})`;
    });
    if (!wanted.length) {
      return [];
    }
    const found = [...folded.matchAll(new RegExp(wanted.join("|"), "gu"))];
    const place = (at) => (plain ? at : starts[at]);
    return found.map(({ 0: { length }, index }) => [place(index), place(index + length)]);
  };

  return { fold, tokens, isRun, chunks, script, kana, places };
})();
