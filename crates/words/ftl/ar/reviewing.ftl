# مراجعة السجلات التي تخص الشخص نفسه، في المتصفح وفي سطر الأوامر.

web-way-links = شخص واحد؟
web-today-links = أزواج من السجلات تنتظر قراراً
web-links-title = شخص واحد أم شخصان؟
web-links-waiting = { $count ->
        [0] لا يوجد زوج ينتظر قراراً.
        [one] زوج واحد ينتظر قراراً.
        [two] زوجان ينتظران قراراً.
        [few] { $count } أزواج تنتظر قراراً.
       *[other] { $count } زوجاً تنتظر قراراً.
    }
web-links-none-run = لم تُقارن السجلات بعد. المقارنة لا تغيّر شيئاً، وإنما تقترح أزواجاً فقط.
web-links-run = مقارنة جميع السجلات
web-links-run-again = مقارنة جميع السجلات من جديد
web-links-going = تجري مقارنة السجلات. ستظهر الأزواج في هذه الصفحة عند انتهائها.
web-links-look-again = تحديث الصفحة
web-links-known = { $count ->
        [0] لم يُقارن أي سجل
        [one] قورن سجل واحد
        [two] قورن سجلان
        [few] قورنت { $count } سجلات
       *[other] قورن { $count } سجلاً
    }
web-links-persons = { $count ->
        [0] لا أحد بحسب القرارات حتى الآن
        [one] شخص واحد بحسب القرارات حتى الآن
        [two] شخصان بحسب القرارات حتى الآن
        [few] { $count } أشخاص بحسب القرارات حتى الآن
       *[other] { $count } شخصاً بحسب القرارات حتى الآن
    }
web-links-empty = صدر قرار في كل ما اقتُرح. أعد المقارنة عندما ترد سجلات جديدة.
web-links-decisions = القرارات
web-links-quality = الجودة
web-links-acts = واقعة واحدة؟
web-links-first = السجل الأول
web-links-second = السجل الثاني
web-links-probability = احتمال أن يكونا لشخص واحد:
web-links-relatives = على الأرجح قريبان لا شخص واحد.
web-links-shared = ما يتفقان فيه
web-links-conflict = ما يتعارضان فيه
web-links-nothing-shared = لا شيء ذا دلالة.
web-links-no-conflict = لا شيء.
web-links-fields = حقلاً حقلاً
web-links-fields-hint = الأوزان لوغاريتم الأرجحية للأساس 2 (فلّيغي وسنتر): كل درجة «مع» تضاعف أرجحية أنهما شخص واحد، وكل درجة «ضد» تنصّفها، ومجموعها هو الوزن الكلي.
web-links-field = الحقل
web-links-agreement = الاتفاق
web-links-weight = الوزن
web-links-start = قبل أي حقل
web-links-total = المجموع
web-links-not-weighed = لم تزن أي مقارنة هذين السجلين.
web-links-not-said = لم يُذكر
web-links-says-3 = يرجّح بقوة بالغة أنهما شخص واحد
web-links-says-2 = يرجّح بقوة أنهما شخص واحد
web-links-says-1 = يرجّح أنهما شخص واحد
web-links-says-0 = قليل الدلالة
web-links-says-m1 = يرجّح أنهما شخصان
web-links-says-m2 = يرجّح بقوة أنهما شخصان
web-links-says-m3 = يرجّح بقوة بالغة أنهما شخصان
web-links-records = السجلان
web-links-no-events = لا وقائع.
web-links-decide = القرار
web-links-why = السبب
web-links-why-hint = إذا لم يُكتب شيء دُوّنت الحقول الأكثر دلالة سبباً.
web-links-same = شخص واحد
web-links-different = شخصان مختلفان
web-links-cannot-tell = لا يمكن الجزم
web-links-relatives-do = قريبان
web-links-relation = صلة القرابة بينهما
web-links-kin-a-parent = الأول أحد والدَي الثاني
web-links-kin-b-parent = الثاني أحد والدَي الأول
web-links-kin-a-sibling = هما أخوان أو أختان، أو أخ وأخت
web-links-kin-a-spouse = هما زوجان
web-links-kin-a-relative = بينهما قرابة أخرى
web-links-skip = الزوج التالي
web-links-done = دُوّن القرار: { $value }.
web-links-undo = سحب القرار
web-links-undo-why = سبب السحب
web-links-decided-already = القرار القائم: { $value }.
web-links-withdrawn = مسحوب
web-links-no-decisions = لا قرارات بعد.
web-links-newer = الأحدث
web-links-older = الأقدم
web-links-contradicted = قرار بأنهما شخص واحد يناقض قراراً آخر، فلم يُعمل به:
web-links-keys = عند مراجعة الأزواج
web-links-key-same = شخص واحد
web-links-key-different = شخصان مختلفان
web-links-key-cannot-tell = لا يمكن الجزم
web-links-key-relatives = قريبان، بالصلة المختارة
web-links-key-why = كتابة السبب (والمفتاح Escape للخروج من الحقل)
web-links-key-skip = الزوج التالي
web-links-key-undo = سحب آخر قرار

web-acts-title = هل هي الواقعة نفسها؟
web-acts-text = قد يكون الشخص الذي رُبطت سجلاته اعتُقل مرة واحدة وترويها قائمتان. تعدّ قاعدة المكتب السجلين واقعة واحدة إذا كانا من النوع نفسه وتوافق تاريخاهما ومكاناهما. وما لا يمكن معرفته يُعدّ محتملاً.
web-acts-rule = القاعدة (profile/same-act.toml)
web-acts-rule-days = تُعدّ التواريخ الدقيقة تاريخاً واحداً إذا لم يزد الفرق بينها على هذا العدد من الأيام
web-acts-rule-span = تُعدّ التواريخ الجزئية المتداخلة تاريخاً واحداً إذا وقعت أيامها كلها ضمن هذا العدد من الأيام
web-acts-rule-apart = تُعدّ الواقعتان مختلفتين إذا زاد الفرق بين تاريخيهما على هذا العدد من الأيام
web-acts-rule-place = تختلف الواقعتان باختلاف المكان ابتداءً من هذا المستوى
web-acts-rule-once = ما يقع للشخص مرة واحدة
web-acts-rule-by-hand = ما لا يقرره إلا مراجِع
web-acts-place-any = لا أثر للمكان
web-acts-place-governorate = المحافظة
web-acts-place-district = المنطقة
web-acts-place-town = البلدة
web-acts-open = { $count ->
        [0] لا توجد وقائع تنتظر قراراً.
        [one] زوج واحد من الوقائع لا يمكن الجزم فيه.
        [two] زوجان من الوقائع لا يمكن الجزم فيهما.
        [few] { $count } أزواج من الوقائع لا يمكن الجزم فيها.
       *[other] { $count } زوجاً من الوقائع لا يمكن الجزم فيها.
    }
web-acts-settled = ما عُدّ واقعة واحدة، أو صدر فيه قرار
web-acts-kind = النوع
web-acts-dates = التاريخان
web-acts-places = المكانان
web-acts-true = متوافق
web-acts-false = غير متوافق
web-acts-unknown = لا يمكن الجزم
web-acts-counted-true = تُعدّان واقعة واحدة
web-acts-counted-false = تُعدّان واقعتين
web-acts-counted-unknown = تُعدّ واحدة مؤكدة والأخرى محتملة
web-acts-same = واقعة واحدة
web-acts-different = واقعتان
web-acts-cannot-tell = لا يمكن الجزم
web-acts-by-rule = بحسب القاعدة
web-acts-claims = { $count ->
        [0] بلا إفادات
        [one] إفادة واحدة
        [two] إفادتان
        [few] { $count } إفادات
       *[other] { $count } إفادة
    }

web-quality-title = ما مدى جودة المقترحات؟
web-quality-text = تُراجع عيّنة من جميع الأزواج التي قورنت مراجعةً عمياء: بلا أوزان ولا احتمال، ودون معرفة ما قاله مراجِع آخر. والآراء لا تربط شيئاً.
web-quality-none = لم تُسحب عيّنة بعد.
web-quality-draw = سحب عيّنة
web-quality-draw-again = سحب عيّنة جديدة
web-quality-pairs = عدد الأزواج
web-quality-both = النسبة المئوية لما يراجعه مراجِعان
web-quality-review = مراجعة الزوج التالي
web-quality-sampled = الأزواج في العيّنة
web-quality-twice = منها لمراجِعَين
web-quality-reviewed = ما روجع
web-quality-waiting = { $count ->
        [0] لا يوجد في العيّنة زوج ينتظرك.
        [one] زوج واحد من العيّنة ينتظرك.
        [two] زوجان من العيّنة ينتظرانك.
        [few] { $count } أزواج من العيّنة تنتظرك.
       *[other] { $count } زوجاً من العيّنة تنتظرك.
    }
web-quality-cannot-tell = ما لم يستطع أحد الجزم فيه
web-quality-disputed = ما اختلف فيه مراجِعان (يحسمه قرار في الزوج)
web-quality-precision = الدقة
web-quality-recall = الاستيفاء
web-quality-interval = مجال الثقة 95٪
web-quality-recall-hint = الاستيفاء محسوب من الأزواج التي جرت مقارنتها.
web-quality-agreement = اتفاق المراجِعَين
web-quality-kappa = معامل كابا لكوهين
web-quality-ac1 = معامل AC1 لغويت (يصلح حيث يكون لجميع الأزواج تقريباً جواب واحد)
web-quality-decided-twice = أزواج بتّ فيها مراجِعان
web-quality-measure = المقياس
web-quality-value = القيمة
web-quality-strata = بحسب الاحتمال
web-quality-from = ابتداءً من الاحتمال
web-quality-of-pairs = الأزواج
web-quality-same = شخص واحد
web-quality-threshold = العتبة (احتمال)
web-sample-title = زوج من العيّنة
web-sample-records = السجلان
web-sample-done = لا شيء من العيّنة ينتظرك.
web-sample-blind = انظر إلى السجلين وحدهما. ما تقوله يُدوَّن رأياً لك ولا يربط شيئاً.

web-similar-title = هل هذا الشخص مسجَّل من قبل؟
web-similar-text = لا يعطّل ذلك الحفظ أبداً، ولا تُدمج السجلات تلقائياً.
web-similar-look = البحث عن سجلات مشابهة
web-similar-none = لم يُعثر على سجل مشابه.
web-similar-preparing = يجري تجهيز البحث عن السجلات المشابهة. أعد المحاولة بعد قليل.
web-similar-already = مسجَّلون من قبل على الأرجح
web-similar-already-text = { $count ->
        [0] لا يوجد في الجدول من هو مسجَّل من قبل.
        [one] صف واحد من الجدول مسجَّل صاحبه من قبل على الأرجح. سيدخل سجلاً مستقلاً ويمكن ربطه لاحقاً.
        [two] صفان من الجدول مسجَّل صاحباهما من قبل على الأرجح. سيدخلان سجلين مستقلين ويمكن ربطهما لاحقاً.
        [few] { $count } صفوف من الجدول مسجَّل أصحابها من قبل على الأرجح. ستدخل سجلات مستقلة ويمكن ربطها لاحقاً.
       *[other] { $count } صفاً من الجدول مسجَّل أصحابها من قبل على الأرجح. ستدخل سجلات مستقلة ويمكن ربطها لاحقاً.
    }
web-similar-row = الصف
web-similar-there = في السجل

link-already = مسجَّلون من قبل على الأرجح: { $count ->
        [0] لا أحد
        [one] صف واحد
        [two] صفان
        [few] { $count } صفوف
       *[other] { $count } صفاً
    }
link-already-column-name = في الجدول
link-already-column-there = في السجل
link-already-column-id = المعرّف
link-sample-drawn = { $count ->
        [0] لم يُسحب أي زوج.
        [one] سُحب زوج واحد. راجعه بالأمر: sijill link sample --next
        [two] سُحب زوجان. راجعهما بالأمر: sijill link sample --next
        [few] سُحبت { $count } أزواج. راجعها بالأمر: sijill link sample --next
       *[other] سُحب { $count } زوجاً. راجعها بالأمر: sijill link sample --next
    }
link-sample-opinion = أبدِ رأيك بالأمر: sijill link opinion ID_A ID_B same|different|cannot-tell --why "…"
link-opinion-noted = دُوّن رأيك، وهو لا يربط شيئاً.
link-quality-reviewed = الأزواج التي روجعت
link-draws-written = كُتب { $draws } من السحوبات في { $file }، ويتراوح عدد الأشخاص فيها بين { $least } و{ $most }. استعملها بالأمر: sijill estimate { $file } --replicates draw
link-acts-open = { $count ->
        [0] لا توجد وقائع تنتظر قراراً.
        [one] زوج واحد من الوقائع لا يمكن الجزم فيه، ويُعدّ محتملاً.
        [two] زوجان من الوقائع لا يمكن الجزم فيهما، ويُعدّان محتملين.
        [few] { $count } أزواج من الوقائع لا يمكن الجزم فيها، وتُعدّ محتملة.
       *[other] { $count } زوجاً من الوقائع لا يمكن الجزم فيها، وتُعدّ محتملة.
    }
link-acts-next = يُتخذ القرار بالأمر: sijill link act EVENT_A EVENT_B same|different|cannot-tell --why "…"
link-column-person = الشخص
link-column-first-event = إحدى الواقعتين
link-column-second-event = الأخرى
link-column-counted = العدّ
link-column-rule = النوع · التاريخ · المكان
link-kind-same_event = واقعة واحدة
link-kind-different_events = واقعتان
link-kind-cannot_tell_events = لا يمكن الجزم أهي واقعة واحدة
link-kind-opinion_same = رأي: شخص واحد
link-kind-opinion_different = رأي: شخصان
link-kind-opinion_cannot_tell = رأي: لا يمكن الجزم

cli-link-sample = سحب عيّنة من جميع الأزواج التي قورنت لمراجعتها مراجعة عمياء، أو عرض الزوج التالي منها
cli-link-sample-pairs = عدد الأزواج، موزعة على مدى الاحتمالات
cli-link-sample-both = حصة الأزواج التي يراجعها مراجِعان
cli-link-sample-next = عرض الزوج التالي من نصيبك في العيّنة، بلا أوزان
cli-link-opinion = إبداء رأيك في زوج من العيّنة؛ وهو لا يربط شيئاً
cli-link-quality = عرض الدقة والاستيفاء واتفاق المراجِعين بحسب العيّنة التي روجعت
cli-link-acts = عرض وقائع الأشخاص المرتبطين التي هي واقعة واحدة بحسب قاعدة المكتب، أو قد تكون
cli-link-act = اتخاذ قرار: هل الواقعتان واقعة واحدة
cli-link-act-id = معرّف واقعة
cli-link-draws-study = الدراسة
cli-link-draws-figure = الرقم الذي يُعدّ أشخاصه
cli-link-draws-draws = عدد التجميعات المسحوبة
cli-link-draws-out = ملف الجداول
cli-link-decide-relation = مع «relatives»: صلة الأول بالثاني (parent أو child أو sibling أو spouse أو relative)
cli-link-draws-of-figure = سحب تجميعات لسجلات المكتب وعدّ أشخاص رقم بحسب قوائمهم، من أجل الأمر ‎`sijill estimate`‎
