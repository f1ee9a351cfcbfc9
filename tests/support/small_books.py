"""Small books in four languages, and what readers ask of them.

Each is a page of fifteen sessions: id, title, speakers, topics, and bullets. A query leads to the
session that answers; of several, to any.
"""

from __future__ import annotations

from typing import Final, NamedTuple


class Book(NamedTuple):
    """A book in a language, its topics with aliases, and its queries."""

    sessions: tuple[tuple[str, str, str, str, tuple[str, ...]], ...]
    topics: str
    queries: dict[str, str | tuple[str, ...]]

    def files(self) -> dict[str, str]:
        """Return the sources of the book."""
        blocks = [
            f"::::{{session}} {title}\n:id: {name}\n:speakers: {speakers}\n:topics: {topics}\n\n"
            + "".join(f"- {bullet}\n" for bullet in bullets)
            + "::::\n"
            for name, title, speakers, topics, bullets in self.sessions
        ]
        page = "---\ndate: 2024-11-05\n---\n# 2024-11-05\n\n" + "\n".join(blocks)
        return {"index.md": page, "_data/topics.yml": self.topics}


CHINESE: Final = Book(
    (
        (
            "keynote",
            "主题演讲：开放的云",
            "王小明",
            "cloud",
            ("今年有6,000人参加大会。", "明年的大会将在新加坡举行。"),
        ),
        (
            "vxlan",
            "VXLAN硬件卸载的性能",
            "李娜 (华为)",
            "network",
            ("网卡卸载后吞吐量达到98Gbps。", "小包的延迟仍然很高。", "测试用的是OVS 2.17.3。"),
        ),
        (
            "migration",
            "虚拟机热迁移的实践",
            "张伟",
            "compute",
            ("迁移过程中停机时间不到200毫秒。", "大内存的虚拟机容易迁移失败。"),
        ),
        (
            "containers",
            "容器网络为什么这么慢",
            "陈静 (腾讯)",
            "network, containers",
            ("瓶颈在iptables规则的数量。", "改用eBPF以后快了三倍。"),
        ),
        (
            "encryption",
            "块存储的静态加密",
            "刘洋",
            "storage, security",
            ("密钥由Barbican管理。", "加密使随机写入慢了百分之八。"),
        ),
        (
            "flaky",
            "与不稳定的测试作斗争",
            "赵磊",
            "testing",
            ("每周有四百次重新运行。", "先隔离，再修复，最后删除。"),
        ),
        (
            "ipv6",
            "全面部署IPv6的一年",
            "孙丽",
            "network",
            ("前缀委派花了最长时间。", "旧打印机是最大的障碍。"),
        ),
        (
            "lb",
            "负载均衡器的健康检查",
            "周强",
            "network",
            ("检查间隔太短会造成雪崩。", "建议使用指数退避。"),
        ),
        (
            "alerts",
            "少一点告警，多一点睡眠",
            "吴敏",
            "monitoring",
            ("值班人员每晚被叫醒五次。", "只对用户看得见的问题告警。"),
        ),
        (
            "baremetal",
            "裸金属服务器的自动化部署",
            "郑凯 (中兴)",
            "baremetal",
            ("四十分钟内装好一个机架。", "固件升级必须人工确认。"),
        ),
        (
            "dns",
            "DNS安全扩展入门",
            "冯雪",
            "security",
            ("密钥轮换最容易出错。", "域名example.org的签名曾经过期。"),
        ),
        (
            "upgrade",
            "不停机升级",
            "何勇",
            "operations",
            ("数据库的结构变更分三步进行。", "回滚演练救了我们两次。"),
        ),
        (
            "firewall",
            "安全组与防火墙的重复",
            "郭婷",
            "security, network",
            ("用户分不清二者的区别。", "演示了入侵检测系统。"),
        ),
        (
            "translation",
            "翻译社区的故事",
            "马丽",
            "community",
            ("七十名志愿者翻译了文档。", "术语表是最重要的工具。"),
        ),
        (
            "satellite",
            "卫星上的数据中心",
            "高飞",
            "edge",
            ("用火星探测器的经验。", "散热只能靠辐射。"),
        ),
    ),
    "cloud: 云计算\n"
    "network: {label: 网络, aliases: [Networking]}\n"
    "compute: 计算\n"
    "containers: {label: 容器, aliases: [Kubernetes, K8s]}\n"
    "storage: 存储\n"
    "security: {label: 安全, aliases: [Security]}\n"
    "testing: 测试\n"
    "monitoring: {label: 监控, aliases: [可观测性]}\n"
    "baremetal: {label: 裸机, aliases: [Ironic, 物理服务器]}\n"
    "operations: 运维\n"
    "community: 社区\n"
    "edge: {label: 边缘计算, aliases: [Edge]}\n",
    {
        "热迁移": "migration",
        "虚拟机热迁移": "migration",
        "迁移失败": "migration",
        "容器网络": "containers",
        "容器为什么慢": "containers",
        "eBPF": "containers",
        "硬件卸载": "vxlan",
        "吞吐量": "vxlan",
        "98Gbps": "vxlan",
        "2.17.3": "vxlan",
        "６０００人": "keynote",
        "新加坡": "keynote",
        "静态加密": "encryption",
        "barbican": "encryption",
        "Barbicna": "encryption",
        "随机写入": "encryption",
        "不稳定的测试": "flaky",
        "前缀委派": "ipv6",
        "打印机": "ipv6",
        "健康检查": "lb",
        "指数退避": "lb",
        "雪崩": "lb",
        "告警": "alerts",
        "可观测性": "alerts",
        "物理服务器": "baremetal",
        "怎么自动化部署裸金属": "baremetal",
        "密钥轮换": "dns",
        "example.org": "dns",
        "回滚演练": "upgrade",
        "如何不停机升级数据库": "upgrade",
        "入侵检测": "firewall",
        "火星": "satellite",
        "陈静": "containers",
        "中兴": "baremetal",
        "“术语表是最重要的”": "translation",
        "K8s": "containers",
    },
)

KOREAN: Final = Book(
    (
        (
            "keynote",
            "기조연설: 열린 클라우드",
            "김민준",
            "cloud",
            ("올해 참가자는 6,000명이다.", "내년 행사는 부산에서 열린다."),
        ),
        (
            "vxlan",
            "VXLAN 하드웨어 오프로드의 성능",
            "이서연 (삼성)",
            "network",
            (
                "오프로드를 켜면 처리량이 98Gbps까지 오른다.",
                "작은 패킷의 지연은 여전히 크다.",
                "OVS 2.17.3으로 측정했다.",
            ),
        ),
        (
            "migration",
            "가상 머신 라이브 마이그레이션",
            "박도윤",
            "compute",
            ("중단 시간은 200밀리초보다 짧다.", "메모리가 큰 가상 머신은 실패하기 쉽다."),
        ),
        (
            "containers",
            "컨테이너 네트워크는 왜 느린가",
            "최지우 (카카오)",
            "network, containers",
            ("병목은 iptables 규칙의 수에 있다.", "eBPF로 바꾸고 세 배 빨라졌다."),
        ),
        (
            "encryption",
            "블록 스토리지 암호화",
            "정하준",
            "storage, security",
            ("키는 Barbican이 관리한다.", "임의 쓰기가 8퍼센트 느려진다."),
        ),
        (
            "flaky",
            "불안정한 테스트와의 싸움",
            "강서윤",
            "testing",
            ("매주 사백 번 다시 실행한다.", "먼저 격리하고 나중에 고친다."),
        ),
        (
            "ipv6",
            "IPv6 전면 도입 1년",
            "조은우",
            "network",
            ("접두사 위임에 가장 오래 걸렸다.", "낡은 프린터가 가장 큰 장애물이었다."),
        ),
        (
            "lb",
            "로드 밸런서의 상태 확인",
            "윤채원",
            "network",
            ("간격이 너무 짧으면 눈사태가 난다.", "지수 백오프를 권한다."),
        ),
        (
            "alerts",
            "알림은 적게, 잠은 많이",
            "장시우",
            "monitoring",
            ("당직자는 밤마다 다섯 번 깼다.", "사용자가 느끼는 문제만 알린다."),
        ),
        (
            "baremetal",
            "베어메탈 서버 자동 배포",
            "임수아 (네이버)",
            "baremetal",
            ("랙 하나를 사십 분에 설치한다.", "펌웨어 업그레이드는 사람이 확인한다."),
        ),
        (
            "dns",
            "DNS 보안 확장 입문",
            "한지호",
            "security",
            ("키 교체에서 실수가 가장 많다.", "example.org의 서명이 만료된 적이 있다."),
        ),
        (
            "upgrade",
            "중단 없는 업그레이드",
            "오지안",
            "operations",
            ("데이터베이스 스키마는 세 단계로 바꾼다.", "롤백 연습이 두 번 우리를 구했다."),
        ),
        (
            "firewall",
            "보안 그룹과 방화벽의 중복",
            "서예준",
            "security, network",
            ("사용자는 둘을 구별하지 못한다.", "침입 탐지 시스템을 시연했다."),
        ),
        (
            "translation",
            "번역 공동체 이야기",
            "신하은",
            "community",
            ("자원봉사자 칠십 명이 문서를 옮겼다.", "용어집이 가장 중요한 도구다."),
        ),
        (
            "satellite",
            "위성 위의 데이터 센터",
            "권유준",
            "edge",
            ("화성 탐사선의 경험을 살렸다.", "열은 복사로만 내보낸다."),
        ),
    ),
    "cloud: 클라우드\n"
    "network: {label: 네트워크, aliases: [Networking]}\n"
    "compute: 컴퓨트\n"
    "containers: {label: 컨테이너, aliases: [Kubernetes, 쿠버네티스]}\n"
    "storage: 스토리지\n"
    "security: 보안\n"
    "testing: 테스트\n"
    "monitoring: {label: 모니터링, aliases: [관측 가능성]}\n"
    "baremetal: {label: 베어메탈, aliases: [Ironic, 물리 서버]}\n"
    "operations: 운영\n"
    "community: 공동체\n"
    "edge: 엣지\n",
    {
        "라이브 마이그레이션": "migration",
        "라이브마이그레이션": "migration",
        "마이그레이션은 왜 실패하나": "migration",
        "가상머신": "migration",
        "컨테이너 네트워크": "containers",
        "컨테이너의 네트워크가 느리다": "containers",
        "쿠버네티스": "containers",
        "eBPF": "containers",
        "하드웨어 오프로드": "vxlan",
        "처리량을": "vxlan",
        "98Gbps": "vxlan",
        "2.17.3": "vxlan",
        "6000명": "keynote",
        "부산": "keynote",
        "스토리지 암호화": "encryption",
        "Barbicna": "encryption",
        "임의 쓰기": "encryption",
        "불안정한 테스트": "flaky",
        "접두사 위임": "ipv6",
        "프린터를": "ipv6",
        "상태 확인": "lb",
        "지수 백오프": "lb",
        "눈사태": "lb",
        "당직자": "alerts",
        "관측 가능성": "alerts",
        "물리 서버": "baremetal",
        "펌웨어": "baremetal",
        "서명 만료": "dns",
        "example.org": "dns",
        "롤백": "upgrade",
        "데이터베이스를 업그레이드": "upgrade",
        "침입 탐지": "firewall",
        "방화벽과 보안 그룹": "firewall",
        "화성": "satellite",
        "최지우": "containers",
        "카카오": "containers",
        "“용어집이 가장 중요한”": "translation",
    },
)

GERMAN: Final = Book(
    (
        (
            "keynote",
            "Eröffnung: Die offene Wolke",
            "Jürgen Weiß",
            "cloud",
            ("Es kamen 6.000 Gäste.", "Im nächsten Jahr trifft man sich in München."),
        ),
        (
            "vxlan",
            "Wie schnell ist VXLAN mit Hardwarebeschleunigung?",
            "Anna Müller (Siemens)",
            "network",
            (
                "Der Durchsatz steigt auf 98 Gbit/s.",
                "Kleine Pakete bleiben langsam.",
                "Gemessen mit OVS 2.17.3.",
            ),
        ),
        (
            "migration",
            "Virtuelle Maschinen im Betrieb umziehen",
            "Lukas Schäfer",
            "compute",
            (
                "Die Unterbrechung dauert weniger als 200 Millisekunden.",
                "Bei viel Speicher scheitert der Umzug.",
            ),
        ),
        (
            "containers",
            "Warum Containernetzwerke langsam sind",
            "Sofia Groß (SAP)",
            "network, containers",
            (
                "Der Engpass ist die Zahl der iptables-Regeln.",
                "Mit eBPF wurde es dreimal so schnell.",
            ),
        ),
        (
            "encryption",
            "Verschlüsselte Blockspeicher",
            "Ben Köhler",
            "storage, security",
            (
                "Die Schlüssel verwaltet Barbican.",
                "Zufälliges Schreiben wird acht Prozent langsamer.",
            ),
        ),
        (
            "flaky",
            "Kampf den wackligen Tests",
            "Mia Böhm",
            "testing",
            ("Vierhundert Wiederholungen je Woche.", "Erst absondern, dann reparieren."),
        ),
        (
            "ipv6",
            "Ein Jahr IPv6 überall",
            "Felix Krüger",
            "network",
            (
                "Am längsten dauerte die Präfixdelegation.",
                "Alte Drucker waren das größte Hindernis.",
            ),
        ),
        (
            "lb",
            "Zustandsprüfungen im Lastverteiler",
            "Emma Vogel",
            "network",
            ("Zu kurze Abstände lösen eine Lawine aus.", "Empfohlen wird exponentielles Warten."),
        ),
        (
            "alerts",
            "Weniger Alarme, mehr Schlaf",
            "Paul Jäger",
            "monitoring",
            (
                "Die Bereitschaft wurde fünfmal je Nacht geweckt.",
                "Alarm nur, wenn Nutzer etwas merken.",
            ),
        ),
        (
            "baremetal",
            "Server ohne Hypervisor einrichten",
            "Lea Brandt (Bosch)",
            "baremetal",
            ("Ein Schrank steht in vierzig Minuten.", "Firmware bestätigt ein Mensch."),
        ),
        (
            "dns",
            "Einführung in DNSSEC",
            "Tim Lorenz",
            "security",
            (
                "Beim Schlüsselwechsel geschehen die meisten Fehler.",
                "Die Signatur von example.org war abgelaufen.",
            ),
        ),
        (
            "upgrade",
            "Aktualisieren ohne Ausfall",
            "Nina Hübner",
            "operations",
            (
                "Das Datenbankschema ändert sich in drei Schritten.",
                "Geübte Rücknahmen haben uns zweimal gerettet.",
            ),
        ),
        (
            "firewall",
            "Sicherheitsgruppen und Firewalls überschneiden sich",
            "Jonas Seidel",
            "security, network",
            ("Die Nutzer kennen den Unterschied nicht.", "Gezeigt wurde eine Einbruchserkennung."),
        ),
        (
            "translation",
            "Aus der Welt der Übersetzer",
            "Clara Busch",
            "community",
            (
                "Siebzig Freiwillige haben die Texte übersetzt.",
                "Das Glossar ist das wichtigste Werkzeug.",
            ),
        ),
        (
            "satellite",
            "Rechenzentren auf Satelliten",
            "Max Ziegler",
            "edge",
            ("Die Erfahrung mit Marssonden half.", "Wärme lässt sich nur abstrahlen."),
        ),
    ),
    "cloud: Cloud\n"
    "network: {label: Netzwerk, aliases: [Networking]}\n"
    "compute: Rechnen\n"
    "containers: {label: Container, aliases: [Kubernetes, K8s]}\n"
    "storage: Speicher\n"
    "security: Sicherheit\n"
    "testing: Tests\n"
    "monitoring: {label: Überwachung, aliases: [Monitoring]}\n"
    "baremetal: {label: Bare Metal, aliases: [Ironic, Blech]}\n"
    "operations: Betrieb\n"
    "community: Gemeinschaft\n"
    "edge: {label: Edge, aliases: [Randrechner]}\n",
    {
        "virtuelle Maschinen": "migration",
        "Maschine umziehen": "migration",
        "warum scheitert der Umzug": "migration",
        "Containernetzwerk": "containers",
        "Container Netzwerk langsam": "containers",
        "eBPF": "containers",
        "Kubernetes": "containers",
        "Kuberntes": "containers",
        "Beschleunigung": "vxlan",
        "Durchsatz": "vxlan",
        "2.17.3": "vxlan",
        "98 Gbit/s": "vxlan",
        "München": "keynote",
        "Muenchen": "keynote",
        "Munchen": "keynote",
        "6.000": "keynote",
        "eroffnung": "keynote",
        "Blockspeicher verschlüsselt": "encryption",
        "Barbicna": "encryption",
        "wacklige Tests": "flaky",
        "Präfix": "ipv6",
        "Drucker": "ipv6",
        "Zustandsprüfung": "lb",
        "Lawine": "lb",
        "Alarm": "alerts",
        "Monitoring": "alerts",
        "baremetal": "baremetal",
        "Firmware": "baremetal",
        "Schlüsselwechsel": "dns",
        "example.org": "dns",
        "Datenbankschema": "upgrade",
        "Rücknahme": "upgrade",
        "Einbruch": "firewall",
        "Sicherheitsgruppe": "firewall",
        "Mars": "satellite",
        "Schaefer": "migration",
        "Jaeger": "alerts",
        "„wichtigste Werkzeug“": "translation",
        "Übersetzung": "translation",
    },
)

FRENCH: Final = Book(
    (
        (
            "keynote",
            "Ouverture : le nuage ouvert",
            "Hélène Lefèvre",
            "cloud",
            ("Il y avait 6 000 participants.", "L’an prochain, rendez-vous à Besançon."),
        ),
        (
            "vxlan",
            "Les performances de VXLAN avec l’accélération matérielle",
            "Zoé Marchand (Thales)",
            "network",
            (
                "Le débit atteint 98 Gbit/s.",
                "Les petits paquets restent lents.",
                "Mesuré avec OVS 2.17.3.",
            ),
        ),
        (
            "migration",
            "Migrer des machines virtuelles à chaud",
            "Loïc Moreau",
            "compute",
            (
                "La coupure dure moins de 200 millisecondes.",
                "Avec beaucoup de mémoire, la migration échoue.",
            ),
        ),
        (
            "containers",
            "Pourquoi le réseau des conteneurs est lent",
            "Inès Faure (Orange)",
            "network, containers",
            (
                "Le goulot d’étranglement est le nombre de règles iptables.",
                "Avec eBPF, c’est trois fois plus rapide.",
            ),
        ),
        (
            "encryption",
            "Chiffrer les volumes",
            "Rémi Gauthier",
            "storage, security",
            ("Barbican gère les clés.", "Les écritures aléatoires ralentissent de huit pour cent."),
        ),
        (
            "flaky",
            "En finir avec les tests instables",
            "Chloé Perrin",
            "testing",
            ("Quatre cents reprises par semaine.", "D’abord isoler, ensuite réparer."),
        ),
        (
            "ipv6",
            "Un an d’IPv6 partout",
            "Théo Renaud",
            "network",
            (
                "La délégation de préfixe a pris le plus de temps.",
                "Les vieilles imprimantes étaient le principal obstacle.",
            ),
        ),
        (
            "lb",
            "Vérifier l’état des serveurs derrière un répartiteur de charge",
            "Léa Colin",
            "network",
            (
                "Des intervalles trop courts provoquent une avalanche.",
                "Une attente exponentielle est conseillée.",
            ),
        ),
        (
            "alerts",
            "Moins d’alertes, plus de sommeil",
            "Noël Dumas",
            "monitoring",
            (
                "L’astreinte était réveillée cinq fois par nuit.",
                "N’alerter que si l’utilisateur le remarque.",
            ),
        ),
        (
            "baremetal",
            "Installer des serveurs sans hyperviseur",
            "Maëlle Roy (Airbus)",
            "baremetal",
            ("Une baie est prête en quarante minutes.", "Un humain valide le micrologiciel."),
        ),
        (
            "dns",
            "Premiers pas avec DNSSEC",
            "Hugo Blanc",
            "security",
            (
                "Le renouvellement des clés cause le plus d’erreurs.",
                "La signature d’example.org avait expiré.",
            ),
        ),
        (
            "upgrade",
            "Mettre à jour sans interruption",
            "Manon Brun",
            "operations",
            (
                "Le schéma de la base de données change en trois étapes.",
                "Les retours en arrière répétés nous ont sauvés deux fois.",
            ),
        ),
        (
            "firewall",
            "Groupes de sécurité et pare-feu font double emploi",
            "Jules Roche",
            "security, network",
            (
                "Les utilisateurs ne voient pas la différence.",
                "Démonstration d’une détection d’intrusion.",
            ),
        ),
        (
            "translation",
            "La communauté des traducteurs",
            "Camille Leroy",
            "community",
            (
                "Soixante-dix bénévoles ont traduit les textes.",
                "Le glossaire est l’outil le plus important.",
            ),
        ),
        (
            "satellite",
            "Des centres de données sur des satellites",
            "Gaël Vidal",
            "edge",
            (
                "L’expérience des sondes martiennes a servi.",
                "La chaleur ne part que par rayonnement.",
            ),
        ),
    ),
    "cloud: Nuage\n"
    "network: {label: Réseau, aliases: [Networking]}\n"
    "compute: Calcul\n"
    "containers: {label: Conteneurs, aliases: [Kubernetes, K8s]}\n"
    "storage: Stockage\n"
    "security: Sécurité\n"
    "testing: Tests\n"
    "monitoring: {label: Supervision, aliases: [Monitoring, Observabilité]}\n"
    "baremetal: {label: Bare metal, aliases: [Ironic, Serveurs physiques]}\n"
    "operations: Exploitation\n"
    "community: Communauté\n"
    "edge: {label: Edge, aliases: [Informatique en périphérie]}\n",
    {
        "migration à chaud": "migration",
        "machine virtuelle": "migration",
        "pourquoi la migration échoue": "migration",
        "conteneurs": "containers",
        "réseau des conteneurs": "containers",
        "conteneur lent": "containers",
        "goulot": "containers",
        "ebpf": "containers",
        "Kuberntes": "containers",
        "accélération": "vxlan",
        "acceleration materielle": "vxlan",
        "débit": "vxlan",
        "2.17.3": "vxlan",
        "Besancon": "keynote",
        "6 000": "keynote",
        "Lefevre": "keynote",
        "chiffrement": "encryption",
        "Barbicna": "encryption",
        "écritures aléatoires": "encryption",
        "tests instables": "flaky",
        "délégation de préfixe": "ipv6",
        "imprimante": "ipv6",
        "répartiteur de charge": "lb",
        "avalanche": "lb",
        "alerte": "alerts",
        "observabilite": "alerts",
        "serveurs physiques": "baremetal",
        "baremetal": "baremetal",
        "micrologiciel": "baremetal",
        "example.org": "dns",
        "clés DNSSEC": "dns",
        "comment mettre à jour la base de données ?": "upgrade",
        "détection d’intrusion": "firewall",
        "parefeu": "firewall",
        "sondes martiennes": "satellite",
        "Maelle Roy": "baremetal",
        "Airbus": "baremetal",
        "« outil le plus important »": "translation",
        "glossaire": "translation",
    },
)

BOOKS: Final = {"zh_CN": CHINESE, "ko": KOREAN, "de": GERMAN, "fr": FRENCH}
