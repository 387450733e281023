# العمل الطويل: خطواته وقائمته ونهايته.

office-import-changed = تغيّر ما في السجل بعد المعاينة، ولم يعد هذا الجدول يفعل ما عُرض عليك.
    .hint = لم يُكتب شيء. انظر إلى ما سيفعله الآن ثم أكّده.
office-work-cancelled = أُلغي العمل.
    .hint = لم يُكتب منه شيء. ابدأه من جديد متى شئت.
office-backup-differs = النسخة التي كُتبت لا تحوي ما في السجل.
    .hint = حُذفت النسخة. أنشئ غيرها، وإن تكرر ذلك فافحص القرص.
web-jobs-many = العمل الجاري كثير.
    .hint = انتظر حتى ينتهي بعضه، أو ألغِ بعضه من صفحة «العمل في الخلفية».
web-job-broke = انقطع العمل من تلقاء نفسه.
    .hint = لم يُكتب منه شيء. إن تكرر ذلك فأخبر المسؤول عن البرنامج.

web-jobs = العمل في الخلفية
web-jobs-text = الاستيراد والنسخ الاحتياطية والفحص والمقارنة ونسخ الملفات: ما الجاري منها، وأين وصل، وكيف انتهى. تُنسى القائمة حين يُقفل المكتب أو يُغلق البرنامج.
web-jobs-none = لا عمل جارياً، ولم ينتهِ عمل منذ فُتح المكتب.
web-job-sheet = قراءة جدول
web-job-preview = معاينة استيراد
web-job-import = استيراد
web-job-rows = جدول الصفوف التي فيها مشكلات
web-job-backup = نسخة احتياطية
web-job-check = فحص السجل كله
web-job-linkage = مقارنة سجلات الأشخاص كلها
web-job-sample = سحب عيّنة من الأزواج
web-job-copy = صنع نسخة بلا بيانات مخفية
web-job-export = تصدير السجلات
web-job-state-waiting = ينتظر
web-job-state-running = جارٍ
web-job-state-done = انتهى
web-job-state-failed = أخفق
web-job-state-cancelled = أُلغي
web-job-progress = التقدم
web-job-of = { $done } من { $total }
web-job-before =
    { $count ->
        [one] يسبقه عمل واحد.
        [two] يسبقه عملان.
        [few] تسبقه { $count } أعمال.
        [many] يسبقه { $count } عملاً.
       *[other] يسبقه { $count } عمل.
    }
web-job-cancel = ألغِ
web-job-ending = طُلب إنهاؤه، وسينتهي عند خطوته التالية. وإن اكتمل قبلها بقي مكتملاً.
web-job-whole = لا يُعرف طول هذه الخطوة مسبقاً، ويسري الإلغاء عند انتهائها.
web-job-look-again = انظر من جديد
web-job-not-yours = لا يُقال السبب إلا لمن بدأه.
web-job-records = السجلات التي قورنت
web-job-waiting = الأزواج التي تنتظر قراراً
web-job-cancelled-sheet = لم يُكتب شيء. ما زال الجدول ينتظر مختوماً إلى أن تنقضي ساعتاه.
web-job-cancelled-preview = لم يُكتب شيء: المعاينة تنظر فقط.
web-job-cancelled-import = لم يُكتب شيء: يدخل الجدول كله أو لا يدخل منه شيء.
web-job-cancelled-rows = لم يُكتب شيء.
web-job-cancelled-backup = لا توجد نسخة: حُذف الملف الذي لم يكتمل. ويذكر السجل أن نسخة بُدئت.
web-job-cancelled-check = لم يُفحص السجل إلى نهايته، ولم يتغير شيء.
web-job-cancelled-linkage = بقيت المقارنة الأخيرة كما كانت.
web-job-cancelled-sample = بقيت العيّنة الأخيرة كما كانت.
web-job-cancelled-copy = لا نسخة. والأصل على حاله.
web-job-cancelled-export = لم يُسلَّم شيء. وما صُنع من ملفات يُحذف من تلقاء نفسه.
phase-reading = قراءة
phase-planning = تُقرأ الصفوف وتُقارن بالسجل
phase-writing = تُكتب الصفوف
phase-preparing = تُهيَّأ القيم للمقارنة
phase-learning = يُتعلَّم كيف تختلف سجلات الشخص الواحد
phase-blocking = تُختار الأزواج التي تُقارن
phase-comparing = تُقارن السجلات بعضها ببعض
phase-clustering = تُكوَّن المجموعات
phase-drawing = تُسحب التجميعات
phase-looking = يُبحث عن سجلات موجودة من قبل
phase-copying = نسخ
phase-checking = تُفحص القيود
phase-files = ملفات الأدلة
phase-pages = صفحات الملف
phase-finishing = إنهاء

web-import-by = اقرأ أعمدته
web-import-by-fitting = بالقراءة المحفوظة التي تناسبه، وإلا فبقراءة مقترحة
web-import-by-propose = بقراءة مقترحة جديدة
web-import-by-list = بقراءة القائمة «{ $value }»
web-import-text = القراءة نصاً
web-import-text-hint = لمن يعرفها: كل مفتاح موصوف في توثيق الاستيراد. تبقى التعليقات ما لم يغيّر النموذج شيئاً.
web-import-text-wrong = لا يمكن قراءة الأعمدة بهذا النص. أصلحه هنا.
web-import-columns = اعرضها نموذجاً
web-import-rows-count =
    { $count ->
        [zero] لا صفوف
        [one] صف واحد
        [two] صفان
        [few] { $count } صفوف
        [many] { $count } صفاً
       *[other] { $count } صف
    }
web-import-saved = حُفظت قراءة القائمة «{ $value }» لجدولها القادم.
web-import-list-known = استُوردت القائمة «{ $value }» من قبل
web-import-list-new = «{ $value }» قائمة جديدة
web-import-new = الصفوف التي تأتي بجديد
web-import-missing = صفوف كانت في جداول سابقة وليست في هذا
web-import-missing-text = لا يُحذف شيء: تبقى سجلاتها كما هي.
web-import-groups = المشكلات بحسب العمود
web-import-column = العمود
web-import-problem = المشكلة
web-import-times = التكرار
web-import-first-row = أول صف
web-import-mend = الإصلاح
web-import-mend-column = قراءة العمود
web-import-change = غيّر قراءة الأعمدة
web-import-rows = نزّل الصفوف التي فيها مشكلات
web-import-rows-take = نزّل الجدول
web-import-rows-wrong =
    { $count ->
        [one] يبقى صف واحد خارجاً.
        [two] يبقى صفان خارجاً.
        [few] تبقى { $count } صفوف خارجاً.
        [many] يبقى { $count } صفاً خارجاً.
       *[other] يبقى { $count } صف خارجاً.
    }
web-import-warnings =
    { $count ->
        [one] أمر واحد يستحق النظر، ولا يبقى صف خارجاً.
        [two] أمران يستحقان النظر، ولا يبقى صف خارجاً.
        [few] { $count } أمور تستحق النظر، ولا يبقى صف خارجاً.
        [many] { $count } أمراً يستحق النظر، ولا يبقى صف خارجاً.
       *[other] { $count } أمر يستحق النظر، ولا يبقى صف خارجاً.
    }
web-import-error = خطأ
web-import-note = ملاحظة
web-import-person = الشخص
web-import-events = الوقائع
web-import-sources = المصادر
web-import-conflict = غيّره المكتب أيضاً، وتبقى قيمته
web-import-confirm-title = أيدخل هذا إلى السجل؟
web-import-confirm-hint = ما يُكتب هو المعروض هنا. فإن تغيّر ما في السجل قبل ذلك لم يُكتب شيء وعُرض عليك من جديد.
web-import-writes-nothing = كل ما في هذا الجدول موجود في السجل، ولن يُكتب شيء.
web-import-whole = المعاينة كلها
web-import-more = اعرضها كلها
web-import-next = التالي
web-import-window = { $from }–{ $to } من { $count }
web-import-persons = أشخاص جدد
web-count-conflicts = حقول غيّرها المكتب أيضاً
web-count-missing = صفوف من جداول سابقة

web-map-origin-kept = تُقرأ بالقراءة المحفوظة للقائمة «{ $value }»
web-map-origin-proposed = قراءة مقترحة: راجع كل عمود
web-map-list = اسم القائمة
web-map-list-hint = به وبرقم الصف يُعرف ما استُورد من قبل. أبقِه لكل جداول القائمة.
web-map-dates = ترتيب التاريخ
web-map-dates-shown = كما يظهر في كل عمود
web-map-dates-list = كما في القائمة كلها
web-map-dates-day-first = يوم، شهر، سنة
web-map-dates-month-first = شهر، يوم، سنة
web-map-dates-year-first = سنة، شهر، يوم
web-map-dates-hint = التاريخ الذي يُقرأ على وجهين مشكلة، ولا يُخمَّن أبداً.
web-map-dates-open = في أحد الأعمدة تواريخ مثل 05/06/2018 ولا شيء فيه يدل على اليوم. اختر الترتيب، وإلا بقيت تلك الصفوف خارجاً.
web-map-order-open = لا شيء هنا يدل أي الرقمين اليوم وأيهما الشهر.
web-map-events = عمّ يخبر كل صف
web-map-events-hint = تدخل الواقعة من الصفوف التي مُلئ فيها تاريخها أو عمود آخر من أعمدتها.
web-map-event-kind = نوع الواقعة
web-map-kind-column = يحدده عمود
web-map-event-name = اسمها داخل القراءة
web-map-event-new = واقعة أخرى
web-map-event-gone = أزل هذه الواقعة
web-map-claim-from = من يقولها
web-map-claim-new = ويقولها أيضاً
web-map-claim-nobody = مصدر غير مسمّى
web-map-tie = صلة بواقعة أخرى في الصف
web-map-tie-to = أي واقعة
web-map-gone = أزل
web-map-more = المزيد
web-map-sources = من أخبر بذلك
web-map-sources-hint = الصفوف التي تسمّي المصدر نفسه لها سجل مصدر واحد. والمصدر سرّي ما لم يُذكر أنه معلن.
web-map-source-alone = يدخل من كل صف يسمّيه وإن لم يقل شيئاً
web-map-source-new = مصدر آخر
web-map-source-new-hint = اسم قصير تختاره، مثل «العائلة». أما اسمه في السجل فيحدده عمود أو تذكره أدناه.
web-map-source-gone = أزل هذا المصدر وما يقوله
web-map-consent-of = الموافقة: { $value }
web-map-consent-purpose-new = موافقة على
web-map-consent-given-new = العمود الذي يقول نعم أو لا
web-map-columns = ما هو كل عمود
web-map-all = اعرض كل الخيارات، حتى النادر منها (ثم اضغط «اعرض النموذج من جديد»)
web-map-only-text = تُبدأ في النص وحده: الأرقام لدى منظمات أخرى (references)، والسمات التي لا يذكرها ملف المكتب لنوع الواقعة، والصلات بوقائع صفوف أخرى. ومتى وُجدت ظهرت هنا.
web-map-fills = هذا العمود هو
web-map-skip = – لا يُقرأ
web-map-order = موضعه بين أعمدة عدة
web-map-serials = الأرقام المجردة أيام كما تعدّها الجداول الإلكترونية
web-map-as = نوع القيمة
web-map-as-any = كما هي
web-map-as-text = نص
web-map-as-number = رقم
web-map-as-date = تاريخ
web-map-as-yesno = نعم أو لا
web-map-words = معاني كلماته
web-map-words-open =
    { $count ->
        [one] كلمة واحدة غير مفهومة
        [two] كلمتان غير مفهومتين
        [few] { $count } كلمات غير مفهومة
        [many] { $count } كلمة غير مفهومة
       *[other] { $count } كلمة غير مفهومة
    }
web-map-words-hint = كلمات لا يعرفها المكتب. تبقى صفوفها خارجاً إلى أن يُختار معناها، أما المكان والجهة فيُحفظان كما كُتبا.
web-map-words-typed = اكتب الاسم كما هو في قوائم المكتب، أو - لما لا يقول شيئاً.
web-map-words-more = في العمود كلمات مختلفة أكثر من المعروض، ويمكن ذكرها كلها في النص.
web-map-word-open = – لم يُحدَّد
web-map-word-nothing = لا تقول شيئاً
web-map-use-more = استعمل هذا العمود لأمر آخر أيضاً
web-map-filled = مملوء في { $filled } من { $rows }
web-map-why-header = يدل عليه عنوانه
web-map-why-event = يسمّي عنوانه واقعة
web-map-why-own = حقل خاص بالمكتب
web-map-why-values = تدل عليه قيمه
web-map-why-nothing = غير مفهوم
web-map-fixed = ما هو واحد في كل الصفوف
web-map-fixed-hint = ما لا يقوله عمود ويصح في الجدول كله، وما يصح حيث تكون الخلية فارغة.
web-map-fixed-new = شيء آخر
web-map-fixed-value = القيمة
web-map-fixed-none = – لم يُحدَّد
web-map-file = كيف يُقرأ الملف
web-map-sheet = ورقة المصنف
web-map-header-row = صف العناوين
web-map-header-rows = عدد صفوف العناوين
web-map-encoding = الترميز
web-map-delimiter = الفاصل
web-map-found = يُعرف تلقائياً
web-map-tab = جدولة
web-map-merged = الخلايا المدمجة
web-map-refuse = تبقى صفوفها خارجاً
web-map-merged-fill = تصح القيمة فيها كلها
web-map-short-rows = الصفوف الناقصة
web-map-short-empty = ما نقص منها فارغ
web-map-person-list = الأشخاص من قائمة أخرى
web-map-person-list-hint = اسمها، إذا كانت الصفوف عن أشخاص استُوردوا من قبل.
web-map-synthetic-all = كل ما فيه مختلق (للتدريب)
web-map-exported = كتب سجلّ هذا الجدول
web-map-read = اعرض النموذج من جديد
web-map-save = احفظ القراءة للجدول القادم
web-map-row = الصف
web-map-person = الشخص
web-map-name = صيغة أخرى للاسم
web-map-source = المصدر «{ $value }»
web-map-event = الواقعة: { $value }
web-map-claim = { $event }: ما يقوله «{ $source }»
web-map-reference = الرقم لدى { $value }
web-map-consent = الموافقة { $number }: { $part }
web-map-body = الجهة { $number }: { $part }
web-map-other = شخص آخر { $number }: { $part }
web-map-related-row = واقعة في صف آخر
web-map-id = رقم الصف في القائمة
web-map-ignore = معروف ولا يؤخذ
web-map-synthetic = يقول إن الصف مختلق
web-map-side-year = السنة
web-map-side-month = الشهر
web-map-side-day = اليوم
web-map-side-words = كلام المصدر
web-map-person-id = الرقم في القائمة الأخرى
web-map-person-present = يقول إن في الصف شخصاً
web-map-person-full = الاسم الكامل
web-map-person-given = الاسم
web-map-person-father = اسم الأب
web-map-person-grandfather = اسم الجد
web-map-person-family = الكنية
web-map-person-mother = اسم الأم
web-map-person-nickname = اللقب
web-map-person-sex = الجنس
web-map-person-birth = تاريخ الولادة
web-map-person-origin = المنشأ (الأضيق أولاً)
web-map-person-residence = مكان الإقامة (الأضيق أولاً)
web-map-person-occupation = المهنة
web-map-person-flags = علامات الحماية
web-map-person-notes = ملاحظات
web-map-service-kind = الخدمة
web-map-service-rank = الرتبة
web-map-service-unit = الوحدة
web-map-source-name = الاسم
web-map-source-kind = نوع المصدر
web-map-source-relation = صلته بالضحية
web-map-source-reach = كيف يُتواصل معه
web-map-source-open = يجوز ذكر اسمه
web-map-source-benefit = أجر أو منفعة
web-map-source-notes = ملاحظات
web-map-source-id = رقم المصدر
web-map-source-synthetic = يقول إنه مختلق
web-map-consent-purpose = الغرض
web-map-consent-given = نعم أو لا
web-map-consent-recipient = مع من
web-map-consent-explained-by = من شرحها
web-map-consent-when = متى
web-map-consent-language = اللغة
web-map-consent-lapses = تنتهي في
web-map-consent-withdrawn = سُحبت في
web-map-event-when = متى
web-map-event-place = أين (الأضيق أولاً)
web-map-event-facility = المنشأة
web-map-event-notes = ملاحظات
web-map-event-role = دور شخص الصف
web-map-event-verification = ما خلص إليه المكتب
web-map-event-verified-by = من خلص إليه
web-map-event-verified-why = السبب
web-map-event-if = يحدد وجودها في الصف
web-map-body-name = الاسم
web-map-body-alleged = مزعومة
web-map-body-degree = درجة المشاركة
web-map-other-id = رقمه في القائمة
web-map-other-role = دوره
web-map-claim-basis = كيف عرف المصدر
web-map-claim-learned = متى علم المكتب
web-map-claim-reliability = درجة الثقة
web-map-claim-words = كلام المصدر
web-map-claim-when = متى، بحسب المصدر
web-map-claim-place = أين، بحسب المصدر
web-map-claim-facility = المنشأة، بحسب المصدر
web-map-claim-body = الجهة، بحسب المصدر
web-map-claim-id = رقم القول
web-map-claim-if = يحدد أن المصدر يقول ذلك
