# سطر الأوامر: `cli-<الأمر>` و`cli-<الأمر>-<الخيار>`.
cli-about = سجلّ المكتب الذي يوثّق حالات الاعتقال والإخفاء القسري والوفاة في الاحتجاز
cli-examples =
    أمثلة:
      sijill demo                          بناء المكتب المثال وتقريره
      sijill init our-office               بدء مكتب جديد
      sijill import cases.xlsx --propose   اقتراح طريقة قراءة أعمدة الجدول
      sijill import cases.xlsx --mapping cases.toml --dry-run
      sijill study run defectors --format json
      sijill report defectors --language ar --out report.pdf

    رموز الخروج: 0 تمّ الأمر، 1 في المدخلات أو المكتب خلل، 2 لم يُفهم الأمر.
cli-office = مجلد المكتب (وإلا فالمجلد الحالي)
cli-user-option = من يقوم بالعمل من مستخدمي المكتب (وإلا فالمتغير SIJILL_USER، وإلا فالمستخدم الوحيد)
cli-lang = لغة مخرجات هذا الأمر، ar أو en (وإلا فالمتغير SIJILL_LANG، وإلا فلغة النظام)
cli-passphrase-file = قراءة عبارة المرور من السطر الأول في ملف
cli-passphrase-fd = قراءة عبارة المرور من واصف ملف
cli-format = طريقة العرض
cli-as-known-on = الاكتفاء بما كان المكتب قد علمه حتى هذا اليوم (YYYY-MM-DD)
cli-at = الاكتفاء بقيود السجل الأولى حتى هذا الموضع
cli-why = سبب هذا الإجراء؛ يُحفظ في السجل
cli-id = معرّف سجل
cli-database = عنوان قاعدة PostgreSQL؛ وإلا فالسجل ملف مشفّر في المجلد

cli-demo = بناء المكتب المثال وتشغيل دراسته وكتابة تقريره
cli-demo-dir = المجلد الذي يُبنى فيه
cli-demo-examples =
    أمثلة:
      sijill demo
      sijill demo --dir example --lang ar
cli-init = بدء مكتب في مجلد
cli-init-dir = المجلد؛ يُنشأ إن لم يكن موجوداً، ويجب أن يكون فارغاً
cli-init-profile = مجلد تعريفٍ يُبدأ منه (وإلا فالتعريف المرفق ببرنامج «سجل»)
cli-init-examples =
    أمثلة:
      sijill init our-office
      sijill init our-office --database postgresql://sijill@localhost/office
cli-import = استيراد جدول: عرض ما سيتغيّر ثم تنفيذه
cli-import-file = ملف CSV أو XLSX
cli-import-mapping = كيف تُقرأ الأعمدة (TOML)؛ وإلا فآخر ملف مطابقة استُخدم لهذه القائمة
cli-import-propose = كتابة ملف مطابقة مقترح إلى المخرج والتوقف
cli-import-dry-run = عرض ما سيُضاف وما سيتغيّر وما سيُترك، من دون أي تغيير
cli-import-skip-bad-rows = استيراد الصفوف السليمة وإن كان في غيرها خلل
cli-import-annotate = كتابة نسخة من الجدول وإلى جانب كل صف مشكلاته
cli-import-examples =
    أمثلة:
      sijill import cases.xlsx --propose > cases.toml
      sijill import cases.xlsx --mapping cases.toml --dry-run
      sijill import cases.xlsx --mapping cases.toml
cli-export = كتابة الأشخاص والوقائع في جدول يستطيع مكتب آخر استيراده
cli-export-out = ملف CSV المطلوب كتابته
cli-export-mapping = ملف المطابقة المطلوب كتابته معه (وإلا فبالاسم نفسه مع ‎.toml)
cli-export-examples =
    أمثلة:
      sijill export --out all.csv
cli-search = البحث عن الأشخاص بأي جزء من الاسم وبأي من الخطّين، أو بالمكان أو بالرقم
cli-search-text = ما يُبحث عنه
cli-search-limit = عدد النتائج المعروضة
cli-search-examples =
    أمثلة:
      sijill search أحمد الحريري
      sijill search Ahmed Hariri --format json
cli-show = عرض سجل وما رُوي عنه
cli-show-examples =
    أمثلة:
      sijill show ID
      sijill show ID --at 120 --format json
cli-history = عرض جميع مراجعات السجل: من غيّر ماذا ومتى ولماذا
cli-history-examples =
    أمثلة:
      sijill history ID
cli-study = تشغيل الدراسات وفتح أرقامها
cli-study-list = عرض دراسات المكتب
cli-study-new = بدء دراسة: أول أيامها وآخرها وفتراتها
cli-study-new-id = اسم الدراسة: أحرف لاتينية صغيرة وأرقام و-
cli-study-new-title-ar = العنوان بالعربية
cli-study-new-title-en = العنوان بالإنكليزية
cli-study-new-from = أول يوم كما يُكتب عادة؛ من الشهر أو العام أول يوم فيه
cli-study-new-to = آخر يوم، وهو محسوب ضمن المدة
cli-study-new-periods = كيف تُقسَّم الأيام إلى فترات
cli-study-run = حساب أرقام دراسة
cli-study-open = عرض السجلات التي يقوم عليها رقم
cli-study-open-figure = معرّف الرقم
cli-study-open-part = هذا الجزء فقط: المعدود يقيناً، أو المحتمل، أو المثبت وفق القاعدة
cli-study-open-cell = هذه الخانة فقط، مثل period=before-decree
cli-study-check = فحص الدراسة في ذاتها ومقارنتها بما نُشر
cli-study-id = معرّف الدراسة
cli-study-examples =
    أمثلة:
      sijill study list
      sijill study new arrests-2024 --title-ar "اعتقالات عام 2024" --from 2024 --to 2024 --periods months
      sijill study run defectors
      sijill study open defectors arrests period=before-decree
      sijill study check defectors --format json
cli-report = كتابة دراسة في وثيقة
cli-report-language = لغة الوثيقة
cli-report-out = الملف المطلوب كتابته؛ تدل نهايته على الصيغة: ‎.html أو ‎.pdf
cli-report-examples =
    أمثلة:
      sijill report defectors --language ar --out report.pdf
      sijill report defectors --language en --out report.html --as-known-on 2019-08-31
cli-law = قراءة النصوص القانونية واختبار حالات الأشخاص عليها
cli-law-list = عرض النصوص القانونية في المكتب
cli-law-show = عرض نص قانوني: النص كما سُجّل وقواعده وقراءاته
cli-law-test = اختبار ما وعد به النص كلَّ شخص
cli-law-instrument = معرّف النص القانوني
cli-law-test-study = أشخاص هذه الدراسة فقط
cli-law-test-person = هذا الشخص فقط
cli-law-test-reading = قراءة من قراءات النص
cli-law-test-assume = افتراض معلَن من افتراضات النص؛ لا يُحفظ أبداً كنتيجة
cli-law-examples =
    أمثلة:
      sijill law list
      sijill law show ld-18-2018
      sijill law test ld-18-2018 --study defectors
      sijill law test ld-18-2018 --study defectors --assume desertion-before-the-decree --format json
cli-user = من يستطيعون استخدام المكتب وأدوارهم
cli-user-list = عرض المستخدمين
cli-user-add = إضافة مستخدم
cli-user-roles = تحديد أدوار مستخدم
cli-user-disable = إنهاء وصول مستخدم
cli-user-name = اسم الدخول
cli-user-roles-option = الأدوار مفصولة بفواصل: administrator وdocumenter وreviewer وresearcher وlawyer وreader
cli-user-display = الاسم كما يُعرض
cli-user-examples =
    أمثلة:
      sijill user list
      sijill user add samar --roles documenter,reviewer
      sijill user invite samar
      sijill user roles samar --roles reviewer
      sijill user disable samar --why "غادرت المكتب"
cli-key = عبارات المرور ومفتاح الاسترداد التي تفتح المكتب
cli-key-list = عرض المفاتيح
cli-key-add = إضافة عبارة مرور
cli-key-change = تغيير عبارة مرور، أو إنشاء مفتاح استرداد جديد
cli-key-revoke = إلغاء مفتاح؛ لا تفتح عبارته شيئاً بعد ذلك
cli-key-slot = اسم المفتاح
cli-key-new-file = قراءة عبارة المرور الجديدة من السطر الأول في ملف
cli-key-examples =
    أمثلة:
      sijill key list
      sijill key add samar --new-passphrase-file new.txt
      sijill key change passphrase
      sijill key change recovery
      sijill key revoke samar
cli-file = ملفات الأدلة
cli-file-add = حفظ ملف مختوماً في السجل
cli-file-get = إخراج ملف محفوظ، وتدوين خروجه في سلسلة حيازته
cli-file-file = الملف المطلوب حفظه
cli-file-about = معرّف سجل يكون الملف دليلاً عليه؛ يمكن تكراره
cli-file-received-from = من سلّم الملف
cli-file-out = أين يُكتب
cli-file-examples =
    أمثلة:
      sijill file add photo.jpg --about ID --received-from "the family"
      sijill file get ID --out photo.jpg
cli-verify = فحص جميع قيود السجل وجميع الملفات
cli-verify-checkpoint = نقطة تحقّق محفوظة عند أحد؛ يجب أن يشملها السجل
cli-verify-examples =
    أمثلة:
      sijill verify
      sijill verify --checkpoint held.txt
cli-checkpoint = توقيع حالة السجل لتُحفظ في مكان آخر
cli-checkpoint-out = الملف المطلوب كتابته (وإلا فإلى المخرج)
cli-checkpoint-examples =
    أمثلة:
      sijill checkpoint --out held.txt
cli-backup = كتابة نسخة احتياطية مشفّرة والمكتب قيد الاستخدام
cli-backup-file = الملف المطلوب كتابته
cli-backup-examples =
    أمثلة:
      sijill backup office.sijill
cli-restore = استرداد نسخة احتياطية إلى المجلد المحدد في ‎--office، ويجب أن يكون فارغاً
cli-restore-file = ملف النسخة الاحتياطية
cli-restore-examples =
    أمثلة:
      sijill --office restored restore office.sijill
      sijill --office restored restore office.sijill --database postgresql://sijill@localhost/office
cli-doctor = فحص هذا الجهاز وهذا المكتب وبيان ما يلزم إصلاحه
cli-doctor-examples =
    أمثلة:
      sijill doctor
cli-frame = الجداول التي تُحسب منها الدراسات
cli-frame-export = كتابة الجداول في ملف SQLite من دون أسماء
cli-frame-out = ملف SQLite المطلوب كتابته
cli-frame-identifying = إبقاء الأعمدة المعرِّفة بالأشخاص
cli-frame-examples =
    أمثلة:
      sijill frame export --out frame.sqlite
cli-estimate = تقدير عدد من لم يوثَّقوا، من تداخل القوائم
cli-estimate-tally = جدول عدّ: عمود من 0 و1 لكل قائمة، وعمود «count»
cli-estimate-study = التقدير من قوائم السجل بدلاً من جدول، للأشخاص الذين تعدّهم إحدى نتائج هذه الدراسة
cli-estimate-figure = النتيجة التي يُعدّ أشخاصها هم الموثّقين، أو معرّف تقدير تصرّح به الدراسة
cli-estimate-lists = معنى القائمة في السجل: القائمة التي استُورد منها السجل، أو نوع المصدر؛ وبدونه القوائم التي تصرّح بها الدراسة، وإلا فكل قائمة في السجل
cli-estimate-method = الطريقة المطلوبة؛ وall تشغّل كل طريقة يسمح بها عدد القوائم
cli-estimate-strata = التقدير بحسب هذه الأعمدة، مفصولة بفواصل، ثم جمع السحوبات
cli-estimate-replicates = العمود الذي يرقّم سحوبات جدول واحد (روابط غير مؤكدة)؛ وتُجمع معاً
cli-estimate-seed = بذرة كل ما يُسحب؛ وبدونها بذرة الدراسة، أو 1
cli-estimate-sensitivity = إعادة التقدير من دون كل قائمة على حدة، وبافتراضات مسبقة أخرى (يستغرق أضعاف الوقت)
cli-estimate-draws = كتابة جميع السحوبات في هذا الملف؛ وإذا انتهى اسمه بـ ‎.json ضمّ أيضاً الجداول والإعدادات والأوزان
cli-estimate-out = كتابة صفحة من ورقة واحدة للجنة أو محكمة؛ تدل نهاية الاسم على الصيغة
cli-estimate-language = لغة الصفحة؛ وبدونها لغة الأمر
cli-estimate-title = عنوان الصفحة
cli-estimate-examples =
    أمثلة:
      sijill estimate tally.csv
      sijill estimate tally.csv --method lcmcr --seed 7 --format json --draws draws.csv
      sijill estimate tally.csv --strata governorate,year
      sijill estimate tally.csv --sensitivity
      sijill estimate tally.csv --out sheet.pdf --language ar --title "…"
      sijill estimate tallies.csv --replicates draw --draws everything.json
      sijill estimate --study defectors --figure arrests --out sheet.html
cli-link = معرفة السجلات التي تخص الشخص نفسه: في أي جدول، أو في سجل المكتب
cli-link-files = الجداول المطلوب ربطها بصيغة CSV؛ وإذا لم يكن فيها عمود للمصدر عُدّ كل ملف مصدراً
cli-link-out = مجلد الملفات pairs.csv وclusters.csv وmodel.toml وlinkage.html
cli-link-model = نموذج يُستعمل من جديد (TOML)؛ ومن دونه يُقترح نموذج من البيانات ويُدرَّب
cli-link-propose = كتابة النموذج المقترح في المجلد والتوقف، للاطلاع عليه وتعديله
cli-link-labels = أزواج قرّر أحدٌ فيها: id_a وid_b وsame ‏(1 أو 0)
cli-link-id = العمود الذي فيه معرّفات السجلات
cli-link-source = العمود الذي يسمّي قائمة كل سجل
cli-link-threshold = الاحتمال الذي تصبح السجلات ابتداءً منه مجموعة واحدة
cli-link-truth = الأشخاص المعروفون (id, person)، لقياس الدقة والاستيفاء والمعايرة
cli-link-draws = سحب هذا العدد من التجميعات، ومعها جداول عدّ للمصادر من أجل الأمر ‎`sijill estimate`‎
cli-link-seed = بذرة كل ما يُسحب
cli-link-ask = كتابة الأزواج التي يفيد القرار فيها أكثر من غيرها، وعددها N، في questions.csv
cli-link-column = بيان معنى عمود؛ يمكن تكراره
cli-link-run = مقارنة جميع سجلات الأشخاص واقتراح أزواج
cli-link-review = عرض الأزواج التي تنتظر قراراً، مع الأسباب
cli-link-review-limit = كم زوجاً يُعرض
cli-link-review-decided = عرض القرارات بدلاً من الأزواج
cli-link-decide = اتخاذ قرار في سجلَّي شخصين
cli-link-decide-id = معرّف سجل شخص
cli-link-decide-verdict = مضمون القرار
cli-link-withdraw = سحب قرار؛ ويعود ما ربطه منفصلاً
cli-link-withdraw-decision = معرّف القرار
cli-link-examples =
    أمثلة:
      sijill link persons.csv --out linked
      sijill link list-a.csv list-b.csv --out linked --column mother="اسم الوالدة" --draws 50
      sijill link persons.csv --out linked --model linked/model.toml --labels labels.csv
      sijill link run
      sijill link review --limit 5
      sijill link decide ID_A ID_B same --why "الأم نفسها وتاريخ الولادة نفسه"
      sijill link withdraw DECISION_ID --why "أب آخر"
      sijill link decide ID_A ID_B relatives --relation parent
      sijill link acts
      sijill link act EVENT_A EVENT_B same --why "قائمتان ترويان اعتقالاً واحداً"
      sijill link sample --pairs 140 --both 0.2
      sijill link sample --next
      sijill link opinion ID_A ID_B different --why "أم أخرى"
      sijill link quality
      sijill link draws defectors arrests --draws 50 --out tallies.csv
cli-completions = طباعة ملف الإكمال التلقائي لإحدى الصدفات
cli-completions-shell = bash أو zsh أو fish أو elvish أو powershell
cli-completions-examples =
    أمثلة:
      sijill completions bash > ~/.local/share/bash-completion/completions/sijill
cli-dev = لمطوّري «سجل»
cli-dev-generate = كتابة جدول مولَّد مع ملف مطابقته
cli-dev-generate-persons = عدد الأشخاص
cli-dev-generate-seed = البذرة
cli-dev-generate-out = ملف CSV المطلوب كتابته
cli-dev-command-docs = طباعة مرجع الأوامر
cli-docs-head =
    # الأوامر

    أُنشئت هذه الصفحة من تعريف البرنامج نفسه، ويعرض `sijill COMMAND --help` المضمون ذاته.
    رموز الخروج: 0 تمّ الأمر، 1 في المدخلات أو المكتب خلل، 2 لم يُفهم الأمر.
    تُكتب النتيجة في المخرج الأساسي وكل ما عداها في مخرج الأخطاء.
cli-docs-global = ترافق هذه الخيارات جميع الأوامر:
cli-docs-json =
    ## صيغ JSON

    - `study run STUDY --format json`: كائن فيه `study` و`position` و`checkpoint` و`figures`؛ وكل رقم هو `{"{"}id, unit, clock, kind, total: {"{"}sure, possible{"}"}, cells: [{"{"}group: {"{"}…{"}"}, sure, possible, ids: […]{"}"}]{"}"}`. لا يتداخل `sure` و`possible`؛ و`ids` هي المؤكدة، و`possible_ids` (إن وُجدت) هي المحتملة.
    - `study check STUDY --format json`: كائن فيه `findings`؛ وكل ملاحظة هي `{"{"}code, place, expected, found, ids{"}"}`.
    - `law test --format json`: قائمة من `{"{"}person, instrument, reading, outcome, missing, explanation{"}"}`؛ و`outcome` هو `covered` أو `not_covered` أو `cannot_be_known`.
    - `estimate --format json`: كائن فيه `tally_hash` و`n` (الموثّقون) و`gate` (نتائج الفحص: `action` و`code` و`details`) و`methods` و`spread` و`seed` و`version`؛ وكل طريقة هي `{"{"}method, converged, n_hat: {"{"}mean, median, low, high{"}"}, diagnostics, settings{"}"}`. وتكون `n_hat` هي `null` حين لا يوجد رقم.

    قد تُضاف مفاتيح جديدة، ولا يُغيَّر اسم مفتاح ولا يُحذف.

cli-serve = تقديم المكتب إلى متصفح
cli-serve-listen = العنوان والمنفذ اللذان يُستمع عليهما
cli-serve-behind-proxy = أمام البرنامج وسيط يتكلم TLS؛ يجيز عنواناً يصل إليه غيرك
cli-serve-examples =
    أمثلة:
      sijill serve
      sijill serve --new --office my-office
      sijill serve --listen 0.0.0.0:443 --tls-cert chain.pem --tls-key key.pem
cli-demo-serve = المتابعة في المتصفح، ولو من دون طرفية
cli-user-invite = إظهار عنوان جديد يصلح مرة واحدة ليُعدّ به شخص دخوله
demo-serve-with = لتراه في متصفح: ‏sijill serve --office { $folder }
serve-at = المكتب مفتوح على { $address } (ينهيه Ctrl-C)
serve-once = المكتب المثال مفتوح على { $address } (يُدخل هذا العنوان مرة واحدة؛ ينهيه Ctrl-C)
serve-plain = تحذير: لا يتكلم { $address } ‏TLS بنفسه. من يصل إليه من دون الوسيط يقدر على قراءة كل شيء.
user-invited = يُعدّ { $user } دخوله على { $address } (يصلح مرة واحدة، ثلاثة أيام؛ سلّمه باليد)
