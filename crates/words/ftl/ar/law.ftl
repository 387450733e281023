# مشكلات ملفات النصوص القانونية.
law-unreadable = الملف ليس بصيغة TOML صحيحة: { $reason }
    .hint = صحّح السطر المذكور.
law-key-missing = المفتاح «{ $key }» ناقص.
    .hint = أضفه؛ جميع المفاتيح مشروحة في docs/ar/law.md.
law-key-unknown = المفتاح «{ $key }» غير معروف في هذا الموضع.
    .hint = راجع كتابته في docs/ar/law.md أو احذفه.
law-value-unreadable = لا يمكن قراءة قيمة «{ $key }».
    .hint = يبيّن docs/ar/law.md ما يقبله هذا المفتاح.
law-fact-unknown = لا توجد واقعة باسم «{ $fact }».
    .hint = استخدم إحدى الوقائع المذكورة في docs/ar/law.md.
law-window-unknown = لا توجد مهلة معرّفة باسم «{ $window }».
    .hint = أضف [[window]] بهذا المعرّف أو صحّح الاسم.
law-article-unknown = المادة «{ $article }» مذكورة وليست مسجّلة.
    .hint = أضف [[article]] بهذا المعرّف مع ملخّص باللغتين.
law-id-unknown = لا شيء هنا يحمل المعرّف «{ $id }».
    .hint = أضف قاعدة أو استثناء بهذا المعرّف أو صحّح الاسم.
law-id-twice = المعرّف «{ $id }» مكرّر.
    .hint = أعطِ كلاً منهما معرّفاً خاصاً به.
law-rounding-missing = المهلة التي تبدأ في { $from } تنتهي في شهر ليس فيه ذلك اليوم، ولم يُحدَّد التقريب.
    .hint = أضف `rounding = "down"` (آخر يوم في الشهر) أو `rounding = "up"` (أول يوم من الشهر التالي) مع ذكر السبب في تعليق.
law-window-empty = المهلة التي تبدأ في { $from } تنتهي قبل بدايتها أو خارج التقويم.
    .hint = تحقّق من البداية والمدة والنهاية.
law-rules-conflict = القاعدتان «{ $first }» و«{ $second }» مختلفتا الأثر وقد تنطبقان معاً، ولا تتقدّم إحداهما على الأخرى.
    .hint = أضف `over` إلى القاعدة المتقدّمة، أو اجعل شروطهما لا تجتمع.
law-amendment-too-wide = يمسّ هذا التعديل المادة «{ $article }» أيضاً وهو لا يذكرها.
    .hint = اجعل لقواعد تلك المادة مهلة خاصة بها، أو اذكر المادة.
law-test-failed = الاختبار «{ $test }» يتوقع { $expected } والنتيجة { $found }.
    .hint = صحّح القاعدة أو الاختبار. لا يُختبر شيء وفق نص تفشل اختباراته.
law-instrument-unknown = لا يوجد نص قانوني باسم «{ $instrument }».
    .hint = يعرض الأمر `sijill law list` النصوص المحفوظة في هذا المكتب.
law-reading-unknown = ليس للنص «{ $instrument }» قراءة باسم «{ $id }».
    .hint = يعرض الأمر `sijill law show { $instrument }` قراءاته.
law-assumption-unknown = ليس للنص «{ $instrument }» افتراض باسم «{ $id }».
    .hint = يعرض الأمر `sijill law show { $instrument }` افتراضاته.

# النتائج. لا حكم فيها على الجرم؛ إنما هي ما يعد به النص كما سُجّل.
law-outcome-covered =
    { $assuming ->
        [yes] بحسب النص كما سُجّل، ووفق الافتراض المذكور أدناه، يشمل { $instrument } هذا الشخص.
       *[no] بحسب النص كما سُجّل، يشمل { $instrument } هذا الشخص.
    }
law-outcome-not-covered =
    { $assuming ->
        [yes] بحسب النص كما سُجّل، ووفق الافتراض المذكور أدناه، لا يشمل { $instrument } هذا الشخص.
       *[no] بحسب النص كما سُجّل، لا يشمل { $instrument } هذا الشخص.
    }
law-outcome-cannot-be-known =
    { $assuming ->
        [yes] بحسب النص كما سُجّل، ووفق الافتراض المذكور أدناه، لا يمكن معرفة ما إذا كان { $instrument } يشمل هذا الشخص.
       *[no] بحسب النص كما سُجّل، لا يمكن معرفة ما إذا كان { $instrument } يشمل هذا الشخص.
    }
law-covered = مشمول
law-not-covered = غير مشمول
law-cannot-be-known = لا يمكن معرفته

# خطوات التعليل.
law-reading = وفق القراءة: { $title }. سندها: { $authority }
law-under-assumption = افتراض لا نتيجة: { $title } ({ $assumption })
law-in-force =
    { $truth ->
        [false] لم يكن نافذاً في { $as_of }، فهو نافذ من { $day }.
        [true] نافذ من { $day }.
       *[unknown] لا يُعرف هل كان نافذاً في { $as_of }، فهو نافذ من { $day }.
    }
law-no-text = النص غير محفوظ، فلا يمكن اختبار شيء وفقه.
law-rule =
    { $truth ->
        [true] تنطبق المادة { $cite }: { $effect }.
        [false] لا تنطبق المادة { $cite } ({ $effect }).
       *[unknown] لا يُعرف هل تنطبق المادة { $cite } ({ $effect }).
    }
law-effect-full = عفو عن كامل العقوبة
law-effect-half = عفو عن نصف العقوبة
law-effect-commuted = عقوبة أخف بدلاً من عقوبة أشد
law-exclusion =
    { $truth ->
        [true] تُخرج المادة { $cite } هذا الشخص من العفو.
        [false] لا تُخرج المادة { $cite } هذا الشخص من العفو.
       *[unknown] لا يُعرف هل تُخرج المادة { $cite } هذا الشخص من العفو.
    }
law-not-engaged = { $text }
law-unless =
    { $truth ->
        [true] تحقّق الاستدراك الوارد في المادة { $cite }.
        [false] لم يتحقّق الاستدراك الوارد في المادة { $cite }.
       *[unknown] لا يُعرف هل تحقّق الاستدراك الوارد في المادة { $cite }.
    }
law-all =
    { $truth ->
        [true] تحقّق كل ما يلي:
        [false] لم يتحقّق كل ما يلي:
       *[unknown] لا يُعرف هل تحقّق كل ما يلي:
    }
law-any =
    { $truth ->
        [true] تحقّق واحد مما يلي على الأقل:
        [false] لم يتحقّق شيء مما يلي:
       *[unknown] لا يُعرف هل تحقّق شيء مما يلي:
    }
law-not =
    { $truth ->
        [true] لم يتحقّق ما يلي، وهو المطلوب:
        [false] تحقّق ما يلي، والمطلوب ألّا يتحقّق:
       *[unknown] لا يُعرف هل تحقّق ما يلي، والمطلوب ألّا يتحقّق:
    }
law-leaf-in =
    { $truth ->
        [true] نعم: { $fact } من { $terms }.
        [false] لا: { $fact } ليس شيئاً من { $terms }.
       *[unknown] غير معروف: هل { $fact } من { $terms }؟
    }
law-leaf-not-in =
    { $truth ->
        [true] نعم: { $fact } ليس شيئاً من { $terms }.
        [false] لا: { $fact } من { $terms }.
       *[unknown] غير معروف: هل { $fact } خارج { $terms }؟
    }
law-leaf-before =
    { $truth ->
        [true] نعم: { $fact } قبل { $day }.
        [false] لا: { $fact } ليس قبل { $day }.
       *[unknown] غير معروف: هل { $fact } قبل { $day }؟
    }
law-leaf-on-or-before =
    { $truth ->
        [true] نعم: { $fact } في { $day } أو قبله.
        [false] لا: { $fact } ليس في { $day } ولا قبله.
       *[unknown] غير معروف: هل { $fact } في { $day } أو قبله؟
    }
law-leaf-after =
    { $truth ->
        [true] نعم: { $fact } بعد { $day }.
        [false] لا: { $fact } ليس بعد { $day }.
       *[unknown] غير معروف: هل { $fact } بعد { $day }؟
    }
law-leaf-on-or-after =
    { $truth ->
        [true] نعم: { $fact } في { $day } أو بعده.
        [false] لا: { $fact } ليس في { $day } ولا بعده.
       *[unknown] غير معروف: هل { $fact } في { $day } أو بعده؟
    }
law-leaf-at =
    { $truth ->
        [true] نعم: { $fact } في { $day }.
        [false] لا: لم يكن الحال كذلك في { $day } ({ $fact }).
       *[unknown] غير معروف: { $fact } في { $day }.
    }
law-leaf-precludes =
    { $truth ->
        [true] { $fact } في { $day }، وهذا ينفيه.
        [false] ثبت أن الحال لم يكن كذلك في { $day }: { $fact }.
       *[unknown] { $fact } في { $day }، وهو ما ينفيه لو ثبت: غير معروف.
    }
law-leaf-within =
    { $truth ->
        [true] نعم: { $fact } ضمن المهلة.
        [false] لا: { $fact } ليس ضمن المهلة.
       *[unknown] غير معروف: هل { $fact } ضمن المهلة؟
    }
law-leaf-not-held = النص غير محفوظ: { $what }.
law-window =
    { $unsettled ->
        [all] من { $first } إلى { $last }، ولا يحسم النص هل تدخل هذه المدة في المهلة.
        [both] من { $first } إلى { $last }، ولا يحسم النص هل يدخل اليومان الأول والأخير في المهلة.
        [first] من { $first } إلى { $last }، ولا يحسم النص هل يدخل اليوم الأول في المهلة.
        [last] من { $first } إلى { $last }، ولا يحسم النص هل يدخل اليوم الأخير في المهلة.
       *[none] من { $first } إلى { $last }.
    }
law-window-kind =
    { $unsettled ->
        [all] { $kind }: من { $first } إلى { $last }، ولا يحسم النص هل تدخل هذه المدة في المهلة.
        [both] { $kind }: من { $first } إلى { $last }، ولا يحسم النص هل يدخل اليومان الأول والأخير في المهلة.
        [first] { $kind }: من { $first } إلى { $last }، ولا يحسم النص هل يدخل اليوم الأول في المهلة.
        [last] { $kind }: من { $first } إلى { $last }، ولا يحسم النص هل يدخل اليوم الأخير في المهلة.
       *[none] { $kind }: من { $first } إلى { $last }.
    }
law-window-extension =
    { $unsettled ->
        [all] مُدِّدت بموجب { $by }: من { $first } إلى { $last }، ولا يحسم النص هل تدخل هذه المدة في المهلة.
        [both] مُدِّدت بموجب { $by }: من { $first } إلى { $last }، ولا يحسم النص هل يدخل اليومان الأول والأخير في المهلة.
        [first] مُدِّدت بموجب { $by }: من { $first } إلى { $last }، ولا يحسم النص هل يدخل اليوم الأول في المهلة.
        [last] مُدِّدت بموجب { $by }: من { $first } إلى { $last }، ولا يحسم النص هل يدخل اليوم الأخير في المهلة.
       *[none] مُدِّدت بموجب { $by }: من { $first } إلى { $last }.
    }
law-kind-internal = الفرار الداخلي
law-kind-external = الفرار الخارجي

# ما ورد في الواقعة.
law-nothing-stated = لا يذكره أي سجل
law-stated = ورد: { $value } [{ $sources }]
law-stated-bare = ورد: { $value }
law-assumed = افتُرض: { $value } ({ $assumption })
law-value-term = { $value }
law-value-one-of = واحد من { $value }
law-value-occasions = في كل من: { $value }
law-value-never = لم يحدث
law-value-state-ended =
    { $truth ->
        [false] ليس كذلك، من { $from } إلى { $until }
       *[true] من { $from } إلى { $until }
    }
law-value-state-at-least =
    { $truth ->
        [false] ليس كذلك، من { $from } حتى { $until } على الأقل
       *[true] من { $from } حتى { $until } على الأقل
    }
law-value-state-open =
    { $truth ->
        [false] ليس كذلك، من { $from } ونهايته غير معروفة
       *[true] من { $from } ونهايته غير معروفة
    }
law-list-separator = {"، "}

# أسماء الوقائع كما تقع في الجمل أعلاه.
law-fact-offence-article = رقم المادة موضوع الاتهام
law-fact-offence-date = تاريخ الجرم
law-fact-offence-flight = نوع الفرار (داخلي أو خارجي)
law-fact-offence-kind = نوع الجرم
law-fact-offence-role = الدور في الجرم
law-fact-person-fugitive = التواري عن الأنظار أو الفرار من وجه العدالة
law-fact-custody = الاحتجاز
law-fact-surrender-date = تاريخ تسليم النفس
law-fact-captive-freed = تاريخ تحرير المخطوف
law-fact-captive-condition = حال تحرير المخطوف
law-fact-penalty-kind = نوع العقوبة
law-fact-injured-party = موقف المتضرر من حقه

# ما يحسم النتيجة.
law-missing-always = تُعرف النتيجة حتماً متى عُرف ما يلي: { $facts }.
law-missing-perhaps = قد يحسمها ما يلي: { $facts }.
law-missing-never = لا واقعة تخصّ هذا الشخص تحسم النتيجة، فالنص نفسه لا يحسمها.
law-original-not-held = النص الأصلي غير محفوظ
