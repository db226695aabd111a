//! Words that say nothing of what a text is about. In a large library their frequency tells them; in a small one,
//! where two articles may share nothing else, only a list does.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use super::hash::{self, ByNumber};

/// The words of a language, as the analyser writes them, sorted.
const LISTS: &[(&str, &[&str])] = &[
    (
        "de",
        &[
            "ab", "aber", "alle", "allem", "allen", "aller", "alles", "als", "also", "am", "an", "andere",
            "anderen", "auch", "auf", "aus", "bei", "beim", "bereits", "bin", "bis", "bist", "da", "dabei",
            "dafur", "dagegen", "damit", "dann", "daran", "darauf", "das", "dass", "dazu", "dem", "den",
            "denn", "der", "des", "deshalb", "dessen", "die", "dies", "diese", "diesem", "diesen", "dieser",
            "dieses", "doch", "dort", "du", "durch", "ein", "eine", "einem", "einen", "einer", "eines", "er",
            "es", "etwa", "etwas", "fur", "gegen", "gibt", "habe", "haben", "hat", "hatte", "hatten",
            "heute", "hier", "ich", "ihm", "ihn", "ihnen", "ihr", "ihre", "ihrem", "ihren", "ihrer", "im",
            "immer", "in", "ins", "ist", "ja", "jahr", "jahre", "jahren", "jede", "jedem", "jeden", "jeder",
            "jedes", "jetzt", "kann", "kein", "keine", "keinen", "konnen", "konnte", "man", "mehr", "mein",
            "mit", "muss", "mussen", "nach", "nicht", "nichts", "noch", "nun", "nur", "ob", "oder", "ohne",
            "sagt", "sagte", "sehr", "sei", "sein", "seine", "seinem", "seinen", "seiner", "seit", "sich",
            "sie", "sind", "so", "soll", "sollen", "sollte", "sondern", "sowie", "uber", "um", "und", "uns",
            "unter", "viel", "viele", "vom", "von", "vor", "war", "waren", "was", "weil", "weiter", "wenn",
            "wer", "werden", "wie", "wieder", "will", "wir", "wird", "wo", "wurde", "wurden", "zu", "zum",
            "zur", "zwei", "zwischen",
        ],
    ),
    (
        "en",
        &[
            "about", "after", "again", "all", "also", "although", "am", "among", "an", "and", "another",
            "any", "are", "as", "at", "back", "be", "became", "because", "been", "before", "being",
            "between", "both", "but", "by", "came", "can", "could", "did", "do", "does", "doing", "done",
            "down", "during", "each", "even", "ever", "every", "few", "first", "for", "from", "further",
            "get", "go", "going", "got", "had", "has", "have", "having", "he", "her", "here", "hers",
            "herself", "him", "himself", "his", "how", "however", "if", "in", "into", "is", "it", "its",
            "itself", "just", "last", "like", "made", "make", "many", "may", "me", "might", "more", "most",
            "much", "must", "my", "never", "new", "no", "nor", "not", "now", "of", "off", "on", "once",
            "one", "only", "or", "other", "our", "out", "over", "own", "per", "rather", "said", "same",
            "say", "says", "see", "she", "should", "since", "so", "some", "still", "such", "take", "than",
            "that", "the", "their", "them", "then", "there", "these", "they", "this", "those", "though",
            "three", "through", "to", "too", "two", "under", "until", "up", "us", "very", "was", "way", "we",
            "well", "went", "were", "what", "when", "where", "whether", "which", "while", "who", "whom",
            "whose", "why", "will", "with", "within", "without", "would", "year", "years", "yes", "yet",
            "you", "your",
        ],
    ),
    (
        "es",
        &[
            "ahora", "al", "algo", "alguna", "algunos", "ano", "anos", "ante", "antes", "aquel", "aqui",
            "asi", "aun", "aunque", "bajo", "bien", "cada", "casi", "como", "con", "contra", "cual",
            "cuando", "de", "del", "desde", "despues", "dice", "dijo", "donde", "dos", "durante", "el",
            "ella", "ellas", "ellos", "en", "entre", "era", "eran", "es", "esa", "ese", "eso", "esta",
            "estaba", "estado", "estan", "estar", "estas", "este", "esto", "estos", "fue", "fueron", "ha",
            "habia", "hace", "hacia", "han", "hasta", "hay", "hoy", "la", "las", "le", "les", "lo", "los",
            "mas", "me", "mi", "mientras", "mismo", "muy", "nada", "ni", "no", "nos", "nosotros", "otra",
            "otras", "otro", "otros", "para", "parte", "pero", "poco", "por", "porque", "puede", "pueden",
            "pues", "que", "quien", "se", "segun", "ser", "si", "sido", "sin", "sobre", "solo", "son", "su",
            "sus", "tambien", "tan", "tanto", "te", "tiene", "tienen", "toda", "todas", "todo", "todos",
            "tras", "tres", "tu", "un", "una", "uno", "unos", "ya", "yo",
        ],
    ),
    (
        "fr",
        &[
            "ainsi", "alors", "apres", "au", "aucun", "aussi", "autre", "autres", "aux", "avait", "avant",
            "avec", "avoir", "bien", "ce", "cela", "celle", "celui", "ces", "cet", "cette", "ceux", "chaque",
            "chez", "comme", "contre", "dans", "de", "depuis", "des", "deux", "dit", "dont", "du", "elle",
            "elles", "en", "encore", "entre", "est", "et", "etaient", "etait", "ete", "etre", "eu", "faire",
            "fait", "faut", "fois", "font", "il", "ils", "je", "jusqu", "la", "le", "les", "leur", "leurs",
            "lors", "lui", "ma", "mais", "me", "meme", "mes", "moins", "mon", "ne", "ni", "non", "nos",
            "notre", "nous", "on", "ont", "ou", "par", "pas", "pendant", "peu", "peut", "plus", "pour",
            "pourrait", "qu", "quand", "que", "quel", "quelle", "qui", "sa", "sans", "se", "selon", "sera",
            "ses", "si", "son", "sont", "sous", "sur", "ta", "tandis", "tel", "tous", "tout", "toute",
            "toutes", "tres", "trois", "tu", "un", "une", "vers", "votre", "vous",
        ],
    ),
    (
        "it",
        &[
            "abbiamo", "ad", "agli", "ai", "al", "alla", "alle", "allo", "anche", "ancora", "anni", "anno",
            "avere", "aveva", "che", "chi", "ci", "cinque", "come", "con", "contro", "cosi", "cui", "da",
            "dai", "dal", "dalla", "dalle", "degli", "dei", "del", "dell", "della", "delle", "dello", "dopo",
            "dove", "due", "ed", "era", "erano", "essere", "fa", "fatto", "fino", "fra", "gia", "gli", "ha",
            "hanno", "ho", "il", "in", "invece", "io", "la", "le", "lei", "li", "lo", "loro", "lui", "ma",
            "mai", "mentre", "mi", "molto", "ne", "negli", "nei", "nel", "nell", "nella", "nelle", "no",
            "noi", "non", "nostro", "oggi", "ogni", "per", "perche", "pero", "piu", "poi", "prima",
            "proprio", "puo", "qual", "quale", "quando", "quanto", "quasi", "quella", "quelle", "quelli",
            "quello", "questa", "queste", "questi", "questo", "qui", "quindi", "se", "secondo", "sempre",
            "senza", "si", "sia", "solo", "sono", "sopra", "sotto", "stata", "state", "stati", "stato", "su",
            "sua", "sue", "sugli", "sui", "sul", "sulla", "suo", "suoi", "tra", "tre", "tutta", "tutte",
            "tutti", "tutto", "un", "una", "uno", "verso", "vi",
        ],
    ),
    (
        "nl",
        &[
            "aan", "al", "alle", "alleen", "als", "altijd", "andere", "bij", "binnen", "daar", "dan", "dat",
            "de", "deze", "die", "dit", "doen", "door", "dus", "echter", "een", "eerste", "en", "er", "geen",
            "had", "hadden", "heb", "hebben", "heeft", "hem", "het", "hier", "hij", "hoe", "hun", "ik", "in",
            "is", "ja", "jaar", "jaren", "je", "kan", "konden", "kunnen", "maar", "mee", "meer", "men",
            "met", "mijn", "moest", "moet", "moeten", "na", "naar", "niet", "niets", "nog", "nu", "of", "om",
            "omdat", "onder", "ons", "ook", "op", "over", "sinds", "te", "tegen", "ten", "ter", "tijdens",
            "toch", "toen", "tot", "tussen", "twee", "uit", "van", "veel", "volgens", "voor", "waar",
            "waren", "was", "wat", "weer", "werd", "werden", "wie", "wij", "wil", "willen", "worden",
            "wordt", "zal", "ze", "zegt", "zei", "zelf", "zich", "zij", "zijn", "zo", "zonder", "zou",
            "zouden",
        ],
    ),
    (
        "pt",
        &[
            "agora", "ainda", "algo", "alguns", "ano", "anos", "antes", "ao", "aos", "apenas", "apos",
            "aquela", "aquele", "as", "assim", "ate", "bem", "cada", "com", "como", "contra", "da", "das",
            "de", "dela", "dele", "deles", "depois", "desde", "dessa", "desse", "desta", "deste", "disse",
            "diz", "do", "dois", "dos", "durante", "ela", "elas", "ele", "eles", "em", "entre", "era",
            "eram", "essa", "esse", "esta", "estao", "estar", "estava", "este", "eu", "faz", "fez", "foi",
            "foram", "ha", "hoje", "isso", "isto", "ja", "la", "lhe", "lo", "mais", "mas", "me", "mesmo",
            "meu", "minha", "muito", "na", "nao", "nas", "nem", "no", "nos", "nossa", "nosso", "num", "numa",
            "onde", "os", "ou", "outra", "outras", "outro", "outros", "para", "parte", "pela", "pelas",
            "pelo", "pelos", "pode", "podem", "por", "porque", "pouco", "quando", "quanto", "que", "quem",
            "se", "segundo", "seja", "sem", "sempre", "ser", "seu", "seus", "so", "sobre", "sua", "suas",
            "tambem", "tao", "tem", "tendo", "ter", "tinha", "toda", "todas", "todo", "todos", "tres",
            "tudo", "um", "uma", "umas", "uns", "vai", "voce",
        ],
    ),
];

/// Numbers of words.
pub(super) type Words = HashSet<u64, ByNumber>;

/// The words that say nothing in a text of this language (ISO 639-1), by their numbers; where no language is known,
/// English is supposed.
pub(super) fn of(language: Option<&str>) -> &'static Words {
    static ALL: LazyLock<HashMap<&str, Words>> = LazyLock::new(|| {
        let numbers = |words: &[&str]| words.iter().map(|word| hash::word(word)).collect();
        LISTS.iter().map(|(language, words)| (*language, numbers(words))).collect()
    });
    static NONE: LazyLock<Words> = LazyLock::new(Words::default);
    let language = language.map_or("en", |code| code.split('-').next().unwrap_or_default());
    ALL.get(language).unwrap_or(&NONE)
}

#[cfg(test)]
mod tests {
    use super::super::super::analyse;
    use super::*;

    #[test]
    fn the_lists_are_sorted_and_written_as_the_analyser_writes() {
        for (language, words) in LISTS {
            assert!(words.is_sorted(), "{language}");
            for word in *words {
                let tokens: Vec<String> =
                    analyse::tokens(word).map(|token| token.text.into_owned()).collect();
                assert_eq!(tokens, [*word], "{language}");
            }
        }
    }

    #[test]
    fn a_word_is_empty_only_in_its_own_language() {
        let contains = |language, word| of(language).contains(&hash::word(word));
        assert!(contains(Some("de"), "die") && !contains(Some("en"), "die"));
        assert!(contains(Some("en-GB"), "the") && contains(None, "the"));
        assert!(!contains(Some("ja"), "the"));
    }
}
