//! What does a sheet of invented persons look like, as large as wanted?
//!
//! For benchmarks and for trying things out: names with the frequencies of
//! life (a few names are very common, most are rare), towns of the gazetteer,
//! partial dates. Every row is marked synthetic. The same seed gives the same
//! bytes. The small example office has its own sheets (`example/`).

/// SplitMix64 (Steele, Lea and Flood 2014): small, seeded, the same everywhere.
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    fn below(&mut self, bound: usize) -> usize {
        (self.next() % bound as u64) as usize
    }

    /// The first entries are picked far more often than the last ones.
    fn skewed<'a>(&mut self, list: &'a [&'a str]) -> &'a str {
        let share = (self.next() >> 11) as f64 / (1u64 << 53) as f64;
        list[((share * share * share) * list.len() as f64) as usize]
    }

    fn one_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }
}

const MALE: &[&str] = &[
    "محمد",
    "أحمد",
    "محمود",
    "خالد",
    "علي",
    "حسن",
    "حسين",
    "عمر",
    "إبراهيم",
    "يوسف",
    "عبد الله",
    "مصطفى",
    "عماد",
    "سامر",
    "باسل",
    "ياسر",
    "زياد",
    "رامي",
    "فادي",
    "وائل",
    "أنس",
    "بلال",
    "معاذ",
    "حمزة",
    "أيمن",
    "نضال",
    "غسان",
    "عبد الرحمن",
    "عبد الكريم",
    "عبد العزيز",
    "هيثم",
    "ماهر",
    "طارق",
    "فراس",
    "قاسم",
    "جمال",
    "كمال",
    "عدنان",
    "مروان",
    "رياض",
    "نزار",
    "عصام",
    "حسام",
    "علاء",
    "ضياء",
    "صلاح الدين",
    "نور الدين",
    "سيف الدين",
    "شادي",
    "مهند",
    "أسامة",
    "عبد القادر",
    "عبد الحميد",
    "فواز",
    "فيصل",
    "ناصر",
    "منصور",
    "سليمان",
    "داود",
    "إسماعيل",
    "يحيى",
    "موسى",
    "عيسى",
    "زكريا",
    "رضوان",
    "عبد المجيد",
    "راتب",
    "حاتم",
    "ثائر",
    "لؤي",
    "قصي",
    "عدي",
    "تيسير",
    "خليل",
    "جهاد",
    "مؤيد",
    "عبيدة",
    "أبي",
    "كنان",
    "همام",
    "مالك",
    "أكرم",
    "أمجد",
    "عامر",
    "بشار",
    "نبيل",
    "وليد",
    "سعيد",
    "رائد",
    "شاهر",
];
const FEMALE: &[&str] = &[
    "فاطمة",
    "مريم",
    "خديجة",
    "عائشة",
    "أمينة",
    "زينب",
    "هدى",
    "سميرة",
    "نوال",
    "رنا",
    "سعاد",
    "آمنة",
    "حليمة",
    "صباح",
    "ناديا",
    "ريم",
    "هناء",
    "وفاء",
    "منى",
    "لينا",
    "سلمى",
    "رغد",
    "آلاء",
    "دعاء",
    "إيمان",
    "غادة",
    "ابتسام",
    "فايزة",
    "يسرى",
    "حياة",
    "نجاح",
    "كوثر",
];
const FAMILY: &[&str] = &[
    "الحريري",
    "الزعبي",
    "المقداد",
    "المحاميد",
    "أبازيد",
    "المسالمة",
    "الرفاعي",
    "الخطيب",
    "العبود",
    "الجباوي",
    "العاسمي",
    "الشريف",
    "الحمد",
    "العلي",
    "الأحمد",
    "المصري",
    "الحلبي",
    "الشامي",
    "الحوراني",
    "الكردي",
    "السعدي",
    "القاسم",
    "النابلسي",
    "البردان",
    "الفلاح",
    "الصفدي",
    "الغزاوي",
    "الديري",
    "الحاج علي",
    "أبو حلاوة",
    "أبو نبوت",
    "الكفري",
    "البيروتي",
    "النجار",
    "الحداد",
    "الخياط",
    "العمري",
    "الدوس",
    "العيسى",
    "الموسى",
    "الإبراهيم",
    "السليمان",
    "الخليل",
    "الصالح",
    "الناصر",
    "الحسين",
    "الحسن",
    "العمر",
    "الخالد",
    "اليوسف",
    "الصياصنة",
    "القداح",
    "الشرع",
    "الهيمد",
    "الطعاني",
    "البلخي",
    "العتمة",
    "الجهماني",
    "الراشدي",
    "العودات",
    "الفاعوري",
    "الغانم",
    "الدرعاوي",
    "كيوان",
    "شحادات",
    "النعسان",
    "البكار",
    "الطرشان",
    "الحشيش",
    "الخبي",
    "السويداني",
    "القرفان",
    "الجلم",
    "الحلقي",
    "الشقران",
    "عياش",
    "زين العابدين",
    "سويدان",
    "طه",
    "درويش",
];
const STEMS: &[&str] = &[
    "خل", "سع", "نص", "رش", "صب", "فل", "عو", "غز", "جب", "هل", "قص", "شن", "طع", "بر", "در", "كف",
    "مر", "حم",
];
const ENDINGS: &[&str] = &[
    "اوي", "يني", "ان", "ور", "يد", "وش", "يلات", "ايرة", "امي", "وني", "اح", "اعي", "وب", "يش",
    "اط",
];
const TOWNS: &[&str] = &[
    "درعا",
    "نوى",
    "طفس",
    "داعل",
    "غباغب",
    "جاسم",
    "إنخل",
    "الحراك",
    "بصرى الشام",
    "الصنمين",
    "المزيريب",
    "تسيل",
    "نمر",
    "محجة",
    "جباب",
    "الشيخ مسكين",
    "إبطع",
    "صيدا",
    "خربة غزالة",
    "الجيزة",
];
const SERVICES: &[&str] = &[
    "مجند في الخدمة الإلزامية",
    "مجند في الخدمة الاحتياطية",
    "مدني",
    "مدني",
    "مدني",
    "ضابط",
    "متطوع",
    "شرطي",
];
const BASES: &[&str] = &[
    "إفادة الأسرة",
    "إفادة معتقل أُفرج عنه",
    "اطّلاع على وثيقة",
    "زيارة الأسرة للمعتقل",
    "سماع غير مباشر",
    "خبرة شخصية",
];

/// The mapping that reads the sheet.
pub const MAPPING: &str = include_str!("synthetic.toml");

/// Writes the header and `persons` rows of an invented sheet as CSV.
///
/// # Errors
/// What the writer refuses.
pub fn write_sheet(persons: u64, seed: u64, out: &mut impl std::io::Write) -> std::io::Result<()> {
    let mut chance = Chance(seed);
    writeln!(
        out,
        "الرقم,الاسم,اسم الأب,اسم الجد,الكنية,اسم الأم,الجنس,المواليد,البلدة,الخدمة,تاريخ الاعتقال,مكان الاعتقال,تاريخ الإفراج,كيف عُلم,تاريخ العلم,بيانات مولدة"
    )?;
    for number in 1..=persons {
        let female = chance.one_in(12);
        let given = chance.skewed(if female { FEMALE } else { MALE });
        let (father, grandfather) = (chance.skewed(MALE), chance.skewed(MALE));
        let mother = chance.skewed(FEMALE);
        let family = if chance.one_in(3) {
            // Rare families: most of a register's distinct names are seen a few times only.
            format!(
                "ال{}{}{}",
                STEMS[chance.below(STEMS.len())],
                STEMS[chance.below(STEMS.len())],
                ENDINGS[chance.below(ENDINGS.len())]
            )
        } else {
            chance.skewed(FAMILY).to_owned()
        };
        let birth = match chance.below(10) {
            0 => String::new(),
            1..=6 => (1955 + chance.below(45)).to_string(),
            _ => format!(
                "{:04}-{:02}-{:02}",
                1955 + chance.below(45),
                1 + chance.below(12),
                1 + chance.below(28)
            ),
        };
        let (year, month) = (2011 + chance.below(10), 1 + chance.below(12));
        let arrest = match chance.below(10) {
            0 => year.to_string(),
            1..=3 => format!("{year:04}-{month:02}"),
            _ => format!("{year:04}-{month:02}-{:02}", 1 + chance.below(28)),
        };
        let release = if chance.one_in(5) {
            format!("{:04}-{month:02}", year + 1 + chance.below(3))
        } else {
            String::new()
        };
        let learned = format!("{:04}-{month:02}", year + 4 + chance.below(2));
        writeln!(
            out,
            "S{number:07},{given},{father},{grandfather},{family},{mother},{},{birth},{},{},{arrest},{},{release},{},{learned},نعم",
            if female { "أنثى" } else { "ذكر" },
            TOWNS[chance.below(TOWNS.len())],
            SERVICES[chance.below(SERVICES.len())],
            TOWNS[chance.below(TOWNS.len())],
            BASES[chance.below(BASES.len())],
        )?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_gives_the_same_sheet() {
        let sheet = |seed| {
            let mut bytes = Vec::new();
            write_sheet(200, seed, &mut bytes).expect("a vector takes everything");
            bytes
        };
        assert_eq!(sheet(7), sheet(7));
        assert_ne!(sheet(7), sheet(8));
    }
}
