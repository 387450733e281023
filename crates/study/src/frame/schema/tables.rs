//! The tables themselves: what does each column hold, in both languages?
//!
//! Read by a person who writes a figure, so that each line says what a value
//! means and what its absence means.

use super::{Column, Table};
use model::profile::Class;

const fn text(name: &'static str, ar: &'static str, en: &'static str) -> Column {
    Column {
        name,
        sql_type: "text",
        ar,
        en,
        class: Class::Internal,
    }
}

const fn whole(name: &'static str, ar: &'static str, en: &'static str) -> Column {
    Column {
        name,
        sql_type: "integer",
        ar,
        en,
        class: Class::Internal,
    }
}

const fn identifying(name: &'static str, ar: &'static str, en: &'static str) -> Column {
    Column {
        name,
        sql_type: "text",
        ar,
        en,
        class: Class::Identifying,
    }
}

/// Every table, in the order of the documentation.
pub const TABLES: &[Table] = &[
    Table {
        name: "persons",
        ar: "شخص واحد في كل صف، بعد ربط السجلات التي قرر المراجِع أنها للشخص نفسه. لا أسماء.",
        en: "One person a row, after linking the records that a reviewer holds to be the same person. No names.",
        key: "id",
        own: "person",
        columns: &[
            text(
                "id",
                "المعرّف: أصغر معرّفات سجلات الشخص",
                "Id: the smallest record id of the person",
            ),
            text("sex", "الجنس (قائمة sex)", "Sex (vocabulary sex)"),
            identifying(
                "birth_text",
                "تاريخ الولادة كما عُرف، EDTF",
                "Birth as known, EDTF",
            ),
            identifying(
                "birth_earliest",
                "أول يوم ممكن للولادة",
                "Earliest possible day of birth",
            ),
            identifying(
                "birth_latest",
                "آخر يوم ممكن للولادة",
                "Latest possible day of birth",
            ),
            text(
                "origin",
                "المكان الذي ينحدر منه الشخص (جدول places)",
                "Place the person is from (table places)",
            ),
            text("origin_town", "بلدة المنشأ", "Town of origin"),
            text("origin_district", "منطقة المنشأ", "District of origin"),
            text(
                "origin_governorate",
                "محافظة المنشأ",
                "Governorate of origin",
            ),
            text(
                "residence_governorate",
                "محافظة الإقامة",
                "Governorate of residence",
            ),
            text(
                "service",
                "الخدمة (قائمة service)",
                "Service (vocabulary service)",
            ),
            text(
                "service_group",
                "المصطلح الأعمّ للخدمة",
                "Broadest term of the service",
            ),
            text("rank", "الرتبة (قائمة rank)", "Rank (vocabulary rank)"),
            identifying(
                "initials",
                "الحرفان الأولان من الاسم والنسبة",
                "Initials of given and family name",
            ),
            whole(
                "records",
                "عدد السجلات المرتبطة بالشخص",
                "How many records are linked in this person",
            ),
            whole(
                "synthetic",
                "1: شخص مُختلَق لمثال أو اختبار",
                "1: invented for an example or a test",
            ),
        ],
    },
    Table {
        name: "person_records",
        ar: "أي سجل يخص أي شخص.",
        en: "Which record belongs to which person.",
        key: "person_id, record_id",
        own: "",
        columns: &[
            text("person_id", "الشخص", "Person"),
            text("record_id", "سجل الشخص", "Record of the person"),
        ],
    },
    Table {
        name: "person_flags",
        ar: "علامات الحماية (قاصر، ما زال محتجزاً…).",
        en: "Protection flags (minor, still detained…).",
        key: "person_id, flag",
        own: "",
        columns: &[
            text("person_id", "الشخص", "Person"),
            text(
                "flag",
                "العلامة (قائمة protection-flag)",
                "Flag (vocabulary protection-flag)",
            ),
        ],
    },
    Table {
        name: "events",
        ar: "واقعة واحدة في كل صف.",
        en: "One event a row.",
        key: "id",
        own: "event",
        columns: &[
            text("id", "المعرّف", "Id"),
            text(
                "kind",
                "نوع الواقعة (قائمة event)",
                "Kind (vocabulary event)",
            ),
            text(
                "when_text",
                "تاريخ الواقعة كما يراه المكتب، EDTF",
                "When it happened, as the office concludes, EDTF",
            ),
            text("earliest", "أول يوم ممكن", "Earliest possible day"),
            text("latest", "آخر يوم ممكن", "Latest possible day"),
            whole(
                "qualified",
                "1: التاريخ تقريبي أو غير مؤكد",
                "1: the date is approximate or uncertain",
            ),
            text("place", "المكان (جدول places)", "Place (table places)"),
            text("town", "البلدة", "Town"),
            text("district", "المنطقة", "District"),
            text("governorate", "المحافظة", "Governorate"),
            text(
                "facility",
                "المنشأة (جدول places)",
                "Facility (table places)",
            ),
            text(
                "body",
                "الجهة التي نفّذت (القائمة body)",
                "Body that did it (tree body)",
            ),
            whole(
                "body_alleged",
                "1: يُزعم أنها نفّذت ولم يثبت",
                "1: alleged, not established",
            ),
            text(
                "verification",
                "استنتاج المكتب: open أو verified أو disputed أو rejected",
                "The office's conclusion: open, verified, disputed or rejected",
            ),
            whole(
                "confirmed",
                "1: مؤكدة بقاعدة التعريف، 0: غير مؤكدة، فارغ: لا قاعدة لها",
                "1: confirmed by the profile's rule, 0: not, null: no rule for it",
            ),
            text(
                "rule",
                "قاعدة التأكيد وإصدارها",
                "Rule of confirmation and its version",
            ),
            whole("claims", "عدد الإفادات", "How many claims"),
            text(
                "learned_text",
                "متى علم المكتب بأول إفادة، EDTF",
                "When the office learned the first claim, EDTF",
            ),
            text(
                "learned_earliest",
                "أول يوم ممكن للعلم",
                "Earliest possible day of learning",
            ),
            text(
                "learned_latest",
                "آخر يوم ممكن للعلم",
                "Latest possible day of learning",
            ),
            text(
                "known",
                "sure أو possible: هل كانت معلومة في يوم المعرفة المطلوب",
                "sure or possible: was it known on the day of “as known on”",
            ),
            text(
                "act",
                "sure أو possible: هل هي واقعة قائمة بذاتها، أم قد يكون سجل آخر للشخص نفسه يروي الواقعة نفسها",
                "sure or possible: is it an act of its own, or may another record of the same person tell of the same act",
            ),
            whole("synthetic", "1: واقعة مُختلَقة", "1: invented"),
        ],
    },
    Table {
        name: "event_records",
        ar: "أي سجل يخص أي واقعة، بعد ربط سجلات الواقعة الواحدة.",
        en: "Which record belongs to which event, after linking records of the same act.",
        key: "event_id, record_id",
        own: "",
        columns: &[
            text("event_id", "الواقعة", "Event"),
            text("record_id", "سجل الواقعة", "Record of the event"),
        ],
    },
    Table {
        name: "participants",
        ar: "دور شخص في واقعة.",
        en: "A person's part in an event.",
        key: "event_id, person_id, role",
        own: "",
        columns: &[
            text("event_id", "الواقعة", "Event"),
            text("person_id", "الشخص", "Person"),
            text("role", "الدور (قائمة role)", "Role (vocabulary role)"),
        ],
    },
    Table {
        name: "claims",
        ar: "ما يقوله مصدر واحد عن واقعة.",
        en: "What one source says of an event.",
        key: "event_id, claim_id",
        own: "",
        columns: &[
            text("event_id", "الواقعة", "Event"),
            text("claim_id", "رقم الإفادة داخل الواقعة", "Id inside the event"),
            text(
                "source_id",
                "المصدر (جدول sources)",
                "Source (table sources)",
            ),
            text(
                "source_kind",
                "نوع المصدر (قائمة source)",
                "Kind of source (vocabulary source)",
            ),
            text(
                "basis",
                "كيف يعلم المصدر (قائمة basis)",
                "How the source knows (vocabulary basis)",
            ),
            text(
                "when_text",
                "متى، بحسب المصدر، EDTF",
                "When, as the source says, EDTF",
            ),
            text("when_earliest", "أول يوم ممكن", "Earliest possible day"),
            text("when_latest", "آخر يوم ممكن", "Latest possible day"),
            text("place", "أين، بحسب المصدر", "Where, as the source says"),
            text(
                "facility",
                "المنشأة، بحسب المصدر",
                "Facility, as the source says",
            ),
            text("body", "الجهة، بحسب المصدر", "Body, as the source says"),
            text(
                "learned_text",
                "متى علم المكتب، EDTF",
                "When the office learned it, EDTF",
            ),
            text(
                "learned_earliest",
                "أول يوم ممكن للعلم",
                "Earliest possible day of learning",
            ),
            text(
                "learned_latest",
                "آخر يوم ممكن للعلم",
                "Latest possible day of learning",
            ),
            text(
                "reliability",
                "درجة الوثوق (قائمة reliability)",
                "Reliability (vocabulary reliability)",
            ),
            text(
                "known",
                "sure أو possible: كما في events",
                "sure or possible, as in events",
            ),
        ],
    },
    Table {
        name: "claim_values",
        ar: "قيم أخرى تذكرها الإفادة.",
        en: "Other values that a claim states.",
        key: "event_id, claim_id, name",
        own: "",
        columns: &[
            text("event_id", "الواقعة", "Event"),
            text("claim_id", "الإفادة", "Claim"),
            text("name", "الصفة", "Attribute"),
            text("value", "القيمة", "Value"),
        ],
    },
    Table {
        name: "attributes",
        ar: "صفات الواقعة بحسب نوعها.",
        en: "Attributes of an event by its kind.",
        key: "event_id, name",
        own: "",
        columns: &[
            text("event_id", "الواقعة", "Event"),
            text("name", "الصفة", "Attribute"),
            text("value", "القيمة", "Value"),
        ],
    },
    Table {
        name: "related_events",
        ar: "صلة واقعة بأخرى.",
        en: "A tie between two events.",
        key: "event_id, relation, other_event_id",
        own: "",
        columns: &[
            text("event_id", "الواقعة", "Event"),
            text(
                "relation",
                "الصلة (قائمة relation)",
                "Relation (vocabulary relation)",
            ),
            text("other_event_id", "الواقعة الأخرى", "The other event"),
        ],
    },
    Table {
        name: "sources",
        ar: "المصادر بأنواعها، بلا أسماء.",
        en: "Sources by kind, without names.",
        key: "id",
        own: "",
        columns: &[
            text("id", "المعرّف", "Id"),
            text(
                "kind",
                "نوع المصدر (قائمة source)",
                "Kind (vocabulary source)",
            ),
            text("relation", "الصلة بالضحية", "Relation to the victim"),
            whole("synthetic", "1: مصدر مُختلَق", "1: invented"),
        ],
    },
    Table {
        name: "terms",
        ar: "مصطلحات القوائم بتسمياتها.",
        en: "Terms of the vocabularies with their labels.",
        key: "vocabulary, id",
        own: "",
        columns: &[
            text("vocabulary", "القائمة", "Vocabulary"),
            text("id", "المعرّف", "Id"),
            text("ar", "التسمية العربية", "Arabic label"),
            text("en", "التسمية الإنجليزية", "English label"),
            text("parent", "المصطلح الأعمّ", "Broader term"),
        ],
    },
    Table {
        name: "places",
        ar: "الأماكن والمنشآت.",
        en: "Places and facilities.",
        key: "id",
        own: "",
        columns: &[
            text("id", "المعرّف", "Id"),
            text(
                "kind",
                "النوع (محافظة، منطقة، بلدة، سجن…)",
                "Kind (governorate, district, town, prison…)",
            ),
            text("ar", "الاسم العربي", "Arabic name"),
            text("en", "الاسم الإنجليزي", "English name"),
            text("parent", "المكان الأوسع", "Broader place"),
            text("town", "البلدة", "Town"),
            text("district", "المنطقة", "District"),
            text("governorate", "المحافظة", "Governorate"),
        ],
    },
    Table {
        name: "law_tests",
        ar: "نتيجة اختبار قانوني لشخص، يملؤه حساب الدراسة.",
        en: "Outcome of a law test of a person; filled when the study is computed.",
        key: "test, person_id",
        own: "",
        columns: &[
            text(
                "test",
                "معرّف الاختبار في الدراسة",
                "Id of the test in the study",
            ),
            text("person_id", "الشخص", "Person"),
            text("instrument", "النص القانوني", "Instrument"),
            text("reading", "القراءة", "Reading"),
            text(
                "assumption",
                "تسمية الافتراض بالإنجليزية، إن وُجد",
                "English label of the assumption, if one was made",
            ),
            text(
                "outcome",
                "covered أو not_covered أو cannot_be_known",
                "covered, not_covered or cannot_be_known",
            ),
        ],
    },
    Table {
        name: "population",
        ar: "الأشخاص الذين تشملهم الدراسة، يملؤه حسابها.",
        en: "The persons of the study; filled when the study is computed.",
        key: "person_id",
        own: "",
        columns: &[text("person_id", "الشخص", "Person")],
    },
    Table {
        name: "frame",
        ar: "ما هي هذه البيانات: الموضع في السجل، وجذره، ويوم المعرفة.",
        en: "What this data set is: position of the log, its root, day of “as known on”.",
        key: "name",
        own: "",
        columns: &[
            text("name", "الاسم", "Name"),
            text("value", "القيمة", "Value"),
        ],
    },
];
