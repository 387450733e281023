# تقرير الدراسة: صفحةً ومطبوعاً.

## كلمات صغيرة
report-list-separator = { "، " }
report-and = { " و" }
report-or = أو
report-none = لا شيء
report-all = المجموع
report-unknown = غير معروف
report-sentence-end = .
report-caption-separator = { " — " }
report-figure = الرقم
report-introduction = مقدمة
report-contents = المحتويات
report-notes = الحواشي
report-note-back = العودة إلى المتن
report-skip = الانتقال إلى نص التقرير
report-table = الجدول
report-chart = الشكل

## صفحة العنوان
report-fact-period = الفترة
report-fact-known = بحسب ما كان معروفاً في
report-fact-position = الموضع في السجل
report-fact-checkpoint = بصمة السجل عند هذا الموضع
report-fact-study = بصمة ملفات الدراسة (SHA-256)
report-fact-study-id = الدراسة
report-fact-rules = قواعد التأكيد
report-known-all = كل ما دُوِّن حتى هذا الموضع
report-half-open = من { $from } إلى ما قبل { $until }
report-span = من { $first } إلى { $last }

## نظرة عامة
report-figures = الأرقام في نظرة
report-estimates = التقديرات
report-never-added = يقود كل رقم إلى الموضع الذي يبيّن كيف عُدَّ. ولا تُجمع الأعداد الموثّقة مع التقديرات أبداً.
report-parts = { $sure } (+{ $possible } محتملة)
report-possible-more =
    { $count ->
        [zero] ولا حالات محتملة غيرها
        [one] وربما حالة أخرى
        [two] وربما حالتان أخريان
        [few] وربما { $count } حالات أخرى
        [many] وربما { $count } حالة أخرى
       *[other] وربما { $count } حالة أخرى
    }

## الجداول
report-tables = الجداول
report-sure = مؤكَّد العدّ
report-possible = محتمل إضافةً إليه
report-confirmed = مثبت وفق القاعدة
report-not-said = لم يُذكر
report-suppressed = محجوب
report-suppressed-number = (محجوب)
report-suppressed-confirmed = حُجب عدد المثبَت حيث يقل هو أو الباقي عن { $below } أو يُستنتج منه عدد محجوب آخر: { $names }.
report-suppressed-note = محجوب، لأن الخانات التي يقل عددها عن { $below } لا تخرج من المكتب ولا يجوز أن تُستنتج من غيرها: { $names }.
report-withheld = الجدول «{ $figure }» محجوب كله: مجموعه أصغر من أن يخرج من المكتب.
report-entry-suppressed = المحجوب
report-limit-suppressed = حُجبت الخانات التي يقل عددها عن { $below }، وحُجبت معها خانات أخرى كي لا تُستنتج منها: عدد الخانات المحجوبة { $hidden }، وعدد المؤشرات المحجوبة { $withheld }. يُكتب مكان العدد المحجوب أنه محجوب، ولا يُكتب صفر. ولا يشمل ذلك ما قد يُستنتج من المقارنة بمنشور سابق.
report-period = الفترة
report-bounds = الحدود
report-period-unknown = التاريخ غير معروف
report-period-table = الأعداد الموثّقة بحسب الفترة
report-period-table-estimated = التقديرات بحسب الفترة
report-caption-what = وحدة العدّ: { $unit }؛ { $kind }
report-note-possible = الحالات «المحتملة» هي التي لا تحسم تواريخُها أو وقائعُها المدوَّنة أين تقع. والحالة التي قد تنتمي إلى خانتين تظهر محتملةً في كلتيهما وتُعدّ مرة واحدة في المجموع.
report-note-total = يعدّ المجموع كل سجل مرة واحدة، ولذلك قد يقلّ عن حاصل جمع الصفوف.
report-note-clock = يُعدّ كل صف بحسب تاريخ خاص به يسمّيه الملحق.
report-total-together = المجموع، وكل سجل معدود مرة واحدة:

## الأشكال
report-charts = الأشكال البيانية
report-counted-how = كيف عُدَّ هذا
report-mark = { $name }: { $count }
report-mark-in = { $title }، { $name }: { $count }
report-mark-possible = { $name }: وربما { $count } إضافةً إليه
report-mark-unconfirmed = { $name }: غير مثبت وفق القاعدة
report-bars-note = الممتلئ: مؤكَّد العدّ. المفرَّغ: محتمل إضافةً إليه.
report-periods-chart = الفترات جنباً إلى جنب
report-periods-squares = مربع لكل سجل، وكلها بمقياس واحد. الممتلئ: يقع في الفترة يقيناً. المفرَّغ: لا يحسم تاريخُه ذلك.
report-periods-bars = الأعمدة كلها بمقياس واحد. الممتلئ: يقع في الفترة يقيناً. المفرَّغ: لا يحسم تاريخُه ذلك.
report-flow-mark = من { $from } إلى { $to }: { $count }
report-flow-note = ارتفاع كل مرحلة وعرض كل شريط هو عدد الأشخاص، بمقياس واحد.
report-timeline-note = المربع يوم معروف، والشريط يمتد من أبكر يوم إلى آخر يوم يسمح به السجل. والعلامة المفرَّغة تقع على جانبي حدّ فترة. والخطوط المتقطعة حدود الفترات ويوم صدور المرسوم.
report-event-mark = { $name }، { $when } ({ $id })

## القانون
report-law = ما وعد به العفو، شخصاً شخصاً
report-law-about = يسأل الاختبار عن كل شخص: هل يشمله النص؟ ويجيب وفق النص كما هو مدوَّن والوقائع كما هي مدوَّنة: فالواقعة التي لا يذكرها أي سجل غير معروفة، ولا تُعدّ منفية أبداً. ولا يقول الاختبار شيئاً عن ذنب أحد.
report-law-reading = القراءة:
report-law-as-recorded = وفق النص كما هو مدوَّن، ومن دون أي افتراض.
report-law-assuming = وفق الافتراض الآتي، وهو ليس نتيجة: { $assumption }
report-law-count = { $outcome }: { $count }
report-law-caption = { $instrument }: النتائج وفق النص كما هو مدوَّن
report-law-caption-assuming = { $instrument }: النتائج وفق الافتراض المذكور
report-law-person = الشخص
report-law-outcome = النتيجة
report-law-reason = السبب الرئيس
report-law-missing = ما يحسمها
report-law-note = «لا يمكن معرفته» نتيجة قائمة بذاتها: فالوقائع المسمّاة في العمود الأخير غير مدوَّنة في أي سجل.
report-outcome-covered = مشمول
report-outcome-not-covered = غير مشمول
report-outcome-cannot-be-known = لا يمكن معرفته

## الحالات
report-cases = الحالات واحدة واحدة
report-cases-about = الأسماء محجوبة. والأيام مذكورة كما ذكرتها المصادر؛ وحيث لم يسمِّ المصدر غير الشهر لم يُضَف إليه يوم.
report-when-unknown = اليوم غير معروف
report-known-by = { $claims }: { $bases }

## نتائج التدقيق
report-findings = ما وجده التدقيق
report-findings-about = تقارن الدراسة أرقامها بعضها ببعض وبالنص المنشور. وتُطبع التناقضات هنا كما هي، مع السجلات التي تُظهرها.
report-findings-none = لم يجد التدقيق أي تناقض.
report-findings-caption = التناقضات
report-finding-what = ما هو
report-finding-place = أين
report-finding-records = السجلات
report-place-kind = النوع
report-place-claim = الإفادة
report-place-against = في مقابل
report-place-first = الأول
report-place-then = ثم
report-place-published = المنشور
report-place-file = الملف
report-place-line = السطر
report-place-figure = الرقم
report-place-cell = الخانة
report-place-event = الواقعة
report-place-period = الفترة
report-place-language = اللغة
report-place-field = الحقل
report-place-person = الشخص
report-place-note = الحاشية
report-place-quote = الاقتباس
report-place-against-line = مقابل السطر
report-place-against-quote = مقابل
report-and-more =
    { $count ->
        [zero] ولا سجلات أخرى
        [one] وسجل آخر
        [two] وسجلان آخران
        [few] و{ $count } سجلات أخرى
        [many] و{ $count } سجلاً آخر
       *[other] و{ $count } سجل آخر
    }

## المنهجية والحدود
report-method = كيف عُدَّت السجلات
report-method-records = تُعدّ الأرقام من سجلات مفردة في قاعدة بيانات المكتب، تُقرأ مرة واحدة عند الموضع المذكور من السجل. ويُحفظ ما قاله المصدر كما قاله، ويوضع ما يخلص إليه المكتب إلى جانبه ويشير إلى مصادره.
report-method-clocks = لكل واقعة ثلاثة تواريخ: متى وقعت، ومتى علم بها المكتب، ومتى دُوِّنت. ويسمّي كل رقم التاريخ الذي يحدد فترته. والوفاة والتبليغ بها واقعتان لكل منهما تاريخ.
report-method-parts = يبقى التاريخ ناقصاً كما رُوي. وحيث تقع حدوده على جانبي حدّ فترة تُعدّ الحالة محتملة في كل فترة قد تنتمي إليها، ولا تُعدّ مؤكدة في أي منها.
report-method-confirmation = تُطبَّق قاعدة التأكيد على السجلات كلها بالتساوي. واستعملت هذه الدراسة:
report-periods-caption = فترات الدراسة
report-periods-half-open = اليوم الأول من الفترة داخل فيها، واليوم الأخير المذكور خارج عنها.
report-sources-caption = ما تستند إليه الإفادات
report-sources-note = قد تستند الواقعة الواحدة إلى عدة إفادات.
report-basis = كيف عرف المصدر
report-claims = الإفادات
report-limitations = ما لا تقوله هذه الأرقام
report-limit-documented = العدد الموثّق هو ما وصل إلى المكتب، لا كل ما وقع: فالعدد الحقيقي مساوٍ له أو أكبر منه.
report-limit-absence = ألّا يذكر أي سجل أمراً ما لا يعني أنه لم يقع.
report-limit-unsettled =
    { $count ->
        [zero] لا يترك ما هو مدوَّن من تواريخ ووقائع جزءاً مفتوحاً في أي من الأرقام ({ $all }).
        [one] في رقم واحد من أصل { $all } جزء تتركه التواريخ أو الوقائع المدوَّنة مفتوحاً.
        [two] في رقمين من أصل { $all } جزء تتركه التواريخ أو الوقائع المدوَّنة مفتوحاً.
        [few] في { $count } أرقام من أصل { $all } جزء تتركه التواريخ أو الوقائع المدوَّنة مفتوحاً.
        [many] في { $count } رقماً من أصل { $all } جزء تتركه التواريخ أو الوقائع المدوَّنة مفتوحاً.
       *[other] في { $count } رقم من أصل { $all } جزء تتركه التواريخ أو الوقائع المدوَّنة مفتوحاً.
    }
report-limit-partial =
    { $count ->
        [zero] يوم كل واقعة مؤرَّخة في الحالات المروية هنا ({ $all }) معروف.
        [one] من أصل { $all } من الوقائع المؤرَّخة في الحالات المروية هنا، واقعة واحدة لا يُعرف يومها.
        [two] من أصل { $all } من الوقائع المؤرَّخة في الحالات المروية هنا، واقعتان لا يُعرف يومهما.
        [few] من أصل { $all } من الوقائع المؤرَّخة في الحالات المروية هنا، { $count } وقائع لا يُعرف يومها.
        [many] من أصل { $all } من الوقائع المؤرَّخة في الحالات المروية هنا، { $count } واقعة لا يُعرف يومها.
       *[other] من أصل { $all } من الوقائع المؤرَّخة في الحالات المروية هنا، { $count } واقعة لا يُعرف يومها.
    }
report-limit-findings =
    { $count ->
        [zero] لم يجد التدقيق أي تناقض؛ انظر
        [one] وجد التدقيق تناقضاً واحداً؛ انظر
        [two] وجد التدقيق تناقضين؛ انظر
        [few] وجد التدقيق { $count } تناقضات؛ انظر
        [many] وجد التدقيق { $count } تناقضاً؛ انظر
       *[other] وجد التدقيق { $count } تناقض؛ انظر
    }
report-limit-later = تغيّر المعلومات المتأخرة الفترات الماضية. وقد تختلف الأرقام عند موضع آخر من السجل، أو بحسب ما كان معروفاً في يوم آخر، من غير أن يكون أيٌّ منها خطأ.
report-exclusions-none = لم يُستبعد أي سجل من مجتمع الدراسة.
report-exclusions-caption = السجلات المستبعدة وأسباب استبعادها
report-reason = السبب
report-records = السجلات

## الملحق
report-counting = كيف عُدَّ كل رقم
report-counting-about = يستطيع كل من يملك قاعدة البيانات أن يعيد عدّ كل رقم عند هذا الموضع من السجل: فالاستعلام نفسه يعطي السجلات نفسها، ومعرّفاتها تعطي البصمة نفسها.
report-entry-definition = ما يُعدّ
report-entry-total = المجموع
report-entry-unit = الوحدة
report-entry-clock = التاريخ المعتمد
report-entry-kind = النوع
report-entry-ids = السجلات المعدودة
report-entry-hash = بصمة معرّفاتها (SHA-256)
report-entry-name = الاسم في الدراسة
report-unit-person = الأشخاص
report-unit-arrest = حالات الاعتقال
report-unit-death = حالات الوفاة
report-unit-release = حالات الإفراج
report-unit-sighting = المشاهدات في الاحتجاز
report-unit-surrender = حالات تسليم النفس
report-unit-report = البلاغات
report-unit-event = الوقائع
report-kind-documented-count = عدد موثّق
report-kind-minimum = حدّ أدنى
report-kind-range = مجال
report-kind-estimate = تقدير
report-clock-none = لا يحدده تاريخ
report-clock-happened = متى وقع: { $event }
report-clock-learned = متى علم به المكتب: { $event }
report-clock-recorded = متى دُوِّن: { $event }
report-event-arrest = الاعتقال
report-event-death = الوفاة
report-event-notice-of-death = التبليغ بالوفاة
report-event-release = الإفراج
report-event-surrender = تسليم النفس
report-event-settlement = التسوية
report-event-sighting = المشاهدة في الاحتجاز
report-event-transfer = النقل
report-event-defection = الانشقاق

## المشكلات
report-font-unreadable = تتعذر قراءة خط من الخطوط التي يحملها البرنامج.
    .hint = ملف البرنامج تالف؛ أعد تثبيته.
report-layout-failed = تعذر تنضيد التقرير: { $text }
    .hint = يرجى الإبلاغ عن هذا مع ذكر اسم الدراسة؛ وما زال بالإمكان كتابة التقرير صفحةً (HTML).
report-pdf-absent = بُني هذا البرنامج من دون PDF.
    .hint = اكتب التقرير بصيغة ‎.html، أو ابنِ البرنامج مع الميزة «pdf».
