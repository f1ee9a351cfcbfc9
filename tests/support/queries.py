"""What readers ask of the book, and the session that answers; of several, any.

Each kind of question is there: a title, a part of one, a name, a slip, a number, a version, an
address, an alias, a question in words, a phrase in quotation marks, two words of a note.
"""

from __future__ import annotations

from typing import Final

_PERFORMANCE: Final = "openstack-networking-performance"
_BINDING: Final = "neutron-hierarchical-port-binding"
_MEDIA: Final = "keynote-cloud-unlocked-tv-film-production"
_BARE_METAL: Final = "ml2-mechanismdrivers-for-bare-metal-deployments"
_SHAKER: Final = "distributed-data-plane-performance-testing-with-shaker"
_TACKER: Final = "tacker-vnf-life-cycle-management"

ENGLISH: Final = {
    # titles, whole and in part
    "Tap-as-a-Service (TaaS): Port Monitoring for Neutron Networks": "tap-as-a-service",
    "hierarchical port binding": _BINDING,
    "Managing concurrency": "managing-concurrency",
    "ludicrous speed": "security-groups-ludicrous-speed",
    "user committee": "ops-user-committee-session",
    "LBaaS Use Cases": "neutron-lbaas-use-cases",
    "cloud vpn": "cloud-vpns-in-openstack",
    # people
    "Aubuchon": _MEDIA,
    "Danny Al-Gaaf": "storage-security-enterprise",
    "fainberg": "keynote-cloud-unlocked-keystone-ptl",
    "Yamahata": f"{_TACKER}-demo-video",
    "Russell Bryant sandbox": "ovn-native-virtual-networking",
    # slips
    "intrsuion detection": "unobtrusive-intrusion-detection",
    "Ceilometr": "ops-ceilometer-what-needs-fixing",
    "wallmart": "walmarts-cloud-journey",
    "Mestrey third party": "neutron-third-party-ci",
    "hierachical binding": _BINDING,
    # numbers, versions, addresses
    "216,000 minutes": _MEDIA,
    "100000 drupal": "keynote-taking-risks-pantheon",
    "2.0.2": _PERFORMANCE,
    "179255": _BARE_METAL,
    "pypi.python.org/pypi/pyshaker": _SHAKER,
    "https://etherpad.openstack.org/p/YVR-neutron-ironic": "neutron-work-session-ironic",
    "240 flows": _PERFORMANCE,
    # parts, joined and apart
    "l2gw": "provider-networks-l2-gateway",
    "pymysql": "moving-our-applications-to-python-3",
    "asyncio": "managing-concurrency",
    "tricircle": "neutron-cascading-to-address-scalability",
    "multisite": "ops-multi-site-openstack",
    "iptables faster": "security-groups-ludicrous-speed",
    # what a topic is also called
    "prefix delegation": "ipv6-and-l3-in-neutron",
    "Border Gateway Protocol mpls": "service-chaining-l3-vpns",
    "k8s": "keynote-taking-risks-kubernetes",
    "telemetry": "ops-ceilometer-what-needs-fixing",
    # questions, and words of notes
    "where will the 2016 summits be?": "keynote-taking-risks-2016-summit-locations",
    "who won the superuser award": "keynote-taking-risks-superuser-award",
    "why does ceilometer not scale": "ops-ceilometer-what-needs-fixing",
    "Mars parachute": "keynote-taking-risks-nasa-jpl",
    "WE’RE HIRING": "service-oriented-deployments-rackspace",
    "whiteboard": "neutron-vlan-aware-vms",
    '"too early to talk about it"': "neutron-work-session-ovn",
    "statistically significant": _PERFORMANCE,
    "deep packet inspection McAfee": "neutron-work-session-sg-fwaas",
    "routing table": "sdn-without-sdn-daumkakao",
}

JAPANESE: Final = {
    # titles, and what they are about
    "並行処理": "managing-concurrency",
    "階層型ポートバインディング": _BINDING,
    "2016年のサミット開催地": "keynote-taking-risks-2016-summit-locations",
    "侵入検知": "unobtrusive-intrusion-detection",
    "帯域保証": "network-bandwidth-guarantees",
    "ユーザー委員会": "ops-user-committee-session",
    "Security Groups Ludicrous Speed": "security-groups-ludicrous-speed",
    # parts of compounds, with and without the last sound mark, in full and half width
    "火星探査": "keynote-taking-risks-nasa-jpl",
    "パラシュート": "keynote-taking-risks-nasa-jpl",
    "ワークフロー": "massive-scale-lbaas-ebay-paypal",
    "メタデータプロキシー": "neutron-work-session-port-status",
    "ﾎﾟｰﾄﾐﾗｰﾘﾝｸﾞ": ("tap-as-a-service", "unobtrusive-intrusion-detection"),
    "ＤＳＣＰ": "neutron-qos",
    "エラーバー": _PERFORMANCE,
    "音声認識": "keynote-cloud-unlocked-camera-to-cloud",
    "静的コード解析": "storage-security-enterprise",
    "ホワイトボード": "neutron-vlan-aware-vms",
    # particles, endings, questions
    "リモートの編集": (
        "keynote-cloud-unlocked-crazy-demo-shoot",
        "keynote-cloud-unlocked-crazy-demo-result",
    ),
    "性能が落ちる": (_PERFORMANCE, "unobtrusive-intrusion-detection"),
    "カメラで撮影": "keynote-cloud-unlocked-crazy-demo-shoot",
    "サードパーティCIをやめる": "neutron-third-party-ci",
    "Ceilometerはなぜスケールしないのか": "ops-ceilometer-what-needs-fixing",
    "Eventletを捨てる": "managing-concurrency",
    "毎回恒例のネタは何か": "how-not-to-get-your-patch-merged-in-neutron",
    "誰がSuperuser Awardを受賞したか": "keynote-taking-risks-superuser-award",
    "ルーティングテーブルの大きさ": "sdn-without-sdn-daumkakao",
    # readings, kana for katakana, names
    "しんにゅうけんち": "unobtrusive-intrusion-detection",
    "えいぞうせいさく": (
        "keynote-cloud-unlocked",
        _MEDIA,
        "keynote-cloud-unlocked-crazy-demo-shoot",
        "keynote-cloud-unlocked-crazy-demo-result",
        "keynote-cloud-unlocked-camera-to-cloud",
    ),
    "ぱらしゅーと": "keynote-taking-risks-nasa-jpl",
    "Lazzaro": "security-groups-ludicrous-speed",
    "Yamahata": f"{_TACKER}-demo-video",
    "Fainberg氏": "keynote-cloud-unlocked-keystone-ptl",
    # numbers, addresses, aliases, slips
    "21万6,000分": _MEDIA,
    "4,700人": "keynote-cloud-unlocked-opening",
    "２．０．２": _PERFORMANCE,
    "177946": "intent-sdn-driven-service-chain",
    "ネットワーク機能仮想化 ライフサイクル": (_TACKER, f"{_TACKER}-overview-of-operation"),
    "フォールトマネジメント": "opnfv-overview",
    "パフォーマンス iperf": _PERFORMANCE,
    "Walmrat": "walmarts-cloud-journey",
    "トリクル tricircel": "neutron-cascading-to-address-scalability",
    # phrases, and words that stand apart
    "「結論らしきもの」": "neutron-third-party-ci",
    "ホスト名 DHCP": "towards-one-network-stack-part-2",
    "お菓子": "design-summit-feedback",
}
