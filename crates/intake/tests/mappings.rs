//! Mapping files: what they can say, and what is wrong with them.

mod common;

use common::{mapping, plan_with, problem_lines, profile, story};
use insta::assert_snapshot;
use intake::{Mapping, NothingYet, plan, proposal_text, propose_mapping, read_sheet};

const FULL: &str = r#"
list = "cases"
id = ["book", "page"]
ignore = ["remark"]
synthetic = "invented"

[person]
given = "given"
family = "family"
sex = { column = "sex", values = { "1" = "male", "2" = "female" } }
birth = { year = "by", month = "bm", day = "bd" }
service = { kind = "service", rank = { fixed = "private" } }
identifiers = { civil = "civil no" }
references = { "Another Office" = "their no" }
own = { card = "card" }
notes = ["note 1", "note 2"]

[[person.name]]
full = "latin"

[source.family]
name = "told by"
relation = "kin"
reach = "phone"

[[source.family.consent]]
purpose = { fixed = "record" }
given = "agrees"

[source.list]
name = { fixed = "The list itself" }
kind = { fixed = "publication" }
open = true

[[event]]
kind = { fixed = "arrest" }
when = "arrested"
place = ["town", "governorate"]
body = { name = "by", alleged = true, degree = { fixed = "carried-out" } }
attributes = { manner = "manner" }
verification = { fixed = "verified" }

[[event.claim]]
from = "family"
basis = { fixed = "hearsay" }
learned = "told on"

[[event.claim]]
from = "list"
when = { column = "arrested by list", dates = "month-first" }

[[event]]
kind = { fixed = "release" }
when = "released"
related = [{ relation = "ends", event = "arrest" }]
"#;

const SHEET: &str = "book,page,given,family,sex,by,bm,bd,service,civil no,their no,card,note 1,note 2,latin,told by,kin,phone,agrees,arrested,town,governorate,manner,told on,arrested by list,released,remark,invented\n\
    B,7,أحمد,الحوراني,1,1980,آذار,4,مجند,123,X-9,K1,first,second,Ahmad al-Hourani,Abu Ahmad,أب,0999,نعم,2018-11-12,نوى,درعا,حاجز,2019,11/13/2018,2019-02,ignored,no\n\
    B,8,سعاد,الزعبي,2,١٩٨٥,,,,,,,,,,,,,,,,,,,,,,yes\n";

#[test]
fn a_mapping_says_everything_that_a_row_can_hold() {
    let mapping =
        mapping(&FULL.replace("name = \"by\"", "name = { fixed = \"المخابرات العسكرية\" }"));
    assert_snapshot!(story(SHEET.as_bytes(), "cases.csv", Some(&mapping)));
}

#[test]
fn a_written_mapping_reads_back_the_same() {
    let mapping = mapping(FULL);
    let text = mapping.to_toml();
    assert_snapshot!(text);
    let again = common::mapping(&text);
    assert_eq!(again.to_toml(), text);
}

#[test]
fn what_is_wrong_with_a_mapping_is_said_all_at_once_with_lines() {
    let unreadable = Mapping::read("list = \"a\"\n[person]\ngivne = \"x\"\n", "m.toml")
        .expect_err("an unknown key");
    let sheet = read_sheet(b"id,name\n1,A\n", "a.csv", &Default::default()).expect("readable");
    let wrong = mapping(
        "list = \"a\"\nid = \"idd\"\n[person]\ngiven = \"Name\"\nfamily = \"surname\"\nown = { shoe = \"name\" }\n[[event]]\nkind = { fixed = \"arest\" }\n[[event.claim]]\nfrom = \"nobody\"\n[[event]]\nname = \"arest\"\n",
    );
    let errors = plan(&sheet, &wrong, &profile(), &NothingYet).expect_err("errors");
    assert_snapshot!(format!(
        "{}\n{}",
        problem_lines(&unreadable),
        problem_lines(&errors)
    ));
}

#[test]
fn the_columns_of_the_linkage_lists_are_proposed_right() {
    let sheet = "rec_id,source,given_name,father_name,grandfather_name,family_name,mother_name,sex,birth_date,governorate,district,town,event_type,event_date\n\
        r00000,A,معاذ,تامر,عبد الرحمن,,,M,,حلب,اعزاز,مارع,death,2012-10-05\n\
        r00001,B,محمود,حسن,,الجريب,,M,2009,درعا,درعا,درعا,death,2012-06-27\n";
    let sheet =
        read_sheet(sheet.as_bytes(), "people_10000.csv", &Default::default()).expect("readable");
    let proposal = propose_mapping(&sheet, &profile());
    assert_snapshot!(proposal_text(&proposal, &sheet, &|id| format!("<{id}>")));
}

#[test]
fn an_arabic_sheet_is_proposed_with_its_events() {
    let sheet = "ت,الاسم الثلاثي,اسم الأم,المواليد,البلدة,الصفة,الرتبة,تاريخ الاعتقال,مكان الاعتقال,الجهة المسؤولة,تاريخ الإفراج,المصدر,صلة القرابة,الهاتف,لون العينين,ملاحظات\n\
        1,أحمد محمد الحوراني,فاطمة,1980,نوى,مجند,رقيب,05/06/2018,درعا,المخابرات العسكرية,2019-02,أبو أحمد,أب,0999,أخضر,لا شيء\n";
    let sheet = read_sheet(sheet.as_bytes(), "معتقلون.csv", &Default::default()).expect("readable");
    let proposal = propose_mapping(&sheet, &profile());
    assert_snapshot!(proposal_text(&proposal, &sheet, &|id| format!("<{id}>")));
}

#[test]
fn a_departure_of_a_convoy_is_an_event_without_persons() {
    let mapping = mapping(
        "list = \"convoys\"\nid = \"no\"\n[[event]]\nkind = { fixed = \"departure\" }\nwhen = \"date\"\nattributes = { men = { column = \"men\", as = \"number\" }, women = \"women\" }\n",
    );
    let changes = plan_with(
        "no,date,men,women\n1,2018-07,\"٤٬٦٣٥\",2479\n".as_bytes(),
        "convoys.csv",
        &mapping,
    );
    assert_snapshot!(common::change_text(&changes));
}
