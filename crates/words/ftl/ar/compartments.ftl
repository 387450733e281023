# الأقسام المغلقة: أجزاء من المكتب لا يرى حالاتها إلا أعضاؤها.
web-compartments = الأقسام المغلقة
web-compartments-text = أجزاء من المكتب لا يرى حالاتها إلا أعضاؤها.
web-compartments-hint = من ليس عضواً لا يرى شيئاً مما في القسم: لا في البحث، ولا في الأعداد والأرقام والروابط والتصدير، ولا بعنوان السجل. وإدارة الأعضاء لا تجعلك واحداً منهم. وكل تغيير يُقيَّد في السجل.
web-compartments-own = أنت عضو في هذه الأقسام.
web-compartments-none = لا أقسام مغلقة: يرى الجميع كل الحالات بقدر ما تسمح به أدوارهم.
web-compartments-not-yours = لست عضواً في أي قسم مغلق.
web-compartment-name-ar = الاسم بالعربية
web-compartment-name-en = الاسم بالإنكليزية
web-compartment-members = الأعضاء
web-compartment-no-members = لا أعضاء فيه: لا يرى أحد ما فيه.
web-compartment-add = أضف قسماً مغلقاً
web-compartment-save = احفظ الاسم والأعضاء
web-act-compartment = قسم مغلق: اسمه وأعضاؤه
web-compartment = قسم مغلق
web-compartment-of = القسم المغلق لهذا السجل
web-compartment-of-text = من ليس عضواً لن يرى بعد ذلك هذا السجل ولا ما يشير إليه من وقائع ومتابعات وملفات وقرارات. ويُنقل المصدر معه إذا صار كل ما رواه داخل القسم. أما ما خرج من المكتب من قبل، والجدول الذي جاء منه السجل، فيبقيان على حالهما.
web-compartment-own = أُدخل في: { $value }
web-compartment-none-own = لم يُدخل في أي قسم مغلق.
web-compartment-needs = بسبب ما يشير إليه، لا يراه إلا من هو عضو في كل هذه الأقسام: { $value }
web-compartment-where = مكان السجل
web-compartment-open = مفتوح للمكتب كله
web-compartment-new-hint = ما يشير إلى سجل في قسم مغلق يكون فيه على أي حال.
web-compartment-go = انقل السجل
web-compartment-moves = التنقلات
web-compartment-moved-into = أُدخل في { $value }
web-compartment-moved-elsewhere = أُدخل في قسم مغلق
web-compartment-moved-out = أُخرج
web-compartment-part = في المكتب أقسام مغلقة لست عضواً فيها، وحالاتها غير محسوبة هنا.
report-part-counted = لا تُحسب هنا حالات الأقسام المغلقة التي ليس مُعِدّ الأرقام عضواً فيها.
office-compartment-holds = في القسم سجلات لا يصح أن تُنقل هكذا.
    .hint = ينقلها قبل ذلك أعضاء القسم واحداً واحداً، أو ينهي القسمَ عضوٌ يدوّن ويدير معاً، فيقول أين تذهب ويوافق شخص ثانٍ. وما ينتمي أيضاً إلى قسم آخر ينقله من هو عضو في القسمين.
web-compartment-ended = انتهى
web-compartment-end = إنهاء القسم
web-compartment-end-text = لا ينتهي قسم وفيه سجلات. ينقلها أعضاؤه قبل ذلك، أو يقول عضو هنا أين تذهب كلها، ولا يتم ذلك إلا بموافقة شخص ثانٍ. ويبقى اسم القسم ونقلاته في السجل.
web-compartment-holds =
    { $count ->
        [zero] لا سجلات فيه الآن.
        [one] فيه الآن سجل واحد.
        [two] فيه الآن سجلان.
        [few] فيه الآن { $count } سجلات.
        [many] فيه الآن { $count } سجلاً.
       *[other] فيه الآن { $count } سجل.
    }
web-compartment-inside = السجلات التي فيه
web-compartment-inside-nothing = لم يبق فيه شيء
web-compartment-inside-into = تُنقل كلها إلى: { $value }
web-compartment-inside-open = تُفتح كلها للمكتب كله
web-compartment-take-up = العودة إليه
web-act-end-compartment = إنهاء قسم مغلق فارغ
web-act-open-compartment = إنهاء قسم مغلق وفتح سجلاته للمكتب كله
web-act-move-compartment = إنهاء قسم مغلق ونقل سجلاته إلى قسم آخر
