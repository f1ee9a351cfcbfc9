"""A small Chinese project, and what a reader finds in it."""

from __future__ import annotations

from typing import Final

PAGES: Final = {
    "index": "# 目录\n\n```{toctree}\n:hidden:\n\na\nb\nc\n```\n",
    "a": "# 第一天\n\n::::{session} 虚拟网络的性能\n:id: x\n\n- 用OVN测试了负载均衡。\n::::\n",
    "b": "# 第二天\n\n数据库迁移没有停机。容器镜像每天更新。\n",
    "c": "# 第三天\n\n臺灣的虛擬網路，網絡拓撲很簡單。Kubernetes叢集有3天沒有更新。\n",
}

#: Each query, and the pages that it must find: all of them, and no other.
QUERIES: Final = {
    "虚拟网络": "a",
    "网络": "a",
    "拟网": "a",
    "性能": "a",
    "负载均衡": "a",
    "OVN": "a",
    "ovn测试": "a",
    "网": "a",
    "数据库": "b",
    "迁移": "b",
    "镜像": "b",
    "第二天": "b",
    "更新 镜像": "b",
    "虛擬網路": "c",
    "網絡": "c",
    "kubernetes": "c",
    "3天": "c",
    "更新": "bc",
    "天": "abc",
    # its characters are on the page, but not next to each other
    "络性": "",
    "火星": "",
}
