# Screens of daily work: finding, recording, studies, laws.
office-same-person = يعدّ المكتب هذين السجلين لشخص واحد.
    .hint = اسحب الربط أولاً إن كانا شخصين.

# Studies
web-clock = التاريخ المعتمد
web-clock-by-learned = ما كان المكتب قد علم به حتى ذلك اليوم
web-clock-by-recorded = ما كان قد دُوِّن حتى ذلك اليوم
web-how-counted = كيف يُعدّ هذا
web-estimates = التقديرات
web-estimates-text = كم عدد الذين لم يوثَّقوا، استناداً إلى تداخل القوائم. لا يُجمع أي رقم هنا مع الأعداد الموثقة.
web-estimate = كم عدد الذين لم يوثَّقوا
web-estimate-text = تقدير يستند إلى الأشخاص الواردين في أكثر من قائمة. لا يسمّي التقدير أحداً ولا يُجمع مع الموثقين.
web-estimate-otherwise = تقدير بإعدادات أخرى
web-estimate-lists = ما يُعدّ قائمة
web-estimate-lists-study = كما تحدد الدراسة، وإلا فكل قائمة مستوردة
web-estimate-lists-list = كل قائمة مستوردة
web-estimate-lists-kind = أنواع المصادر
web-estimate-seed = البذرة
web-estimate-seed-hint = البذرة نفسها تعطي الأرقام نفسها.
web-estimate-strata = التقدير منفصلاً بحسب
web-estimate-sensitivity = وأيضاً من دون كل قائمة على حدة وبافتراضات مسبقة أخرى (يستغرق وقتاً أطول)
web-estimate-sheet = للتنزيل
web-estimate-sheet-text = صفحة واحدة للجنة تحقيق أو محكمة، مع الافتراضات والتحفظات.
web-estimate-draws = جميع السحوبات والأوزان والإعدادات (JSON)
web-study-new = دراسة جديدة
web-study-new-text = تعدّ الدراسة ما سُجّل ضمن مدة محددة. تُضاف الأرقام والرسوم ونص التقرير لاحقاً.
web-study-id = اسم الدراسة
web-study-id-hint = أحرف لاتينية صغيرة وأرقام و-، مثل arrests-2024. بهذا الاسم يُسمّى مجلدها وعنوانها، ولا يتغير.
web-study-first = أول يوم
web-study-last = آخر يوم
web-study-days-hint = كما تكتب التواريخ: 1/7/2018 أو تموز 2018 أو 2018. يُحسب الشهر أو العام كاملاً.
web-study-periods = الفترات
web-study-whole = فترة واحدة
web-study-years = سنوات ميلادية
web-study-months = أشهر ميلادية
web-study-periods-hint = يمكن تقسيم الأرقام بحسبها. أما غيرها، مثل ما قبل مرسوم وما بعده، فيُكتب في study.toml.
web-study-begin = ابدأ الدراسة
web-builder = إعداد رقم
web-builder-open = افتحه في أداة إعداد الأرقام
web-builder-text = اختر ما يُعدّ، ويظهر بجانبه استعلام SQL الناتج.
web-builder-what = ما الذي يُعدّ
web-builder-unit = الوحدة
web-builder-person = الأشخاص
web-builder-no-clock = لا يحدّده تاريخ
web-builder-kind = نوع الرقم
web-builder-persons = عُدّ الأشخاص الذين وقع لهم ذلك، لا الوقائع
web-builder-population = من تشملهم الدراسة فقط
web-builder-span = ما وقع ضمن مدة الدراسة فقط
web-builder-groups = مقسَّماً بحسب
web-builder-group = التقسيم { $count }
web-builder-no-group = بلا تقسيم
web-builder-conditions = بشرط أن
web-builder-conditions-hint = يجب أن تصحّ كلها معاً. والقيم المتعددة للشيء نفسه بدائل.
web-builder-condition = الشرط { $count }
web-builder-no-condition = بلا شرط
web-builder-by = ما يتحدث عنه الشرط
web-builder-how = هو أو ليس
web-builder-is = هو
web-builder-is-not = ليس
web-builder-value = القيمة
web-builder-name = اسم الرقم
web-builder-id = اسمه في النص
web-builder-id-hint = أحرف لاتينية صغيرة وأرقام وشرطة، مثل arrests-by-rank. بهذا الاسم يذكره نص التقرير.
web-builder-title-ar = العنوان بالعربية
web-builder-title-en = العنوان بالإنكليزية
web-builder-definition-ar = ما يُعدّ، بالعربية
web-builder-definition-en = ما يُعدّ، بالإنكليزية
web-builder-preview = أظهر النتيجة
web-builder-save = احفظه في الدراسة
web-builder-comes-to = النتيجة
web-builder-sql = استعلام SQL الناتج
web-builder-sql-hint = هذا ما سيُحفظ في الدراسة. ومن يعرف SQL يمكنه المتابعة منه في ملف الدراسة.
builder-service = الخدمة
builder-service-exact = الخدمة بالتحديد
builder-rank = الرتبة
builder-sex = الجنس
builder-origin-governorate = محافظة المنشأ
builder-origin-district = منطقة المنشأ
builder-origin-town = بلدة المنشأ
builder-residence = محافظة الإقامة
builder-has = وله أيضاً واقعة
builder-event-governorate = محافظة الواقعة
builder-event-district = منطقة الواقعة
builder-event-town = بلدة الواقعة
builder-event-facility = منشأة الواقعة
builder-event-body = الجهة المنفّذة
builder-event-verification = الخلاصة بشأن الواقعة
builder-event-confirmed = مؤكدة بقاعدة التثبّت
web-edit-file = تحرير { $value }
web-text = النص
web-text-saved = حُفظ في السجل.
web-text-changed = حفظ غيرك هذا الملف في هذه الأثناء. لم يُستبدل شيء: انسخ ما تحتاج إليه، ثم احفظ من جديد ليحلّ نصك محله.
web-text-preview = كما سيُقرأ
web-text-check = نتيجة الفحص
web-text-reads = الملف مقروء.
web-text-references = ما يمكن أن يشير إليه النص
web-text-references-text = اكتب إشارة بدل الرقم، فيظهر الرقم مكانها هنا وفي التقرير.
web-text-as-table = جدولاً، وحده في فقرة
web-text-part-cases = الحالات واحدة واحدة
web-text-part-findings = ملاحظات الفحوص
web-text-part-exclusions = من استُبعد ولماذا
web-text-part-sources = كيف تعلم المصادر
web-text-part-how-counted = كيف عُدّ كل شيء

# Laws
web-law-windows = المُهَل
web-law-windows-hint = النقطة يوم الصدور، والشريط مهلة. والشريط المتقطّع الحافة مهلة لا يحسمها النص.
web-law-issued = الصدور
web-law-beside = النص وبجانبه القاعدة
web-law-no-rule = لا قاعدة تقابل هذه المادة.
web-law-file = الملف كاملاً
web-law-under-reading = النتائج بحسب هذه القراءة
web-law-under-assumption = النتائج في ظل هذا الافتراض
web-law-reading = القراءة
web-law-as-recorded = النص كما هو مُسجَّل
web-law-assumed = افتراض لا استنتاج: { $value }
web-law-settles-always = معرفة هذا تحسم النتيجة أياً كان الجواب.
web-law-settles-perhaps = معرفة هذا قد تحسم النتيجة.
web-law-whom = عمّن يُسأل
web-computed-anew = يُعاد حسابها الآن
web-first-of =
    { $count ->
        [one] المعروض شخص واحد.
        [two] المعروض أول شخصين.
        [few] المعروض أوائل { $count } أشخاص.
        [many] المعروض أوائل { $count } شخصاً.
       *[other] المعروض أوائل { $count } شخص.
    }
web-ask-offence-article = بموجب أي مادة كانت التهمة؟ هل رأت الأسرة وثيقة تذكرها؟
web-ask-offence-date = متى ترك وحدته، أو متى يُقال إن الجرم وقع؟
web-ask-offence-flight = هل كان داخل البلد أم خارجه بعد أن ترك الخدمة؟
web-ask-person-fugitive = هل كان متوارياً أو مطلوباً يوم صدور المرسوم، أم كان محتجزاً؟
web-ask-surrender-date = هل سلّم نفسه؟ في أي يوم؟ ولمن؟
web-ask-custody = منذ متى هو محتجز، وإلى متى؟

# Find
web-find-place = منه أو سكن فيه أو وقع فيه
web-order = الترتيب
web-order-best = الأنسب أولاً
web-order-newest = الأحدث تدويناً أولاً
web-order-name = بحسب الاسم
web-order-event = بحسب أقدم واقعة
web-found-capped = هذه الكلمات كثيرة الورود، والمعروض أنسب النتائج. أضف كلمة أو ضيّق البحث.
web-found-from = ابتداءً من الرقم { $count }
web-found-next = المزيد
web-save-search = احفظ هذا البحث
web-search-name = اسم البحث
web-search-shared = لكل من يحق له البحث في المكتب
web-saved-searches = عمليات بحث محفوظة
web-saved-drop = أزِل «{ $value }»

# Person and record
web-relatives = الأقارب
web-new-relative = إضافة قريب
web-relative-find = اسم القريب
web-relative-who = أي هؤلاء الأشخاص؟
web-relative-is = صلته بـ{ $value }
web-relative-drop = التراجع عن أن { $value } قريب
web-take-back = تراجع
web-same-person = الشخص نفسه
web-contacts = المتابعات مع الأسرة
web-contact = متابعة
web-new-contact = متابعة جديدة
web-edit-contact = تحرير المتابعة
web-field-channel = الوسيلة
web-field-next-due = موعد المتابعة القادمة
web-field-outcome = النتيجة
web-field-refused = رفضت الأسرة
web-field-harassed = تعرّضت الأسرة للمضايقة بسببها
web-field-contact-source = مع مصدر
web-field-degree = دور الجهة فيها
web-field-identifier-kind = نوع الرقم
web-group-identifiers = أرقام صادرة عن جهات رسمية
web-file-withheld = الاسم محجوب
web-show-fields = أظهر حقول هذا النوع
web-draft-keep = احفظه مسودة
web-draft-kept = حُفظت المسودة { $value }.
web-draft-continued = تتابع من مسودة { $value }.
web-draft-discard = تخلّص من المسودة
web-today-due = متابعات حان موعدها
web-today-drafts = ما بدأته ولم تحفظه
web-history-names = الاسم
web-history-identifiers = الرقم
web-history-value = القيمة
web-history-scheme = نوع الرقم
web-history-claims = إفادة المصدر
web-history-verification = الخلاصة
web-history-status = الحالة
web-history-by = من بتّ فيها
web-history-why = السبب
web-history-persons = الشخص
web-history-person = الشخص المعني
web-history-bodies = الجهة
web-history-related = واقعة مرتبطة
web-history-event = الواقعة
web-history-consents = الموافقة
web-history-purpose = الغرض
web-history-given = أُعطيت
web-history-withdrawn = سُحبت
web-history-lapses = تنتهي
web-history-synthetic = مُختلَق
web-history-next-due = موعد المتابعة القادمة
web-history-about = عمّن
web-history-references = مرجع لدى جهة أخرى
web-history-organisation = المنظمة
web-history-recipient = مع من
web-history-explained-by = شرحها
web-history-language = اللغة
web-history-open = يجوز ذكر اسمه

# Rows that stayed out of imports
web-today-imports = صفوف بقيت خارج الاستيراد
web-left = صفوف بقيت خارج الاستيراد
web-left-text = جداول دخلت من دون صفوفها الخاطئة. يبقى كل منها هنا إلى أن يدخل كاملاً، أو إلى أن يقول أحد كيف سُوّي أمره.
web-left-none = لم تبق صفوف خارجاً.
web-left-rows =
    { $count ->
        [zero] لا صفوف
        [one] صف واحد
        [two] صفان
        [few] { $count } صفوف
        [many] { $count } صفاً
       *[other] { $count } صف
    }
web-left-done =
    { $count ->
        [zero] لم يبق صف خارجاً.
        [one] بقي صف واحد خارجاً، وينتظر في صفحة «اليوم» إلى أن يُسوّى أمره.
        [two] بقي صفان خارجاً، وينتظران في صفحة «اليوم» إلى أن يُسوّى أمرهما.
        [few] بقيت { $count } صفوف خارجاً، وتنتظر في صفحة «اليوم» إلى أن يُسوّى أمرها.
        [many] بقي { $count } صفاً خارجاً، وتنتظر في صفحة «اليوم» إلى أن يُسوّى أمرها.
       *[other] بقي { $count } صف خارجاً، وتنتظر في صفحة «اليوم» إلى أن يُسوّى أمرها.
    }
web-left-list = القائمة { $value }
web-left-sheet = الجدول المختوم
web-left-what = ما الذي أبقاها خارجاً
web-left-whole-row = الصف كله
web-left-look = انظر فيه من جديد
web-left-look-hint = يُقرأ الجدول المختوم من جديد: أصلح قراءة أعمدته وأدخل ما بقي، أو نزّل الصفوف الخاطئة وأصلحها في جدولها واستورده.
web-left-settle = سُوّي أمرها
web-left-why = كيف سُوّي أمرها
web-left-settled = ما سُوّي أمره
web-left-whole = دخل الجدول كاملاً.
web-left-take-back = لم يُسوَّ أمرها بعد
