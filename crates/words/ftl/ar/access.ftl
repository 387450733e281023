# الباب والموافقات والرموز والأعمال والأدلة: صفحات ومشكلات.
office-passkey-refused = تعذّر قبول مفتاح الأمان هذا.
    .hint = استعمل مفتاحاً له رقم سري أو بصمة، على العنوان الذي يُفتح به المكتب دائماً، وأرسل الصفحة خلال دقيقتين. الحد الأعلى ثمانية مفاتيح.
office-passkey-needed = لا يعمل المشرفون في هذا المكتب إلا بعد الدخول بمفتاح أمان.
    .hint = أضف مفتاح أمان في صفحة «حسابي»، ثم اخرج وادخل به.
office-token-scope = اختر ما يُسمح به لرمز الوصول.
    .hint = الصلاحيات: { $scopes }.
office-token-days = مدة رمز الوصول من يوم واحد إلى { $most } يوماً.
    .hint = اكتب عدد الأيام.
office-tokens-many = لديك { $most } من رموز الوصول.
    .hint = ألغِ رمزاً لم يعد يُستعمل.
office-policy-wrong = سيأتي الإنذار بعد بلوغ الحد.
    .hint = اختر للإنذار عدداً أقل من الحد.
office-approval-needed = يحتاج هذا إلى شخص ثانٍ. الطلب { $id } بانتظار الجواب.
    .hint = اطلب من مشرف أو مراجع آخر أن يفتح صفحة «الطلبات». وبعد موافقته أعد الخطوة نفسها خلال يوم.
office-approval-own = لا يوافق أحد على طلبه.
    .hint = اطلب ذلك من مشرف أو مراجع آخر.
office-approval-closed = أُجيب عن هذا الطلب من قبل أو انقضت مدته.
    .hint = قدّم طلباً جديداً.
office-reads-many = فتحتَ خلال ساعة سجلات أكثر مما تجيزه قواعد المكتب.
    .hint = انتظر، أو اطلب من مشرف تغيير القواعد. يرى المشرفون إنذاراً بذلك.
office-file-kind = «{ $name }» ليس من النوع الذي يدل عليه اسمه (الموجود: { $found }).
    .hint = أعطِ الملف امتداده الصحيح، أو سلّم الأصل.
office-file-empty = الملف فارغ.
    .hint = اختر ملفاً.
web-tls-unusable = تعذّر استعمال الشهادة أو مفتاحها: { $reason }
    .hint = أعطِ ملفين بصيغة PEM: سلسلة الشهادات بالخيار ‎--tls-cert والمفتاح الخاص التابع لها بالخيار ‎--tls-key.
web-unlock-slow =
    { $seconds ->
        [zero] محاولات كثيرة. حاول من جديد الآن.
        [one] محاولات كثيرة. حاول من جديد بعد ثانية.
        [two] محاولات كثيرة. حاول من جديد بعد ثانيتين.
        [few] محاولات كثيرة. حاول من جديد بعد { $seconds } ثوانٍ.
        [many] محاولات كثيرة. حاول من جديد بعد { $seconds } ثانية.
       *[other] محاولات كثيرة. حاول من جديد بعد { $seconds } ثانية.
    }
    .hint = تُبطَّأ محاولات فتح القفل.

# مقفل، أو لم يوجد بعد
web-unlock = افتح قفل المكتب
web-unlock-text = المكتب مقفل: مفتاحه ليس في ذاكرة هذا الجهاز.
web-unlock-secret = عبارة مرور المكتب أو مفتاح استرداده
web-unlock-hint = ليست عبارة مرورك أنت؛ تُطلب هذه بعدها.
web-no-office = لا مكتب هنا بعد
web-no-office-text = يرى من شغّل البرنامج في الطرفية عنوان الصفحة التي تُنشئ المكتب. ولا يظهر العنوان في مكان آخر.
web-first-run = مكتب جديد
web-first-run-text = تُنشئ المكتب مرة واحدة. لتكن قربك طابعة، أو ورقة وقلم.
web-first-language = لغة المكتب الأولى
web-first-language-ar = العربية ثم الإنكليزية
web-first-language-en = الإنكليزية ثم العربية
web-office-name-ar = اسم المكتب بالعربية
web-office-name-en = اسم المكتب بالإنكليزية
web-profile = المفردات والأماكن
web-profile-text = يبدأ المكتب بالمفردات والاستمارات ودليل الأماكن التي تأتي مع «سجل»: الاعتقال والاختفاء والوفاة في الاحتجاز في سوريا. تبقى ملفات نصية في مجلده ويمكن تغييرها في أي وقت.
web-office-passphrase = عبارة مرور المكتب
web-office-passphrase-text = تفتح السجل المشفّر كلما بدأ البرنامج. ليست عبارة شخصية: ينبغي أن يعرفها شخصان أو ثلاثة.
web-first-user = المشرف الأول
web-first-user-text = يأخذ هذا الشخص كل الأدوار ويوزعها. وفي الصفحة التالية يضع عبارة مروره وعامله الثاني.
web-first-user-hint = كلمة واحدة كما ستظهر في السجل، كالاسم الأول مثلاً.
web-create-office = أنشئ المكتب
web-created = أُنشئ المكتب
web-recovery-key = مفتاح الاسترداد
web-recovery-key-text = اطبع هذه الصفحة أو اكتب المفتاح على ورقة، واحفظه بعيداً عن الحاسوب. يفتح المكتب إذا ضاعت عبارة المرور. لا يظهر إلا الآن، ولا يستطيع أحد أن يُظهره ثانية.
web-created-next = الخطوة التالية: دخولك أنت
web-created-next-text = يضع { $value } الآن عبارة مرور وعاملاً ثانياً.

# إثبات الهوية من جديد
web-prove = هل هذا أنت؟
web-prove-text = ما تريد فعله حسّاس. أثبت هويتك مرة أخرى، ويبقى الإثبات صالحاً عشر دقائق. لن يضيع ما كتبته.
web-prove-go = تابع
web-passkey-use = استعمل مفتاح أمان
web-passkey-new = مفتاح أمان جديد
web-passkey-text = يُدخلك مفتاح الأمان من دون عبارة مرور ولا رمز، وعلى هذا العنوان وحده: لا تنال منه شيئاً صفحةٌ تقلّد هذه في مكان آخر.
web-passkey-label = بماذا تسمّي هذا المفتاح
web-passkey-label-hint = لتعرف أي مفتاح تسحبه إن ضاع.
web-passkey-make = أضف المفتاح
web-passkey-missing = لا يستطيع هذا المتصفح استعمال مفاتيح الأمان هنا: يلزمه تشغيل البرامج النصية وعنوان آمن. وتبقى عبارة المرور والرمز صالحين.
web-passkeys = مفاتيح الأمان
web-passkeys-text = كل مفتاح يُدخلك وحده. اسحب المفتاح الضائع فوراً.
web-passkey-remove = اسحبه
web-passkey-remove-of = اسحب المفتاح { $value }
web-by-passkey = بمفتاح أمان
web-end = إنهاء
web-end-session = أنهِ هذه
web-end-session-of = أنهِ هذه: الجلسة التي بدأت { $value }
web-unfamiliar = متصفح جديد

# رموز الوصول
web-tokens = رموز وصول البرامج
web-tokens-text = يتيح رمز الوصول لبرنامج من برامجك طلب نسخ JSON من الصفحات، في حدود صلاحيات الرمز وأدوارك. لا يفتح الباب، ولا يدير المكتب، ولا يبتّ في شيء.
web-tokens-count =
    { $count ->
        [zero] لا رموز
        [one] رمز واحد
        [two] رمزان
        [few] { $count } رموز
        [many] { $count } رمزاً
       *[other] { $count } رمز
    }
web-token-once = احفظ هذا الرمز الآن؛ لا يظهر إلا مرة واحدة.
web-token-label = الغرض منه
web-token-label-hint = كاسم البرنامج مثلاً.
web-token-scopes = ما يُسمح له به
web-token-new = رمز جديد
web-token-days = عدد الأيام حتى ينتهي
web-token-make = أنشئ الرمز
web-token-revoke = ألغِه
web-token-revoke-of = ألغِ الرمز { $value }
web-made = أُنشئ
web-expires = ينتهي
web-never = لم يُستعمل
web-scope-read = قراءة السجلات
web-scope-find = البحث عن الأشخاص
web-scope-document = التدوين والاستيراد
web-scope-study = الدراسات والتقارير
web-scope-test-the-law = اختبارات القانون
web-scope-verify = فحص السجل
web-api = عناوين للبرامج
web-api-text = لكل صفحة نسخة JSON: العنوان نفسه مع ‎.json وبالصلاحية نفسها. والوصف بصيغة OpenAPI.
web-api-token = برمز وصول
web-methods = الطرائق
web-yes = نعم
web-no = لا

# طلبات الشخص الثاني
web-requests = الطلبات
web-requests-text = تحتاج المفاتيح والأدوار والقواعد والتصدير والنشر إلى شخص ثانٍ. وبعد الموافقة يعيد صاحب الطلب الخطوة خلال يوم.
web-requests-waiting =
    { $count ->
        [one] طلب واحد ينتظرك
        [two] طلبان ينتظرانك
        [few] { $count } طلبات تنتظرك
        [many] { $count } طلباً ينتظرك
       *[other] { $count } طلب ينتظرك
    }
web-asked-by = صاحب الطلب
web-answered-by = أجاب عنه
web-agreed-by = وافق { $value }
web-agree = أوافق
web-refuse = أرفض
web-do-it-now = نفّذه الآن
web-act-roles = تغيير الأدوار
web-act-add-user = إضافة شخص
web-act-invite = تفعيل جديد لشخص
web-act-add-key = إضافة مفتاح
web-act-change-key = تغيير مفتاح
web-act-revoke-key = إلغاء مفتاح
web-act-policy = تغيير القواعد
web-act-export = تصدير السجلات
web-act-release = نشر إصدار
web-act-take-backup = تنزيل نسخة احتياطية
web-request-waiting = قيد الانتظار
web-request-agreed = تمت الموافقة
web-request-refused = رُفض
web-request-done = نُفّذ
web-request-ran-out = انقضت مدته

# القواعد والاطلاع والقفل
web-rules = القواعد
web-rules-text = ما يفرضه المكتب على نفسه. وكل تغيير قيد في السجل.
web-rules-persons = الأشخاص
web-rule-two-persons = تحتاج المفاتيح والأدوار والقواعد والتصدير والنشر إلى شخص ثانٍ
web-rule-two-persons-hint = من دونها يستطيع شخص واحد أن يفعل ذلك كله وحده. إلغاؤها لمكتب فيه شخص واحد.
web-rule-passkey = لا يعمل المشرفون إلا بعد الدخول بمفتاح أمان
web-rule-passkey-hint = يحتاج كل مشرف أولاً إلى مفتاح أمان؛ ومن دونه لا يستطيع أحد إلغاء هذه القاعدة من المتصفح.
web-rule-lock = الدقائق التي يُقفل بعدها المكتب إن لم يعمل فيه أحد
web-rule-lock-hint = الصفر يعني عدم القفل. بعد القفل تلزم عبارة مرور المكتب لفتحه.
web-rule-alarm = عدد السجلات المختلفة في الساعة الذي يثير إنذاراً
web-rule-alarm-hint = لكل شخص، والصفر يعني عدم الإنذار.
web-rule-most = أقصى عدد من السجلات المختلفة يفتحه شخص في الساعة
web-rule-most-hint = الصفر يعني عدم التحديد.
web-looks = الاطلاع على السجلات
web-looks-text = من فتح أي سجل، والإنذارات بالقراءة بالجملة. ولا يُحفظ هنا ما رآه.
web-looks-last = آخر مرات الاطلاع
web-alarms = الإنذارات
web-alarm = إنذار
web-alarms-count =
    { $count ->
        [one] إنذار واحد
        [two] إنذاران
        [few] { $count } إنذارات
        [many] { $count } إنذاراً
       *[other] { $count } إنذار
    }
web-records-in-hour =
    { $count ->
        [one] سجل واحد في ساعة
        [two] سجلان في ساعة
        [few] { $count } سجلات في ساعة
        [many] { $count } سجلاً في ساعة
       *[other] { $count } سجل في ساعة
    }
web-when = متى
web-who = من
web-what = ماذا
web-lock = قفل المكتب
web-lock-text = تنتهي الجلسات كلها ويخرج المفتاح من ذاكرة الجهاز. ولفتح المكتب من جديد تُكتب عبارة مروره.
web-lock-now = اقفل الآن
web-error-many = سجلات كثيرة في ساعة
web-error-many-text = لم تُفتح هذه الصفحة.

# المفاتيح والنسخ الاحتياطية
web-key-new = عبارة مرور جديدة للمكتب
web-key-name = اسم الخانة
web-key-name-hint = لمن هذه العبارة، كي تُلغى وحدها عند الحاجة.
web-key-add = أضف
web-key-change = غيّر عبارة مرور { $value }
web-key-renew = مفتاح استرداد جديد
web-key-revoke = ألغِه
web-key-revoke-of = ألغِ { $value }
web-backups = النسخ الاحتياطية
web-backups-text = ملف مشفّر واحد فيه السجل والملفات والمفاتيح المغلّفة.
web-backup-make = أنشئ نسخة احتياطية
web-backup-made = أُنشئت النسخة { $value }.
web-backup-secret-hint = تُختم به النسخة ولا يُحفظ في أي مكان. وبه نفسه تُفتح النسخة لاحقاً.
web-backup-why = إلى أين تذهب ولماذا
web-backup-restore = تُستردّ النسخة على جهاز المكتب: ⁦sijill restore --help⁩.
web-bytes =
    { $count ->
        [zero] لا شيء
        [one] بايت واحد
        [two] بايتان
        [few] { $count } بايتات
        [many] { $count } بايتاً
       *[other] { $count } بايت
    }
web-download = نزّل

# ما خرج من المكتب، والتصدير، والموافقة
web-disclosures = سجل ما خرج من المكتب
web-disclosures-text = من تسلّم من خارج المكتب، وماذا، ومتى، وبأي سند. ويُقيَّد التصدير من تلقائه.
web-disclosure-new = قيّد تسليماً
web-recipient = المتسلّم
web-handed-over = ماذا
web-handed-over-day = اليوم
web-authority = السند
web-authority-hint = موافقة أو اتفاق أو أمر محكمة.
web-enter = قيّد
web-entered = قُيّد
web-export = تصدير السجلات
web-export-text = كل ما يحق لك قراءته من أشخاص ووقائع ومصادر، في جدول مع ملف مطابقته، لمكتب آخر.
web-export-made = أُعدّ التصدير وقُيّد في سجل ما خرج من المكتب. ينتظر ربع ساعة، مختوماً ولك وحدك.
web-export-sheet = نزّل الجدول (CSV)
web-export-mapping = نزّل ملف المطابقة (TOML)
web-consents-all = موافقة المصادر
web-consents-all-text = ما وافق عليه كل مصدر وما سحبه. ومن دون موافقة لا يخرج من المكتب شيء من المصدر.
web-consent-withdraw = سحب الموافقة
web-consent-withdraw-of = سحب الموافقة: { $value }
web-consent-add = أضف ما قاله المصدر
web-consent-purpose = الغرض
web-consent-said = ما قاله المصدر
web-consent-recipient = مع من يجوز مشاركته

# ملفات الأدلة
web-files-of = ملفات الأدلة
web-files-text = يُختم كل ملف كما جاء ولا يتغير أبداً. ولا يخرج إلا تنزيلاً، فيظهر ذلك في سلسلة حيازته.
web-file = الملف
web-file-hint = حتى 64 ميغابايت. وينبغي أن يكون امتداده صحيحاً.
web-file-add = أضف ملفاً
web-file-seal = اختم الملف
web-file-kind = النوع
web-file-size = الحجم
web-file-about = دليل على
web-file-take = أخرجه
web-file-take-of = أخرج { $value }
web-received-from = من سلّم الملف
web-name-withheld = الاسم محجوب
web-custody-handed-over = سلّمه
web-custody-sealed = ختمه
web-custody-taken-out = أخرجه

# سطر الأوامر
cli-serve-tls-cert = الشهادة وما فوقها (PEM): يتكلم البرنامج TLS بنفسه
cli-serve-tls-key = المفتاح الخاص للشهادة (PEM)
cli-serve-new = إنشاء مكتب جديد في المتصفح، في مجلد ‎--office
serve-locked = المكتب مقفل. افتح قفله على { $address } (ينهيه Ctrl-C)
serve-first-run = لا مكتب في «{ $folder }» بعد. أنشئه على { $address } (من لديه هذا العنوان يصبح مشرف المكتب؛ ينهيه Ctrl-C)

# The digits of a person's pages
web-digits = الأرقام
web-digits-text = يبقى اختيارك مع حسابك على أي حاسوب. ولا يغيّر شيئاً في السجلات: تُكتب التواريخ والأعداد بالشكلين دائماً، وتبقى الصفحات الإنكليزية والملفات والمعرّفات بأرقام ⁦0–9⁩.
web-digits-western = الأرقام العربية الغربية
web-digits-arabic-indic = الأرقام العربية المشرقية
web-digits-save = اكتب الأرقام هكذا
