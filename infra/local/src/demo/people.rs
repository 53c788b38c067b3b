//! Names: those of many, and those that screens must bear.

const GIVEN: [&str; 20] = [
    "Alan",
    "Barbara",
    "Carl",
    "Dorothy",
    "Edsger",
    "Frances",
    "Grete",
    "Hedy",
    "Ivan",
    "Joan",
    "Katherine",
    "Leslie",
    "Mary",
    "Niklaus",
    "Olga",
    "Peter",
    "Radia",
    "Sophie",
    "Tim",
    "Ursula",
];
const FAMILY: [&str; 20] = [
    "Allen",
    "Backus",
    "Cerf",
    "Dijkstra",
    "Engelbart",
    "Franklin",
    "Germain",
    "Hopper",
    "Iverson",
    "Johnson",
    "Knuth",
    "Lamport",
    "McCarthy",
    "Noether",
    "Ostrom",
    "Perlman",
    "Ritchie",
    "Shannon",
    "Turing",
    "Wirth",
];

/// The name of the person with this number.
pub(super) fn name(number: usize) -> (&'static str, &'static str) {
    (GIVEN[number % GIVEN.len()], FAMILY[number / GIVEN.len() % FAMILY.len()])
}

/// Names that are taken and hard to show: from right to left, as long as they may be, with marks of HTML, with symbols
/// and with many marks above and below a letter.
pub(super) const HARD: [(&str, &str); 8] = [
    ("مريم", "الإسطرلابي"),
    ("גולדה", "מאירסון"),
    (
        "Maximiliane-Wilhelmina-Friederike-Extraordinarily-Long-Given-Name-Of-A-Person-Her",
        "Wolfeschlegelsteinhausenbergerdorffwelchevoralternwarengewissenhaftschaferswess",
    ),
    ("<b>Robert</b>", "<script>alert('x')</script>"),
    ("🦔 Igel", "🧑‍🚀 von 🌍"),
    ("Z\u{301}\u{323}o\u{308}\u{304}e\u{301}\u{323}", "Nguye\u{302}\u{303}n"),
    ("小野", "小町"),
    ("O’Brien & \"Sons\"", "&amp; &lt;i&gt;"),
];
