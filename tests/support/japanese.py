"""A small Japanese project, and what a reader finds in it."""

from __future__ import annotations

from typing import Final

PAGES: Final = {
    "index": "# 目次\n\n```{toctree}\n:hidden:\n\n" + "\n".join("abcdefgh") + "\n```\n",
    "a": "# 一枚目\n\nログの解析には拡張正規表現検索を使う。シェルの環境変数一覧も出力した。\n",
    "b": "# 二枚目\n\n正規の手順で表現を直し、変数の環境を整えた。規表という語はない。\n",
    "c": "# 三枚目\n\n東京都の会場で、ロードバランサーの負荷試験を行った。サーバーは10台である。\n",
    "d": "# 四枚目\n\n京都の会場で、ロード中のバランサを止めた。サーバ側の設定だけを変えた。\n",
    "e": "# 五枚目\n\nOVSの性能を測った。ＳＲ－ＩＯＶを使うと、ＶＭの遅延が減る。3日目に話した。\n",
    "f": "# 六枚目\n\n"
    + "ここは長い前置きである。" * 40
    + "OVNとKuryrの話。性能は次回に回す。13日目には帰国した。10Gbps出た。\n",
    "g": "# 七枚目\n\nｶﾀｶﾅのﾃﾞｰﾀﾍﾞｰｽとテナント分離。㈱と書いた。佐々木さんの話。𠮷野家で食べた。\n",
    "h": "# ライブマイグレーションの課題\n\nタイムアウトエラーが出る。キーとスキーマの話。\n",
}

#: Each query, and the pages that it must find: all of them, and no other.
QUERIES: Final = {
    # compounds in the middle of a longer run, whole and in part
    "正規表現": "a",
    "拡張正規表現検索": "a",
    "表現検索": "a",
    "環境変数": "a",
    "環境変数一覧": "a",
    "検索を使う": "a",
    # words whose pairs of characters are on the page, but not the word
    "規表現を": "",
    "変数一": "a",
    "表現正規": "",
    "変数環境": "",
    "正規": "ab",
    "表現": "ab",
    "規表": "ab",
    # what is a part of another word
    "東京都": "c",
    "東京": "c",
    "京都": "cd",
    "都の会場": "cd",
    # katakana, with and without the last sound mark
    "ロードバランサ": "c",
    "ロードバランサー": "c",
    "バランサ": "cd",
    "バランサー": "cd",
    "ロード": "cd",
    "サーバ": "cd",
    "サーバー": "cd",
    "エラー": "h",
    "タイムアウト": "h",
    "タイムアウトエラー": "h",
    "キー": "h",
    "キーマ": "h",
    "ライブマイグレーション": "h",
    "マイグレーション": "h",
    "ビルド": "",
    # Latin letters beside Japanese
    "OVS": "e",
    "ovs": "e",
    "OVSの性能": "e",
    "OVS 性能": "e",
    "OVN 性能": "f",
    "性能 OVN": "f",
    "性能": "ef",
    "Kuryr": "f",
    "10Gbps": "f",
    # full-width letters, half-width katakana, and the other way round
    "ＳＲ－ＩＯＶ": "e",
    "SR-IOV": "e",
    "ＯＶＳ": "e",
    "VMの遅延": "e",
    "カタカナ": "g",
    "ｶﾀｶﾅ": "g",
    "データベース": "g",
    "ﾃﾞｰﾀﾍﾞｰｽ": "g",
    "ﾃﾅﾝﾄ": "g",
    "株": "g",
    # numbers and what they count
    "3日目": "ef",
    "13日目": "f",
    "10台": "c",
    "4日目": "",
    # single characters, and rare ones
    "減": "e",
    "食": "g",
    "々": "g",
    "佐々木": "g",
    "𠮷": "g",
    "𠮷野家": "g",
    "鯨": "",
    # several words
    "会場 東京": "c",
    "会場　京都": "cd",
    "会場、サーバ": "cd",
    "会場 負荷試験 台である": "c",
    "正規 環境": "ab",
    "会場 性能": "",
    "分離 テナント": "g",
}
