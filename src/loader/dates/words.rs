//! Words of dates, by language. A new language is a new row.

/// Month names and their usual short forms, January first; one row a language.
/// Names of two words ("تشرين الأول") are left out: their first word names two months.
/// English, German, French, Spanish, Italian, Dutch, Portuguese, Arabic (two sets), Polish, Swedish.
const MONTHS: &[[&str; 12]] = &[
    [
        "january jan",
        "february feb",
        "march mar",
        "april apr",
        "may",
        "june jun",
        "july jul",
        "august aug",
        "september sep sept",
        "october oct",
        "november nov",
        "december dec",
    ],
    [
        "januar jän jänner",
        "februar",
        "märz mär mrz",
        "april",
        "mai",
        "juni",
        "juli",
        "august",
        "september",
        "oktober okt",
        "november",
        "dezember dez",
    ],
    [
        "janvier janv",
        "février févr fév",
        "mars",
        "avril avr",
        "mai",
        "juin",
        "juillet juil",
        "août aoû",
        "septembre",
        "octobre",
        "novembre",
        "décembre déc",
    ],
    [
        "enero ene",
        "febrero",
        "marzo",
        "abril abr",
        "mayo",
        "junio",
        "julio",
        "agosto ago",
        "septiembre setiembre",
        "octubre",
        "noviembre",
        "diciembre dic",
    ],
    [
        "gennaio gen",
        "febbraio",
        "marzo",
        "aprile",
        "maggio mag",
        "giugno giu",
        "luglio lug",
        "agosto",
        "settembre set",
        "ottobre ott",
        "novembre",
        "dicembre",
    ],
    [
        "januari",
        "februari",
        "maart mrt",
        "april",
        "mei",
        "juni",
        "juli",
        "augustus",
        "september",
        "oktober",
        "november",
        "december",
    ],
    [
        "janeiro",
        "fevereiro fev",
        "março",
        "abril",
        "maio",
        "junho",
        "julho",
        "agosto",
        "setembro",
        "outubro out",
        "novembro",
        "dezembro",
    ],
    [
        "يناير",
        "فبراير",
        "مارس",
        "أبريل ابريل إبريل",
        "مايو",
        "يونيو",
        "يوليو",
        "أغسطس اغسطس",
        "سبتمبر",
        "أكتوبر اكتوبر",
        "نوفمبر",
        "ديسمبر",
    ],
    ["", "شباط", "آذار", "نيسان", "أيار", "حزيران", "تموز", "آب", "أيلول", "", "", ""],
    [
        "stycznia",
        "lutego",
        "marca",
        "kwietnia",
        "maja",
        "czerwca",
        "lipca",
        "sierpnia",
        "września",
        "października",
        "listopada",
        "grudnia",
    ],
    ["", "", "", "", "maj", "", "", "augusti", "", "", "", ""],
];

/// Weekdays and their short forms; `et` and the like are no weekdays in any of these languages.
const WEEKDAYS: &str = "monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri \
sat sun montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag mo di mi do fr sa so lundi mardi \
mercredi jeudi vendredi samedi dimanche lun mer jeu ven sam dim lunes martes miércoles jueves viernes sábado \
domingo mié jue vie sáb dom lunedì martedì mercoledì giovedì venerdì sabato domenica gio maandag dinsdag woensdag \
donderdag vrijdag zaterdag zondag segunda-feira terça-feira quarta-feira quinta-feira sexta-feira segunda terça \
quarta quinta sexta الاثنين الإثنين الثلاثاء الأربعاء الخميس الجمعة السبت الأحد";

/// Words that may stand between a date and its time.
const BEFORE_TIME: &str = "at um à a las les la às as om alle ore kl klo h t الساعة";

/// Words that may stand between a time and its date.
const BEFORE_DATE: &str = "on am le el il op em den";

/// Words after a time that say no more than that it is one. Zone names are among them: they are ambiguous
/// (IST, BST, CST), so no offset is read out of them.
const AFTER_TIME: &str =
    "uhr uur h hs hrs gmt bst est edt cst cdt mst mdt pst pdt cet cest mez mesz ist jst et pt ct";

/// Words between the parts of a date: "4 de marzo de 2024", "4th of March".
const INSIDE: &str = "de del of st nd rd th er º ª";

/// Number of the month of a word, which is lower case.
pub(super) fn month(word: &str) -> Option<i8> {
    MONTHS.iter().find_map(|names| {
        let at = names.iter().position(|forms| holds(forms, word))?;
        i8::try_from(at + 1).ok()
    })
}

pub(super) fn is_weekday(word: &str) -> bool {
    holds(WEEKDAYS, word)
}

pub(super) fn stands_before_time(word: &str) -> bool {
    holds(BEFORE_TIME, word)
}

pub(super) fn stands_before_date(word: &str) -> bool {
    holds(BEFORE_DATE, word)
}

pub(super) fn stands_after_time(word: &str) -> bool {
    holds(AFTER_TIME, word)
}

pub(super) fn stands_inside(word: &str) -> bool {
    holds(INSIDE, word)
}

fn holds(words: &str, word: &str) -> bool {
    !word.is_empty() && words.split_ascii_whitespace().any(|one| one == word)
}
