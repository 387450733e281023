# الأعداد مع معدودها: معرّف الرسالة هو `unit-` ثم وحدة العدّ.
unit-person =
    { $count ->
        [zero] لا أحد
        [one] شخص واحد
        [two] شخصان
        [few] { $count } أشخاص
        [many] { $count } شخصاً
       *[other] { $count } شخص
    }
unit-arrest =
    { $count ->
        [zero] لا حالات اعتقال
        [one] حالة اعتقال واحدة
        [two] حالتا اعتقال
        [few] { $count } حالات اعتقال
        [many] { $count } حالة اعتقال
       *[other] { $count } حالة اعتقال
    }
unit-death =
    { $count ->
        [zero] لا حالات وفاة
        [one] حالة وفاة واحدة
        [two] حالتا وفاة
        [few] { $count } حالات وفاة
        [many] { $count } حالة وفاة
       *[other] { $count } حالة وفاة
    }
unit-release =
    { $count ->
        [zero] لا حالات إفراج
        [one] حالة إفراج واحدة
        [two] حالتا إفراج
        [few] { $count } حالات إفراج
        [many] { $count } حالة إفراج
       *[other] { $count } حالة إفراج
    }
unit-sighting =
    { $count ->
        [zero] لا مشاهدات
        [one] مشاهدة واحدة
        [two] مشاهدتان
        [few] { $count } مشاهدات
        [many] { $count } مشاهدة
       *[other] { $count } مشاهدة
    }
unit-surrender =
    { $count ->
        [zero] لا حالات تسليم نفس
        [one] حالة تسليم نفس واحدة
        [two] حالتا تسليم نفس
        [few] { $count } حالات تسليم نفس
        [many] { $count } حالة تسليم نفس
       *[other] { $count } حالة تسليم نفس
    }
unit-report =
    { $count ->
        [zero] لا بلاغات
        [one] بلاغ واحد
        [two] بلاغان
        [few] { $count } بلاغات
        [many] { $count } بلاغاً
       *[other] { $count } بلاغ
    }
unit-event =
    { $count ->
        [zero] لا وقائع
        [one] واقعة واحدة
        [two] واقعتان
        [few] { $count } وقائع
        [many] { $count } واقعة
       *[other] { $count } واقعة
    }
unit-claim =
    { $count ->
        [zero] لا إفادات
        [one] إفادة واحدة
        [two] إفادتان
        [few] { $count } إفادات
        [many] { $count } إفادة
       *[other] { $count } إفادة
    }
unit-record =
    { $count ->
        [zero] لا سجلات
        [one] سجل واحد
        [two] سجلان
        [few] { $count } سجلات
        [many] { $count } سجلاً
       *[other] { $count } سجل
    }
unit-source =
    { $count ->
        [zero] لا مصادر
        [one] مصدر واحد
        [two] مصدران
        [few] { $count } مصادر
        [many] { $count } مصدراً
       *[other] { $count } مصدر
    }
unit-row =
    { $count ->
        [zero] لا صفوف
        [one] صف واحد
        [two] صفان
        [few] { $count } صفوف
        [many] { $count } صفاً
       *[other] { $count } صف
    }
unit-problem =
    { $count ->
        [zero] لا مشكلات
        [one] مشكلة واحدة
        [two] مشكلتان
        [few] { $count } مشكلات
        [many] { $count } مشكلة
       *[other] { $count } مشكلة
    }
