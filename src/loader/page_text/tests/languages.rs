//! The layout of our own edition in each of its languages.

use super::*;

/// A page in the layout of the given sample, with the words of another language in it.
fn page(words: [&str; 12]) -> Article {
    let [section, date, headline, byline, share, first, inline, subhead, second, rights, related, latest] =
        words;
    let text = format!(
        "THE SAMPLE | {section}\n\n{date}\n\n{headline}\n\n{byline}\n{share}\n\n{first}\n\n{inline}\n\n{subhead}\n\n\
         {second}\n\n{rights}\n{related}\n{headline} 2\n2024-05-03\n{latest}\n{headline} 3\n2024-05-02\nEVENT\n"
    );
    parse(&text, &Known::nothing()).unwrap().article
}

#[test]
fn our_edition_reads_in_each_of_its_languages() {
    let pages = [
        (
            "en",
            "Joy Lin",
            page([
                "Ports",
                "2024-03-04 | Harbour, Trade",
                "A harbour learns to wait",
                "by Joy Lin",
                "Share To",
                "The harbour authority said on Monday that the second phase of the dredging will begin in May.",
                "Related Article: Why small ports silt up",
                "What the engineers found",
                "Engineers found that the silt contains more heavy metals than the survey of 2019 had suggested.",
                "© 2024 The Sample, www.sample.example",
                "Related Post",
                "LATEST",
            ]),
        ),
        (
            "de",
            "Jens Petersen",
            page([
                "Häfen",
                "4. März 2024 | Hafen, Handel",
                "Ein Hafen lernt zu warten",
                "von Jens Petersen",
                "Teilen",
                "Die Hafenbehörde teilte am Montag mit, dass die zweite Phase der Arbeiten erst im Mai beginnt.",
                "Lesen Sie auch: Warum kleine Häfen verlanden",
                "Was die Ingenieure fanden",
                "Im Schlick wurden mehr Schwermetalle gefunden, als die Untersuchung von 2019 erwarten ließ.",
                "© 2024 The Sample, www.sample.example",
                "Verwandte Artikel",
                "Neueste Artikel",
            ]),
        ),
        (
            "fr",
            "Claire Dubois",
            page([
                "Ports",
                "4 mars 2024 | Port, Commerce",
                "Un port apprend à attendre",
                "par Claire Dubois",
                "Partager",
                "L’autorité portuaire a annoncé lundi que la deuxième phase du dragage ne commencera qu’en mai.",
                "À lire aussi : Pourquoi les petits ports s’ensablent",
                "Ce que disent les ingénieurs",
                "Les ingénieurs ont trouvé dans la vase davantage de métaux lourds que ne le laissait penser l’étude.",
                "© 2024 The Sample, www.sample.example",
                "Articles similaires",
                "Derniers articles",
            ]),
        ),
        (
            "zh",
            "林小芸",
            page([
                "港口",
                "2024年3月4日 | 港口，贸易",
                "一座港口学会等待",
                "作者：林小芸",
                "分享",
                "港务局周一表示，航道疏浚工程第二阶段将推迟到五月开始，比原计划晚八周。",
                "相关阅读：小港口为何淤塞",
                "工程人员的发现",
                "工程人员在淤泥中发现的重金属含量高于二〇一九年的调查结果，必须先经过处理才能倾倒。",
                "© 2024 The Sample, www.sample.example",
                "相关文章",
                "最新文章",
            ]),
        ),
        (
            "ja",
            "山田太郎",
            page([
                "港",
                "2024年3月4日 | 港、貿易",
                "待つことを学ぶ港町",
                "文／山田太郎",
                "シェア",
                "港湾局は月曜日、航路浚渫の第二期工事の開始を五月に延期すると発表した。",
                "関連記事：小さな港が埋まる理由",
                "技術者が見つけたもの",
                "堆積物からは二〇一九年の調査を上回る重金属が検出され、投棄の前に処理する必要があるという。",
                "© 2024 The Sample, www.sample.example",
                "関連記事",
                "新着記事",
            ]),
        ),
        (
            "ar",
            "ليلى حداد",
            page([
                "الموانئ",
                "2024-03-04 | الميناء، التجارة",
                "ميناء يتعلم كيف ينتظر الربيع",
                "بقلم ليلى حداد",
                "شارك",
                "قالت هيئة الميناء يوم الاثنين إن المرحلة الثانية من أعمال التجريف ستبدأ في مايو بدلا من مارس.",
                "اقرأ أيضا: لماذا تمتلئ الموانئ الصغيرة بالطمي",
                "ماذا وجد المهندسون في القاع",
                "وجد المهندسون أن الطمي يحتوي على معادن ثقيلة أكثر مما أشارت إليه الدراسة السابقة قبل خمس سنوات.",
                "© 2024 The Sample, www.sample.example",
                "مقالات ذات صلة",
                "آخر الأخبار",
            ]),
        ),
    ];
    for (language, author, article) in pages {
        assert_eq!(article.language.as_deref(), Some(language));
        assert_eq!(article.site.as_deref(), Some("THE SAMPLE"), "{language}");
        assert_eq!(article.site_host.as_deref(), Some("www.sample.example"), "{language}");
        assert_eq!(
            (article.sections.len(), article.categories.len()),
            (1, 2),
            "{language} {:?}",
            article.categories
        );
        assert_eq!(article.authors, [author]);
        assert_eq!(
            article.published.map(|date| date.to_string()).as_deref(),
            Some("2024-03-04"),
            "{language}"
        );
        let kinds: Vec<&str> = article.body.iter().map(kind_of).collect();
        assert_eq!(kinds, ["paragraph", "related", "heading", "paragraph"], "{language}");
        let roles: Vec<(LinkRole, bool)> =
            article.links.iter().map(|link| (link.role, link.published.is_some())).collect();
        let want = [(LinkRole::InlineRelated, false), (LinkRole::Related, true), (LinkRole::Latest, true)];
        assert_eq!(roles, want, "{language}");
    }
}
