/* The search itself: all texts in one string, folded once, and looked through for each word of a query.

   There is no index. To fold all texts takes a fraction of the time that any index takes to be made or loaded, a look
   through ten million characters takes a few milliseconds, and it finds what has no spaces around it. */
"use strict";

window.sessionSearchEngine = (language) => {
  const { fold, tokens, isRun, chunks, script, kana } = window.sessionSearchText;

  /* The fields of a record, and what a word in each is worth. */
  const WORTH = { title: 6, topics: 4, aliases: 3, people: 3, readings: 3, words: 1.5, notes: 1.5, impressions: 1.5, references: 1 };
  const FIELDS = Object.keys(WORTH);
  const WIDTH = FIELDS.length;
  const worth = Object.values(WORTH);
  const READINGS = FIELDS.indexOf("readings");
  /* Sessions and talks go before days, other pages, and what is elsewhere, in the order of the kinds. */
  const KINDS = [1, 1, 0.4, 0.3, 0.7];
  const SESSIONS = new Set([0, 1, 4]);
  const END = "\u0001";

  /* Words that a query has for the sake of grammar. They count if there are no others. */
  const GRAMMAR = new Set((
    "a an and are as at be by can do does for from had has have how i if in into is it its me my of on or our that the their there "
    + "these they this to was we were what when where which who why will with you your about "
    + "der die das den dem des ein eine einen einem einer und oder mit von zu zum zur im am auf fur ist sind wie was wer wo warum nicht uber bei "
    + "le la les l un une de du et ou avec pour dans sur est sont comment que quoi qui pourquoi au aux en "
    + "el los las del y o con por para como donde es son uma um e os da dos das no na nos nas"
  ).split(" "));
  /* What may follow the stem of a word: forms of the same word in the languages of the books. */
  const ENDING = /^(?:s|es|e|n|en|er|ers|ern|em|ed|d|ing|ly|x|y|ies|ied|nen|ung|ungen)$/;
  const STEMS = [/^(.{3,})ies$/, /^(.{4,})ing$/, /^(.{4,})ed$/, /^(.{3,})(?<!s|u|i)s$/, /^(.{4,})(?:en|er)$/, /^(.{4,})[ey]$/];
  const stem = (word) => STEMS.map((pattern) => pattern.exec(word)?.[1]).find(Boolean) ?? word;
  /* Hiragana between other signs are particles and endings. These are some at the end of a question. */
  const ASKING = /(?:について|における|による|とは|ですか|ますか|でしょうか|どうやって|どのように|という|する|した|して|された|される|している|したい|できる)/g;
  const PARTICLE = /^(?:から|まで|とは|[のをにがはとでもへや])(?=[^ぁ-ゖ])/;
  const JOSA = /(?:에서는|으로|에서|에게|까지|부터|이란|란|은|는|이|가|을|를|의|에|로|와|과|도|만)$/;
  const CHINESE = /(?:什么是|什麼是|怎么|怎麼|如何|什么|什麼|哪些|怎样|怎樣|关于|關於|[的了吗嗎呢和与與及在是])/;

  const rows = [];
  let text = "";
  let starts = [0];
  const averages = new Array(WIDTH).fill(1);
  /* What was found for each word of the last queries: the next one has all of them but one. */
  const cache = new Map();
  const remembered = (key, make) => {
    if (!cache.has(key)) {
      if (cache.size > 40) {
        cache.clear();
      }
      cache.set(key, make());
    }
    return cache.get(key);
  };

  /* -- what is searched ----------------------------------------------------------------------- */

  /* Add records with their texts: for each an array in the order of the fields. */
  const add = (records, texts) => {
    const folded = fold(texts.map((fields) => fields.join(END)).join(END)) + END;
    const offset = text.length;
    rows.push(...records);
    text += folded;
    starts.pop();
    starts.push(offset);
    for (let at = folded.indexOf(END); at >= 0; at = folded.indexOf(END, at + 1)) {
      starts.push(offset + at + 1);
    }
    for (let field = 0; field < WIDTH; field += 1) {
      let total = 0;
      let count = 0;
      for (let slot = field; slot < starts.length - 1; slot += WIDTH) {
        total += starts[slot + 1] - starts[slot];
        count += starts[slot + 1] - starts[slot] > 1;
      }
      averages[field] = total / Math.max(1, count);
    }
    cache.clear();
    gather(offset);
  };

  /* The words of the book, to find what a slip was meant to be, and words with a hyphen by what they are without. */
  const WORD = /[a-z0-9]+(?:[-_.+/][a-z0-9]+)*|[\u00e0-\u024f\u0370-\u058f]+|[ァ-ヺー]{4,}/g;
  const known = new Map();
  /* The letters of each, as bits: words that differ in many letters need no closer look. */
  const letters = new Map();
  const bitsOf = (word) => {
    let bits = 0;
    for (let at = 0; at < word.length; at += 1) {
      bits |= 1 << word.charCodeAt(at) % 32;
    }
    return bits;
  };
  const count1 = (bits) => {
    let left = bits;
    let count = 0;
    while (left) {
      left &= left - 1;
      count += 1;
    }
    return count;
  };
  const hyphened = new Map();
  const gatherWords = (part) => {
    for (const [word] of part.matchAll(WORD)) {
      const bits = word.split(/[-_.+/]/);
      if (bits.length > 1 && word.length < 30) {
        const joined = bits.join("");
        hyphened.set(joined, (hyphened.get(joined) ?? new Set()).add(word));
      }
      for (const bit of bits) {
        if (bit.length > 2) {
          const times = known.get(bit) ?? 0;
          known.set(bit, times + 1);
          if (!times) {
            letters.set(bit, bitsOf(bit));
          }
        }
      }
    }
  };
  /* Of a large book they are gathered in slices, when the first results are there. */
  let waiting = Promise.resolve();
  const gather = (from) => {
    const SLICE = 200_000;
    const pause = (time) => new Promise((go) => { setTimeout(go, time); });
    const next = (at) => {
      const end = text.indexOf(END, Math.min(at + SLICE, text.length - 1)) + 1;
      gatherWords(text.slice(at, end));
      cache.clear();
      return end;
    };
    if (text.length - from < SLICE) {
      next(from);
      return;
    }
    waiting = waiting.then(async () => {
      await pause(500);
      for (let at = from; at < text.length; at = next(at)) {
        await pause(0);
      }
    });
  };

  /* -- one word ------------------------------------------------------------------------------- */

  /* What a place is worth, from 0 to 1. */
  const asWord = (prefix) => (from, to) => {
    const first = script(text.charCodeAt(from));
    if (script(text.charCodeAt(from - 1)) === "latin" && first === "latin") {
      return 0;
    }
    const after = text.charCodeAt(to);
    if (script(after) !== "latin") {
      return 1;
    }
    const digits = (code) => code > 47 && code < 58;
    if (digits(after) !== digits(text.charCodeAt(to - 1))) {
      return digits(after) ? 0.7 : prefix;
    }
    let end = to;
    while (end - to < 6 && script(text.charCodeAt(end)) === "latin") {
      end += 1;
    }
    return end - to < 6 && to - from > 2 && ENDING.test(text.slice(to, end)) ? 0.8 : prefix;
  };
  const anywhere = () => 0.25;
  const inRun = (needle) => {
    const first = script(needle.charCodeAt(0));
    const has = first === "katakana" || first === "hangul" ? 0.35 : 0.9;
    const isNumber = first === "latin";
    return (from, to, slot) => {
      const before = script(text.charCodeAt(from - 1));
      /* A reading is found from the beginning of a name: えいぞうせいさく is no いさく. */
      if (before && slot % WIDTH === READINGS) {
        return 0;
      }
      if (isNumber && before === "latin") {
        return 0;
      }
      return before === first ? has : 1;
    };
  };

  /* A term: for each row what the needles are worth there, and in how many rows they are. */
  const term = (needles, judgeOf) => {
    const scores = new Float32Array(rows.length);
    const used = new Set();
    let count = 0;
    let seen = 0;
    for (const needle of needles) {
      if (!needle) {
        continue;
      }
      const judge = judgeOf(needle);
      let slot = 0;
      let sum = 0;
      const flush = () => {
        if (sum) {
          const field = slot % WIDTH;
          const row = (slot - field) / WIDTH;
          const length = (starts[slot + 1] - starts[slot]) / averages[field];
          count += scores[row] ? 0 : 1;
          scores[row] += worth[field] * (sum / (sum + 0.4 + 0.4 * length));
          used.add(needle);
          sum = 0;
        }
      };
      for (let at = text.indexOf(needle); at >= 0; at = text.indexOf(needle, at + needle.length)) {
        if (starts[slot + 1] <= at) {
          flush();
          while (starts[slot + 1] <= at) {
            slot += 1;
          }
        }
        seen += 1;
        sum += judge(at, at + needle.length, slot);
      }
      flush();
    }
    return { scores, count, seen, needles: [...used] };
  };
  /* Of several ways to write one thing, the best in each row. */
  const best = (found) => {
    const scores = found[0].scores.slice();
    for (const other of found.slice(1)) {
      other.scores.forEach((score, row) => { scores[row] = Math.max(scores[row], score); });
    }
    return { scores, count: scores.reduce((sum, score) => sum + (score > 0), 0), needles: found.flatMap(({ needles }) => needles) };
  };
  /* All of several at once. */
  const both = (found) => {
    const scores = found[0].scores.map((_, row) => Math.min(...found.map((one) => one.scores[row])));
    return { scores, count: scores.reduce((sum, score) => sum + (score > 0), 0), needles: found.flatMap(({ needles }) => needles) };
  };
  const times = (found, factor) => ({ ...found, scores: found.scores.map((score) => score * factor) });
  const NONE = { count: 0, needles: [] };

  /* -- Latin, Greek and Cyrillic words ---------------------------------------------------------- */

  const wordTerm = (word, isLast) => {
    const root = stem(word);
    const prefix = isLast && word.length > 1 ? 0.4 : 0;
    const whole = term([word], () => asWord(prefix));
    const ways = [whole];
    if (root !== word) {
      /* Only forms of the word: plan is not found for planes. */
      const forms = term([root], () => asWord(0));
      ways.push(times(forms, 0.7));
    }
    const bits = word.split(/[^\p{L}\p{N}]+/u).filter(Boolean);
    const joined = bits.join("");
    const others = new Set([...(hyphened.get(joined) ?? []), joined, bits.join(" "), bits.join("-")]);
    others.delete(word);
    if (joined.length > 2 && others.size) {
      ways.push(times(term(others, () => asWord(0)), 0.9));
    }
    let found = best(ways);
    if (found.count) {
      return found;
    }
    if (bits.length > 1) {
      return both(bits.map((bit) => wordTerm(bit, false)).map((one) => (one.count ? one : { ...one, scores: new Float32Array(rows.length) })));
    }
    const [, letters, digits] = /^([a-z]{2,})(\d+)$/.exec(word) ?? [];
    if (letters) {
      found = best([term([`${letters} ${digits}`, `${letters}-${digits}`], () => asWord(0)),
        times(both([term([letters], () => asWord(0)), term([digits], () => asWord(0))]), 0.5)]);
      if (found.count) {
        return found;
      }
    }
    for (let at = 3; at < word.length - 2; at += 1) {
      const [one, other] = [word.slice(0, at), word.slice(at)];
      if (known.has(one) && (known.has(other) || known.has(stem(other)))) {
        found = term([`${one} ${other}`, `${one}-${other}`], () => asWord(0.5));
        if (found.count) {
          return found;
        }
      }
    }
    /* Typed without umlauts: Muenchen. */
    const flat = word.replace(/([aou])e/g, "$1");
    found = flat === word ? NONE : term([flat], () => asWord(0));
    if (found.count) {
      return found;
    }
    found = word.length > 2 && whole.seen ? term([word], () => asWord(0.4)) : NONE;
    if (!found.count && word.length > 3 && whole.seen) {
      found = term([word], () => anywhere);
    }
    if (!found.count && word.length > 5) {
      found = term([root], () => asWord(0.3));
    }
    return found.count ? found : slipTerm(word);
  };

  /* How many letters are wrong, missing, too many or swapped; more than *most* counts as one more than that. */
  const distance = (one, other, most) => {
    let before = [];
    let last = Array.from({ length: other.length + 1 }, (_, place) => place);
    for (let i = 1; i <= one.length; i += 1) {
      const row = [i];
      for (let j = 1; j <= other.length; j += 1) {
        const same = one[i - 1] === other[j - 1];
        row[j] = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (same ? 0 : 1));
        if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]) {
          row[j] = Math.min(row[j], before[j - 2] + 1);
        }
      }
      if (Math.min(...row) > most) {
        return most + 1;
      }
      [before, last] = [last, row];
    }
    return last[other.length];
  };
  /* A word that the book does not have may be a slip for one that it has. */
  const slipTerm = (word) => {
    const none = { ...NONE, scores: new Float32Array(rows.length) };
    if (word.length < 4 || /^\d+$/.test(word)) {
      return none;
    }
    let most = word.length > 7 ? 2 : 1;
    let near = [];
    const bits = bitsOf(word);
    for (const [other, often] of known) {
      if (Math.abs(other.length - word.length) <= most && other.length > 3
        && count1(bits ^ letters.get(other)) <= 2 * most && !/^\d/.test(other)) {
        const far = distance(word, other, most);
        if (far < most) {
          near = [];
          most = far;
        }
        if (far <= most) {
          near.push([other, often]);
        }
      }
    }
    const [first] = near.sort((one, other) => (other[0][0] === word[0]) - (one[0][0] === word[0]) || other[1] - one[1]);
    return first ? { ...wordOf(first[0]), instead: first[0] } : relatedTerm(word) ?? none;
  };
  /* Neither a form nor a slip: another word of the family, as translation is of translator. */
  const relatedTerm = (word) => {
    let shared = "";
    for (const other of known.keys()) {
      let length = 0;
      while (length < word.length && word[length] === other[length]) {
        length += 1;
      }
      shared = length > shared.length ? word.slice(0, length) : shared;
    }
    return shared.length > 5 && shared.length >= 0.6 * word.length ? term([shared], () => asWord(0.4)) : null;
  };
  const wordOf = (word) => (isRun(word) ? runTerm(word) : best([term([word], () => asWord(0)), term([stem(word)], () => asWord(0))]));

  /* -- runs of Han characters, kana and Hangul ------------------------------------------------ */

  const runTerm = (run) => term([run], inRun);
  const isThere = (part) => text.includes(part);

  /* The terms of a run that stands nowhere as it was typed. */
  const partsOf = (run) => {
    let left = run.replace(ASKING, " ");
    if (language.startsWith("zh")) {
      left = left.split(CHINESE).join(" ");
    }
    const found = left.split(" ").filter((part) => part && !/^[ぁ-ゖ]{1,2}$/.test(part)).flatMap((part) => {
      const whole = runTerm(part);
      return whole.count ? [whole] : chunksOf(part);
    });
    return found.length ? found : [{ ...NONE, scores: new Float32Array(rows.length) }];
  };
  const chunksOf = (run) => {
    const pieces = chunks(run);
    return pieces.flatMap((chunk, number) => {
      const kind = script(chunk.charCodeAt(0));
      if (kind === "hiragana" && pieces.length > 1 && (number || chunk.length < 3)) {
        return [];
      }
      if (kind === "han" && [...chunk].length === 1) {
        /* One sign says little: with what follows, or by itself. */
        const more = runTerm(chunk + (pieces[number + 1] ?? "").slice(0, 1));
        const found = more.count ? more : runTerm(chunk);
        return found.count ? [found] : [];
      }
      const found = runTerm(chunk);
      return found.count ? [found] : otherwise(chunk, kind);
    });
  };
  const otherwise = (chunk, kind) => {
    if (kind === "hiragana" || kind === "katakana") {
      const other = runTerm(kind === "hiragana" ? kana.toKatakana(chunk) : kana.toHiragana(chunk));
      if (other.count) {
        return [other];
      }
    }
    if (kind === "hangul") {
      const bare = runTerm(chunk.replace(JOSA, ""));
      if (bare.count && chunk.replace(JOSA, "").length > 1) {
        return [bare];
      }
    }
    if (kind === "hiragana" || kind === "hangul") {
      /* Another ending of the word. */
      for (let end = chunk.length - 1; end >= (kind === "hangul" ? 2 : 3) && end >= chunk.length - 3; end -= 1) {
        const found = runTerm(chunk.slice(0, end));
        if (found.count) {
          return [found];
        }
      }
    }
    const parts = segments(chunk, kind === "hiragana" || kind === "katakana" ? 3 : 2);
    if (parts.length) {
      return parts.map(runTerm);
    }
    return kind === "katakana" ? [slipTerm(chunk)] : [{ ...NONE, scores: new Float32Array(rows.length) }];
  };
  /* The longest parts that stand somewhere, from left to right; none if they leave out much. */
  const segments = (chunk, least) => {
    const found = [];
    let covered = 0;
    for (let at = 0; at + least <= chunk.length;) {
      let length = least - 1;
      while (at + length < chunk.length && isThere(chunk.slice(at, at + length + 1))) {
        length += 1;
      }
      if (length >= least) {
        found.push(chunk.slice(at, at + length));
        covered += length;
        at += length;
      } else {
        at += 1;
      }
    }
    return covered >= 0.6 * chunk.length ? found : [];
  };

  /* -- a query ---------------------------------------------------------------------------------- */

  const PHRASE = /["“”„«「『]([^"“”„«»「」『』]+)["“”»」』]/g;
  const SIGNS = /["“”„«»「」『』]/g;

  const termsOf = (folded) => {
    const all = tokens(folded);
    const meant = all.filter((token) => !GRAMMAR.has(token));
    const used = meant.length ? meant : all;
    const last = all.findLast((token) => !isRun(token));
    const isOpen = !/[\s.,;:!?、。]$/u.test(folded);
    return used.flatMap((token, number) => {
      if (!isRun(token)) {
        const isLast = isOpen && token === last;
        return [{ ...remembered(`${isLast} ${token}`, () => wordTerm(token, isLast)), token }];
      }
      const run = number || folded.startsWith(token) ? token.replace(PARTICLE, "") : token;
      if (tokens(folded).length > 1 && /^[ぁ-ゖ]{1,3}$/.test(run)) {
        return [];
      }
      const parts = remembered(run, () => {
        const whole = runTerm(run);
        return whole.count ? [whole] : partsOf(run);
      });
      return parts.map((one) => ({ ...one, token: run }));
    });
  };

  /* What is found for a query, best first: the rows, each with its score; `any` if none has all words;
     `instead`, the query with slips corrected; `needles`, what to mark. */
  const search = (query) => {
    const phrases = [...query.matchAll(PHRASE)].map((found) => fold(found[1]).trim()).filter(Boolean);
    const typed = fold(query.replace(SIGNS, " ")).replace(/\s+/g, " ");
    const terms = rows.length ? termsOf(typed) : [];
    const nothing = { found: [], any: false, instead: "", needles: [] };
    if (!terms.length) {
      return nothing;
    }
    const weights = terms.map(({ count }) => (count ? Math.log(1 + (rows.length - count + 0.5) / (count + 0.5)) + 0.1 : 0));
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    const slots = (row) => [starts[row * WIDTH], starts[row * WIDTH + WIDTH]];
    const saysAll = (row) => {
      const said = phrases.length ? text.slice(...slots(row)) : "";
      return phrases.every((phrase) => said.includes(phrase));
    };
    const collect = (every) => rows.flatMap((record, row) => {
      let score = 0;
      let weight = 0;
      for (const [place, { scores }] of terms.entries()) {
        const here = scores[row];
        if (!here && every) {
          return [];
        }
        score += weights[place] * here;
        weight += here ? weights[place] : 0;
      }
      if (!score || !saysAll(row)) {
        return [];
      }
      return [{ row, record, weight, score: score * KINDS[record.kind] * (every ? 1 : (weight / total) ** 2) }];
    });
    let found = collect(true);
    /* If only other pages have all words, a session that has most of them may be what is meant. */
    const isSession = ({ record: { kind } }) => SESSIONS.has(kind);
    const any = terms.length > 1 && !found.some(isSession);
    if (any) {
      /* Not those that have only the least of it. */
      const all = new Set(found.map(({ row }) => row));
      const some = collect(false).filter(({ row }) => !all.has(row));
      const most = Math.max(0, ...some.map(({ weight }) => weight));
      found.push(...some.filter(({ weight }) => weight >= 0.7 * most));
    }
    const words = typed.trim();
    const isLong = words.length > 2 || isRun(words);
    found.sort((one, other) => other.score - one.score || one.row - other.row);
    /* The words as they were typed, in a row: in the title, as all of the title, or anywhere. */
    for (const one of isLong ? found.slice(0, 200) : []) {
      const first = one.row * WIDTH;
      const title = text.slice(starts[first], starts[first + 1] - 1);
      if (title === words) {
        one.score *= 4;
      } else if (title.includes(words)) {
        one.score *= 1.6;
      } else if (text.slice(...slots(one.row)).includes(words)) {
        one.score *= 1.4;
      }
    }
    found.sort((one, other) => other.score - one.score || one.row - other.row);
    const slips = terms.filter(({ instead }) => instead);
    const instead = slips.reduce((said, slip) => said.replace(slip.token, slip.instead), slips.length ? words : "");
    const needles = [...new Set([...phrases, ...terms.flatMap((one) => one.needles)])];
    return { found, any, instead, needles };
  };

  return { add, search, ready: () => waiting, fields: FIELDS, get size() { return text.length; } };
};
