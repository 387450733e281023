# تدوين السجلات وسحبها، والأقارب، والمصادر.
office-which-person = لم يُحدَّد الشخص المقصود.
    .hint = اكتب الاسم وابحث واختر من القائمة، أو اختر تدوين شخص جديد.
office-which-source = لم يُحدَّد المصدر المقصود.
    .hint = اكتب الاسم وابحث واختر من القائمة، أو اختر تدوين مصدر جديد.
office-record-withdrawn = سُحب هذا السجل، أو سجل يستند إليه، لأنه أُدخل خطأً.
    .hint = أعده أولاً، أو أخرجه من هنا.
office-still-named =
    { $count ->
        [one] ما زال سجل واحد معتبر يذكر هذا السجل.
        [two] ما زال سجلان معتبران يذكران هذا السجل.
        [few] ما زالت { $count } سجلات معتبرة تذكر هذا السجل.
        [many] ما زال { $count } سجلاً معتبراً يذكر هذا السجل.
       *[other] ما زال { $count } سجل معتبر يذكر هذا السجل.
    }
    .hint = عدّل تلك السجلات أو اسحبها أولاً.
office-number-unreadable = «{ $text }» ليس عدداً صحيحاً.
    .hint = اكتب أرقاماً فقط، مثل 12 أو ١٢.

# صفوف الاستمارة
web-group-person = المعنيّون بالواقعة
web-group-body = الجهة الضالعة
web-group-related = صلتها بوقائع أخرى
web-group-source = المصدر
web-another-name = اسم آخر أو إملاء آخر
web-another-identifier = رقم آخر
web-another-person = شخص آخر
web-another-body = جهة أخرى
web-another-claim = رواية مصدر آخر
web-another-related = ربط بواقعة أخرى
web-row-remove = إخراج هذا الصف
web-field-person = الشخص
web-field-related = الواقعة
web-field-event-relation = هذه الواقعة
web-event-elsewhere = واقعة أخرى
web-field-claim-place = المكان بحسب هذا المصدر
web-field-claim-facility = المنشأة بحسب هذا المصدر
web-field-claim-body = الجهة بحسب هذا المصدر
web-field-as-told = { $value } بحسب هذا المصدر
web-field-new-source-kind = نوع المصدر الجديد
web-field-open = يجوز ذكره لكل قارئ (المنشورات)
web-field-open-hint = المصدر سرّي ما لم يُؤشَّر هنا.
web-field-benefit-hint = «لا شيء»، أو ما أُعطي وسببه.
web-pick-find = اسم أو مكان أو رقم
web-pick-which = أيّهم؟
web-pick-chosen = { $value }: المقصود
web-pick-new-person = جديد: تدوين «{ $value }» شخصاً
web-pick-new-source = جديد: تدوين «{ $value }» مصدراً
web-edit-source = تحرير المصدر
web-edit-event-of = تحرير الواقعة: { $value }
web-side-by-side = أقوال المصادر جنباً إلى جنب
web-the-office = ما خلص إليه المكتب
web-differs = مختلف
web-change = تعديل
web-contacts-source = المتابعات مع المصدر
web-consent-change = إضافة موافقة أو سحبها
web-consent-lapses = تنقضي
web-consent-explained-by = شرحها
web-edit-relative = صلة القرابة
web-relative-change-of = تعديل صلة { $value }

# السحب والإعادة
web-withdraw = سجل أُدخل خطأً
web-withdraw-this = أُدخل خطأً؟
web-withdraw-text = ما يُسحب لا يُمحى: يبقى محفوظاً مع السبب ولا يُعتدّ به، فلا يظهر في قائمة ولا رقم ولا ربط إلى أن يعيده أحد.
web-withdraw-why = وجه الخطأ
web-withdraw-why-hint = مثلاً: دُوِّن الشخص نفسه مرتين، أو يعود الصف إلى حالة أخرى.
web-withdraw-do = سحب
web-withdraw-together = يُسحب معه
web-withdraw-named = ما زال يُذكر في
web-withdraw-named-text = أخرج السجل من هذه السجلات أو اسحبها أولاً.
web-withdrawn = سجل مسحوب لا يُعتدّ به.
web-withdrawn-why = أُدخل خطأً:
web-withdrawn-here = أُدخلت خطأً
web-restore = إعادة
web-restore-text = يعود معتبراً مع ما سُحب معه.
web-history-with = مع

# انتهت الجلسة أثناء الكتابة
web-held = خرجتَ من الجلسة، وما كتبته هنا
web-held-text = لم يُحفظ شيء، ولا يضيع شيء ما بقيت هذه الصفحة مفتوحة. ما كتبته ليس في مكان آخر.
web-held-sign-in = الدخول في نافذة أخرى
web-held-send = إرساله مرة أخرى
web-held-first = أولاً:
web-held-then = ثم:
web-held-typed = ما كتبته
web-draft-ended = انتهت الجلسة، فلم تعد هذه الاستمارة تُحفظ مسودةً. احفظ، فيُطلب منك الدخول من غير أن يضيع شيء.
web-keyboard-new = واقعة جديدة للشخص المعروض
web-row-person = المعنيّ { $count }
web-row-body = الجهة { $count }
web-row-claim = رواية المصدر { $count }
web-row-related = الصلة { $count }
web-claim-more = ما يقوله هذا المصدر غير ذلك: المكان والجهة والملابسات
web-source-unnamed = مصدر غير مسمّى

# مفردات المكتب وحقوله الخاصة
office-id-unreadable = لا يصلح «{ $text }» معرّفاً في السجلات.
    .hint = أحرف لاتينية صغيرة وأرقام وعلامة -، يبدؤها حرف، مثل told-by-neighbour.
web-term-add = إضافة مفردة
web-term-ar = بالعربية
web-term-en = بالإنكليزية
web-term-kind = النوع
web-term-id = المعرّف في السجلات
web-term-id-hint = أحرف لاتينية صغيرة وأرقام وعلامة -. إن تُرك فارغاً صيغ من الإنكليزية، ولا يتغيّر بعد ذلك.
web-also-hint = صور أخرى للكتابة تفصل بينها فواصل، وتُعرف عند الكتابة والاستيراد.
web-term-retire = إيقاف
web-term-take-up = استئناف
web-term-rename = حفظ التسميتين
web-change-of = تعديل { $value }
web-term-change-text = يبقى المعرّف كما هو، فتبقى السجلات على ما قالته وتُقرأ بالتسمية الجديدة. وما أُوقف يُقرأ حيث ورد ولا يُعرض للاختيار بعد ذلك. ويحفظ السجلّ سبب التغيير.
web-word-changes = آخر التغييرات
web-field-retired = متروك
web-fields = الحقول الخاصة
web-fields-text = ما يحفظه هذا المكتب فوق السجلات المشتركة، ومن يجوز له أن يراه، ولماذا يلزم. وتتبعه الاستمارات والاستيراد والتصدير والدراسات.
web-field-add = إضافة حقل خاص
web-field-of = في أي سجلات
web-field-holds = يحوي
web-field-terms = مفردات
web-field-class = من يراه
web-field-reason = لماذا يلزم
web-field-reason-hint = لازم ما لم يكن للجميع أن يروه.
web-record-person = الأشخاص
web-record-event = الوقائع
web-record-source = المصادر
web-holds-text = نصاً
web-holds-date = تاريخاً
web-holds-number = عدداً صحيحاً
web-holds-yesno = نعم أو لا
web-holds-term = مفردة
web-class-public = عام: يجوز نشره
web-class-internal = داخلي: لكل من يقرأ الحالات
web-class-identifying = كاشف للهوية: لمن يجوز له أن يعرف من هو الشخص
web-class-contact = للاتصال: لمن يجوز له أن يصل إلى الناس
web-class-medical = طبي: لمن يجوز له أن يعرف الصحة والإصابات
web-withdraw-link = قرار مراجع بأن سجلين هما واحد
web-edit-evidence = ما يقال عن الملف
web-field-file-name = اسم الملف
web-file-class-hint = من لا يجوز له أن يرى ما فيه لا يعلم بوجوده.
web-history-class = من يراه
