# Pages of the web application.
web-not-loopback = يمكن لغيرك الوصول إلى { $address }، ومن دون تشفير TLS يقدرون على قراءة ما يمر في الشبكة.
    .hint = استمع على 127.0.0.1، أو ضع أمام البرنامج وسيطاً يتكلم TLS وقل ‎--behind-proxy.
web-listen-refused = لا يسمح النظام للمكتب بالاستماع على { $address }: { $reason }
    .hint = اختر منفذاً آخر بـ‎--listen، مثل 127.0.0.1:7408.

# The frame
web-brand = سجل
web-skip = إلى المحتوى
web-ways = أقسام المكتب
web-way-today = اليوم
web-way-find = البحث
web-way-record = التدوين
web-way-import = الاستيراد
web-way-verify = التحقق
web-way-studies = الدراسات
web-way-laws = القوانين
web-way-office = المكتب
web-find = ابحث
web-find-label = اسم أو مكان أو رقم أو معرّف
web-find-hint = بالحرف العربي أو اللاتيني كما هو عندك: «أحمد» تجد «احمد» و⁦Ahmad⁩. لا تُحفظ كلمات البحث في أي عنوان.
web-sign-out = تسجيل الخروج
web-keyboard = اختصارات لوحة المفاتيح
web-keyboard-text = تعمل هذه المفاتيح خارج الحقول، سواء أكانت لوحة المفاتيح عربية أم لاتينية. وكل شيء يعمل من دونها بمفتاحي Tab وEnter.
web-keyboard-choice = من يُملي على حاسوبه بصوته، أو لا يريد أن تنقله ضغطة عابرة إلى صفحة أخرى، فليوقف هذه المفاتيح. يبقى الاختيار مع الحساب، وتبقى مفاتيح الأسهم وTab وEnter تعمل.
web-keyboard-off = أوقف هذه المفاتيح
web-keyboard-on = شغّل هذه المفاتيح
web-keyboard-are-off = أوقفتَ هذه المفاتيح.
web-keyboard-list = إلى النتيجة التالية أو السابقة
web-keyboard-edit = تحرير المعروض
web-back = رجوع
web-back-to-start = إلى الصفحة الأولى
web-none = لا شيء.
web-unknown = غير معروف
web-any = الكل
web-required = لازم
web-not-said = لم يُذكر
web-save = احفظ
web-cancel = إلغاء
web-look = انظر
web-invented = مُختلَق
web-no-name = الاسم محجوب
web-why = السبب
web-why-change = السبب، للسجل
web-error-not-found = لا شيء هنا
web-error-not-found-text = هذا العنوان لا يؤدي إلى شيء، أو ليس لك.
web-error-sign-in = سجّل الدخول أولاً
web-error-sign-in-text = يحتاج هذا العنوان إلى جلسة.
web-error-stale = لم تعد هذه الاستمارة صالحة
web-error-stale-text = انتهت الجلسة أو جاءت الاستمارة من مكان آخر. لم يتغير شيء. ارجع وحمّل الصفحة من جديد ثم أرسل الاستمارة.
web-error-too-large = أكبر من المسموح
web-error-too-large-text = تسع الاستمارة نصف ميغابايت، والجدول 32 ميغابايت (نحو 190 ألف صف، والأمر ⁦sijill import⁩ يستورد ما هو أطول). لم يتغير شيء.
web-error-wrong = تعذّر ذلك
web-error-wrong-text = لم يتغير شيء.

# The door
web-sign-in = تسجيل الدخول
web-name = الاسم
web-passphrase = عبارة المرور
web-code = الرمز
web-code-hint = ستة أرقام من تطبيق المصادقة، أو رمز استرداد.
web-once = المكتب المثال
web-once-text = يُدخلك هذا العنوان مرة واحدة باسم مستخدم المكتب المثال. لا مكان فيه لشيء حقيقي.
web-once-go = ادخل
web-activate = إعداد الدخول
web-activate-text = لحساب { $value }. لن يعرف ما تضعه هنا أحد غيرك، ولا يستطيع أحد في المكتب قراءته.
web-passphrase-new = عبارة مرور جديدة
web-passphrase-again = العبارة نفسها مرة أخرى
web-passphrase-hint = لا تقل عن 15 حرفاً. الأفضل خمس كلمات أو ست لا رابط بينها. تصلح كل الحروف والفراغات والعلامات.
web-factor = العامل الثاني
web-factor-text = امسح هذه الصورة بتطبيق مصادقة على هاتفك. يعمل التطبيق من دون شبكة.
web-factor-picture = صورة لتطبيق المصادقة
web-factor-secret = إن لم تستطع المسح فاكتب هذا في التطبيق:
web-code-now = الأرقام الستة التي يعرضها التطبيق الآن
web-activate-go = أتمّ الإعداد
web-activated = تم إعداد دخولك
web-recovery-text = اكتب رموز الاسترداد هذه على ورقة واحفظها بعيداً عن هاتفك. يصلح كل رمز مرة واحدة إن فقدت الجهاز. لن تظهر إلا الآن.
web-me = حسابي
web-roles = الأدوار
web-role-administrator = مشرف
web-role-documenter = موثّق
web-role-reviewer = مراجع
web-role-researcher = باحث
web-role-lawyer = محامٍ
web-role-reader = قارئ
web-sessions = الجلسات المفتوحة
web-sessions-text = تنتهي الجلسة بعد 20 دقيقة من دون استعمال، وبعد 12 ساعة في كل حال.
web-this-session = هذه
web-began = بدأت
web-seen = آخر استعمال
web-address = العنوان
web-browser = المتصفح
web-sign-out-everywhere = تسجيل الخروج من كل الأجهزة
web-sign-ins = آخر مرات الدخول والمحاولات
web-good = دخول
web-refused = رُفض
web-by-recovery = برمز استرداد
web-failed-sign-ins =
    { $count ->
        [one] أخفقت محاولة واحدة للدخول باسمك.
        [two] أخفقت محاولتان للدخول باسمك.
        [few] أخفقت { $count } محاولات للدخول باسمك.
        [many] أخفقت { $count } محاولة للدخول باسمك.
       *[other] أخفقت { $count } محاولة للدخول باسمك.
    }

# Today
web-today-verify = بانتظار التحقق
web-today-own = كتبتَها أنت وتنتظر غيرك
web-today-disputed = موضع نزاع
web-today-findings = ملاحظات فحوص الدراسة
web-today-none = لا شيء ينتظرك.

# Find
web-facets = تضييق البحث
web-status = الخلاصة
web-status-open = لم يُبتّ فيها
web-status-verified = متحقَّق منها
web-status-disputed = متنازَع عليها
web-status-rejected = مرفوضة
web-from = من (بحسب المعروف)
web-until = إلى (بحسب المعروف)
web-found-none = لم يُعثر على أحد. جرّب كتابة أخرى أو كلمات أقل.
web-found-more = أفضل 40 نتيجة، وهناك غيرها.
web-found =
    { $count ->
        [one] شخص واحد
        [two] شخصان
        [few] { $count } أشخاص
        [many] { $count } شخصاً
       *[other] { $count } شخص
    }

# Person, event, source
web-facts = ما في السجل
web-timeline = الخط الزمني
web-timeline-hint = النقطة يوم معروف، والشريط بعرض ما لا يُعرف من التاريخ.
web-undated =
    { $count ->
        [one] واقعة واحدة بلا تاريخ.
        [two] واقعتان بلا تاريخ.
        [few] { $count } وقائع بلا تاريخ.
        [many] { $count } واقعة بلا تاريخ.
       *[other] { $count } واقعة بلا تاريخ.
    }
web-events = الوقائع
web-clock-happened = وقع
web-clock-learned = عَلِم به المكتب
web-clock-recorded = دُوِّن
web-revision = المراجعة { $count }
web-position = الموضع { $count } من السجل
web-conflict = لا تتفق المصادر في: { $value }
web-claims =
    { $count ->
        [one] يقول ذلك مصدر واحد
        [two] يقول ذلك مصدران
        [few] يقول ذلك { $count } مصادر
        [many] يقول ذلك { $count } مصدراً
       *[other] يقول ذلك { $count } مصدر
    }
web-source-withheld = المصدر محجوب
web-alleged = بحسب الادعاء
web-consents = الموافقة
web-consents-none = لم تُسجَّل أي موافقة: لا يخرج شيء من هذا المصدر من المكتب.
web-consent-given = أُعطيت
web-consent-refused = رُفضت
web-consent-withdrawn = سُحبت
web-history = التاريخ
web-field = الحقل
web-before = قبل
web-after = بعد
web-differences =
    { $count ->
        [zero] لم يتغير أي حقل
        [one] تغيّر حقل واحد
        [two] تغيّر حقلان
        [few] تغيّرت { $count } حقول
        [many] تغيّر { $count } حقلاً
       *[other] تغيّر { $count } حقل
    }
web-law-tests = اختبارات القانون
web-law-wording = بحسب النص كما دُوِّن، وليس في ذلك حكم على أحد.
web-law-tests-of = ما وعد به كل نص قانوني هذا الشخص، مع التعليل
web-explanation = التعليل خطوة خطوة
web-field-name = الاسم
web-field-nickname = اللقب
web-field-mother = اسم الأم
web-field-sex = الجنس
web-field-birth = الولادة
web-field-identifier = رقم
web-field-origin = المنشأ
web-field-residence = مكان الإقامة
web-field-occupation = المهنة
web-field-service = الخدمة
web-field-rank = الرتبة
web-field-unit = الوحدة
web-field-reference = إشارة لدى جهة أخرى
web-field-flags = الحماية
web-field-notes = ملاحظات
web-field-kind = نوع الواقعة
web-field-when = متى
web-field-claim-when = متى، بحسب هذا المصدر
web-field-place = المكان
web-field-facility = السجن أو الفرع أو المنشأة
web-field-body = الجهة المنفّذة
web-field-alleged = ادعاء لم يثبت
web-field-role = دور الشخص فيها
web-field-source = المصدر
web-field-source-kind = نوع المصدر
web-field-source-name = الاسم أو العنوان
web-field-relation = الصلة بالضحية
web-field-reach = كيفية الوصول إلى المصدر
web-field-benefit = مال أو منفعة
web-field-basis = كيف عرف المصدر
web-field-learned = متى علم المكتب
web-field-reliability = درجة الوثوق
web-field-words = بكلمات المصدر
web-name-full = الاسم كاملاً كما كُتب
web-name-given = الاسم
web-name-father = اسم الأب
web-name-grandfather = اسم الجد
web-name-family = الكنية (العائلة)
web-name-mother = اسم الأم
web-name-nickname = اللقب (أبو فلان أو اسم الشهرة)
web-attribute-allowed = سُمح به
web-attribute-burial-place-told = مكان الدفن كما قيل
web-attribute-card = بطاقة التسوية
web-attribute-cause-told = السبب كما قيل
web-attribute-certificate = الشهادة
web-attribute-charge = التهمة
web-attribute-children = أطفال
web-attribute-circumstance = الظروف
web-attribute-condition = الحال
web-attribute-court = المحكمة
web-attribute-date-told = التاريخ كما قيل
web-attribute-document = الوثيقة
web-attribute-flight = الفرار
web-attribute-formation = التشكيل
web-attribute-from = من
web-attribute-fugitive = متوارٍ
web-attribute-joined = التحق
web-attribute-manner = الكيفية
web-attribute-men = رجال
web-attribute-mourning-allowed = سُمح بالعزاء
web-attribute-offence-article = مادة الجرم
web-attribute-offence-date = تاريخ الجرم
web-attribute-refused-settlement = رفض التسوية
web-attribute-returned = عاد
web-attribute-returned-to-unit = عاد إلى الوحدة
web-attribute-sentence = الحكم
web-attribute-service = الخدمة
web-attribute-to = إلى
web-attribute-total = المجموع
web-attribute-unit = الوحدة
web-attribute-women = نساء

# Record
web-new-person = شخص جديد
web-edit-person = تحرير الشخص
web-new-event = واقعة جديدة
web-edit-event = تحرير الواقعة
web-new-source = مصدر جديد
web-source-text = المصدر سرّي: لا يرى اسمه إلا من له أن يتصل بالمصادر.
web-group-name = الاسم
web-group-other-name = الاسم بالحرف الآخر أو بكتابة أخرى
web-group-service = الخدمة
web-group-life = الحياة
web-group-event = ما وقع، بحسب خلاصة المكتب
web-group-claim = ما يقوله مصدر:
web-date-placeholder = شباط 2019
web-theirs = كتب غيرك في هذه الأثناء:
web-merge-text = دُمجت أدناه الحقول التي غيّرها أحدكما وحده. وحيث غيّرتما الحقل نفسه بقي فيه ما كتبتَ وظهر تحته ما كتبه الآخر. انظر ثم احفظ.

# Verify
web-conclude = خلاصة المكتب
web-do-verify = تحققتُ منها
web-do-dispute = متنازَع عليها
web-do-reject = أرفضها
web-do-note = تبقى مفتوحة مع ملاحظة
web-why-note = السبب أو الملاحظة
web-why-note-hint = لازم في كل الأحوال إلا التحقق.
web-verify-text = لا يبتّ أحد فيما كتبه: اقرأ الواقعة ومصادرها، ثم تحقّق منها أو نازع فيها أو ارفضها، أو اتركها مفتوحة مع ملاحظة.
web-verify-own-text = كتبتَ هذه الوقائع أو غيّرتَها، فيبتّ فيها غيرك.
web-conclude-own = كتبتَ هذه الواقعة أو غيّرتَها، فيبتّ فيها غيرك.
web-verify-disputed-text = وقائع نازع فيها مراجع. يبتّ فيها من لم يكتبها.
web-waiting =
    { $count ->
        [zero] لا شيء ينتظرك.
        [one] تنتظرك واقعة واحدة.
        [two] تنتظرك واقعتان.
        [few] تنتظرك { $count } وقائع.
        [many] تنتظرك { $count } واقعة.
       *[other] تنتظرك { $count } واقعة.
    }

# Import
web-import-upload = الجدول
web-import-mapping = قراءة الأعمدة
web-import-plan = ما سيتغير
web-import-done = تم الاستيراد
web-import-file = جدول (CSV أو إكسل)
web-import-file-hint = لا يُكتب شيء قبل تأكيدك. ينتظر الجدول ساعتين، مختوماً ولك وحدك.
web-import-propose = اقترح قراءة للأعمدة
web-import-mapping-text = هكذا ستُقرأ الأعمدة. غيّر ما ليس صحيحاً؛ لا يُكتب شيء قبل أن ترى ما سيتغير.
web-import-look = أرني ما سيتغير
web-import-problems = المشكلات
web-import-changes = تغييرات في سجلات موجودة
web-import-skip = استورد الصفوف الصحيحة واترك الخاطئة
web-import-confirm = استورد
web-import-taken =
    { $count ->
        [zero] لم يُستورد أي صف.
        [one] استُورد صف واحد.
        [two] استُورد صفان.
        [few] استُوردت { $count } صفوف.
        [many] استُورد { $count } صفاً.
       *[other] استُورد { $count } صف.
    }
web-import-nothing = لم يكن فيه جديد.
web-import-another = جدول آخر
web-more-problems =
    { $count ->
        [one] ومشكلة أخرى لم تُعرض.
        [two] ومشكلتان أخريان لم تُعرضا.
        [few] و{ $count } مشكلات أخرى لم تُعرض.
        [many] و{ $count } مشكلة أخرى لم تُعرض.
       *[other] و{ $count } مشكلة أخرى لم تُعرض.
    }
web-row = الصف
web-count-rows = الصفوف
web-count-rows-taken = صفوف تُستورد
web-count-rows-left-out = صفوف تبقى خارجاً
web-count-persons-added = أشخاص جدد
web-count-events-added = وقائع جديدة
web-count-sources-added = مصادر جديدة
web-count-updated = سجلات تتغير
web-count-unchanged = سجلات تبقى كما هي

# Studies
web-report = التقرير
web-known-on = بحسب المعلوم في
web-known-on-hint = يوم لا يُعدّ إلا ما كان المكتب قد علمه حتى حينه. الفراغ يعني اليوم.
web-compute = احسب
web-kind-documented-count = عدد موثَّق
web-kind-minimum = حد أدنى
web-kind-range = مدى
web-kind-estimate = تقدير
web-sure = مؤكد
web-possibly = محتمل
web-confirmed = مثبَت
web-narrowed-sure = المعدود يقيناً فقط.
web-narrowed-possible = المحتمَل فقط.
web-narrowed-confirmed = المثبَت وفق قاعدة التثبّت فقط.
web-narrowed-all = كل ما عُدّ هنا
web-possible =
    { $count ->
        [one] وربما واحد آخر
        [two] وربما اثنان آخران
        [few] وربما { $count } آخرون
        [many] وربما { $count } آخرون
       *[other] وربما { $count } آخرون
    }
web-findings = ملاحظات الفحوص
web-findings-count =
    { $count ->
        [zero] لا ملاحظات
        [one] ملاحظة واحدة
        [two] ملاحظتان
        [few] { $count } ملاحظات
        [many] { $count } ملاحظة
       *[other] { $count } ملاحظة
    }
web-finding = الملاحظة
web-where = الموضع
web-expected = المتوقع
web-found-instead = الموجود
web-contradiction = تناقض
web-case = الحالة
web-outcome = النتيجة
web-back-to-study = رجوع إلى الدراسة
web-behind =
    { $count ->
        [zero] لا سجل وراء هذا العدد.
        [one] وراء هذا العدد سجل واحد.
        [two] وراء هذا العدد سجلان.
        [few] وراء هذا العدد { $count } سجلات.
        [many] وراء هذا العدد { $count } سجلاً.
       *[other] وراء هذا العدد { $count } سجل.
    }

# Laws
web-law-stub = النص غير متوفر
web-law-stub-text = ليس لدى المكتب هذا النص القانوني، فلا يمكن أن تُعرف نتيجة أي اختبار له.
web-law-text = النص كما دُوِّن
web-law-rules = القواعد في صورة بيانات
web-law-readings = قراءات متنافسة
web-law-assumptions = افتراضات يجوز الاختبار بها
web-law-sources = مصادر النص
web-law-outcomes = النتائج في كل الحالات
web-law-questions = ما الذي يحسم الأمر
web-law-questions-text = كل بند سؤال يُطرح على الأسر: أقل ما يلزم من وقائع لحسم النتيجة، وعمّن.
web-law-all-questions = كل الأسئلة
web-law-nothing-settles = لا شيء مما يُسأل عنه يحسم الأمر
web-readings-count =
    { $count ->
        [one] قراءة واحدة
        [two] قراءتان
        [few] { $count } قراءات
        [many] { $count } قراءة
       *[other] { $count } قراءة
    }
web-persons-count =
    { $count ->
        [one] شخص واحد
        [two] شخصان
        [few] { $count } أشخاص
        [many] { $count } شخصاً
       *[other] { $count } شخص
    }

# Office
web-people = الأشخاص والأدوار
web-people-text = من يستعمل المكتب، وبأي صفة.
web-add-person = أضف شخصاً
web-display-name = الاسم المعروض
web-save-roles = احفظ الأدوار
web-invite = تفعيل جديد
web-invited = سلّم هذا العنوان إلى { $value } باليد. لا يظهر إلا الآن، ويصلح مرة واحدة، ويدوم ثلاثة أيام.
web-end-sessions = أنهِ الجلسات
web-revoke = اسحب وسيلة الدخول
web-disable = أنهِ صلاحية الدخول
web-disabled = بلا صلاحية
web-not-activated = لم يُعَدّ بعد
web-vocabularies = المفردات
web-vocabularies-text = كلمات السجلات باللغتين. يضيفها ويوقفها من يدير المكتب، هنا أو في المجلد ⁦profile⁩.
web-terms =
    { $count ->
        [zero] لا مفردات
        [one] مفردة واحدة
        [two] مفردتان
        [few] { $count } مفردات
        [many] { $count } مفردة
       *[other] { $count } مفردة
    }
web-term = المفردة
web-also = تُكتب أيضاً
web-broader = أعمّ منها
web-retired = متروكة
web-log = سجل الأعمال
web-log-text = كل تغيير قيد لا يُنزع خفيةً. ويقرأ الفحص القيود كلها.
web-log-whole = السجل سليم.
web-entries = القيود
web-files = ملفات الأدلة
web-root = الجذر
web-held-checkpoint = نقطة تحقق احتفظت بها
web-held-checkpoint-hint = اختياري. بها يكشف الفحص أيضاً إن كان آخر السجل قد قُطع.
web-log-entries = آخر القيود
web-log-older = قيود أقدم
log-kind-person = شخص
log-kind-event = واقعة
log-kind-source = مصدر
log-kind-contact = متابعة
log-kind-file = ملف دليل
log-kind-decision = قرار
log-kind-user = مستخدم
log-kind-document = ملف من ملفات المكتب
log-kind-other = قيد آخر
web-check-log = افحص السجل
web-checkpoint = نزّل نقطة تحقق موقّعة
web-keys = المفاتيح
web-keys-text = كل واحد من هذه يفتح المكتب.
web-keys-change = تُغيَّر المفاتيح على جهاز المكتب: ⁦sijill key --help⁩.
web-slot-passphrase = عبارة مرور
web-slot-recovery = مفتاح استرداد
