//! A language told by its small words (G. Grefenstette, "Comparing two language identification schemes", 1995). For running
//! text they are as sure as trigrams and much faster, so they come first.

/// The languages, as their ISO 639-1 codes.
const LANGUAGES: [&str; 7] = ["en", "de", "fr", "es", "it", "pt", "nl"];
/// Words looked at; more change nothing.
const SAMPLE: usize = 160;
/// So many small words, and so many of a hundred words, settle it; fewer of a hundred where no other language has any ...
const ENOUGH: usize = 5;
const SHARE: usize = 8;
const SHARE_ALONE: usize = 6;
/// ... where all other languages together have no more than one in so many of that.
const OTHERS: usize = 5;

/// Which of the languages has a word that its neighbours do not have, or not as often: Afrikaans says "van", Catalan "el",
/// Galician "os". By their bytes, since words of one length are compared as numbers.
#[rustfmt::skip]
fn of(word: &str) -> Option<usize> {
    Some(match word.len() {
        1 => match word { "y" => 3, _ => return None },
        2 => match word {
            "el" => 3,
            "il" | "di" | "è" => 4,
            "em" | "ao" | "do" | "da" => 5,
            _ => return None,
        },
        3 => match word {
            "the" | "and" | "has" | "you" => 0,
            "der" | "das" | "und" | "ist" | "mit" | "auf" => 1,
            "une" | "est" | "qui" | "sur" | "les" | "des" | "aux" => 2,
            "los" | "las" | "una" | "por" | "sus" | "fue" | "muy" | "hay" => 3,
            "che" | "per" | "non" | "nel" | "gli" | "dei" => 4,
            "uma" | "dos" | "foi" => 5,
            "het" | "een" | "ook" | "bij" | "aan" => 6,
            _ => return None,
        },
        4 => match word {
            "that" | "with" | "from" | "have" | "been" | "were" | "this" | "they" | "when" | "into" => 0,
            "eine" | "sich" | "für" | "auch" | "dass" | "wird" => 1,
            "dans" | "pour" | "avec" | "sont" | "elle" => 2,
            "pero" | "más" => 3,
            "sono" | "alla" => 4,
            "não" | "pelo" | "pela" | "são" | "mais" => 5,
            "niet" | "zijn" | "voor" | "naar" | "werd" | "deze" => 6,
            _ => return None,
        },
        5 => match word {
            "which" | "would" | "their" | "there" | "about" => 0,
            "nicht" => 1,
            "cette" => 2,
            "della" | "delle" => 4,
            "wordt" => 6,
            _ => return None,
        },
        7 => match word { "também" => 5, _ => return None },
        _ => return None,
    })
}

/// The letters that a text begins with, and what stands behind the character after them.
fn next(text: &str) -> (&str, &str) {
    let is_letter = |byte: &u8| byte.is_ascii_alphabetic();
    let plain = text.bytes().take_while(is_letter).count();
    let end = match text.as_bytes().get(plain) {
        Some(byte) if !byte.is_ascii() => {
            let behind = text[plain..].find(|c: char| !c.is_alphabetic());
            behind.map_or(text.len(), |length| plain + length)
        }
        _ => plain,
    };
    let (word, rest) = text.split_at(end);
    let mut behind = rest.chars();
    behind.next();
    (word, behind.as_str())
}

/// ISO 639-1 code of the language; `None` leaves it to slower means.
pub(super) fn detect(text: &str) -> Option<&'static str> {
    let mut counts = [0; LANGUAGES.len()];
    let (mut all, mut rest) = (0, text);
    while all < SAMPLE {
        let (word, behind) = next(rest);
        if let Some(language) = of(word) {
            counts[language] += 1;
        }
        all += usize::from(!word.is_empty());
        if behind.is_empty() {
            break;
        }
        rest = behind;
    }
    let (best, &count) = counts.iter().enumerate().max_by_key(|(_, count)| **count)?;
    let others = counts.iter().sum::<usize>() - count;
    let share = if others == 0 { SHARE_ALONE } else { SHARE };
    let sure = count >= ENOUGH && count * 100 >= all * share && others * OTHERS <= count;
    sure.then_some(LANGUAGES[best])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn running_text_is_known_by_its_small_words() {
        for (text, want) in [
            (
                "The harbour and the ships that have been waiting for weeks with the crews from the north",
                "en",
            ),
            (
                "Der Hafen ist nicht zu, und das wird auch so bleiben, sagt eine Frau, die sich mit ihm auskennt",
                "de",
            ),
            (
                "Dans le port, une femme qui attend sur le quai avec les autres dit que cette attente est longue",
                "fr",
            ),
            (
                "El puerto y los barcos que por una semana no se han movido, pero las tripulaciones y sus hijos",
                "es",
            ),
            (
                "Il porto della città che per una settimana non si è mosso, e gli equipaggi delle navi sono stanchi",
                "it",
            ),
            (
                "O porto não abriu em maio, mas uma parte dos barcos foi pelo canal do norte e também pela barra",
                "pt",
            ),
            (
                "De haven is niet open, maar het schip ligt bij een kade en wordt ook voor deze week naar zee",
                "nl",
            ),
        ] {
            assert_eq!(detect(text), Some(want), "{text}");
        }
    }

    #[test]
    fn where_nothing_speaks_for_another_language_fewer_are_enough() {
        let text = "Harbour works begin; the engineers want new cranes, that the council pays for. Ships wait outside, \
            captains complain, freight costs rise, shops sell less. Unions and owners talk again on Monday, with little \
            hope. Nobody expects results before autumn, officials said. Fishermen lose most, they fear. Prices doubled, \
            crews left, cafés closed, children stayed home, buses stopped, markets emptied, hotels cancelled bookings.";
        assert_eq!(detect(text), Some("en"));
        assert_eq!(detect(&format!("{text} Il porto di una volta")), None);
    }

    #[test]
    fn mixed_text_and_other_languages_are_left_alone() {
        for text in [
            "",
            "the and that",
            "The harbour and the ships that waited with the crews. Der Hafen ist nicht zu, und das wird auch so bleiben",
            "El port i els vaixells que han esperat una setmana amb les tripulacions del nord i del sud de la costa",
            "Die hawe is nie oop nie, maar die skip het by die kaai gebly en dit sal weer na die see toe gaan",
            "Havnen er ikke åben, og det skib der ligger ved kajen har ventet på vejret i mere end en uge nu",
        ] {
            assert_eq!(detect(text), None, "{text}");
        }
    }
}
