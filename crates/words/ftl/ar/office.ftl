# مشكلات أعمال المكتب.
office-not-here = لا يوجد مكتب في «{ $folder }».
    .hint = حدّد مجلده بالخيار ‎--office أو أنشئ مكتباً بالأمر `sijill init`.
office-settings = تعذّرت قراءة إعدادات المكتب: { $reason }
    .hint = صحّح الملف أو استرد نسخة احتياطية.
office-newer = كُتب المكتب بإصدار أحدث من «سجل» (الصيغة { $format }).
    .hint = حدّث البرنامج.
office-io = رفض القرص «{ $path }»: { $reason }
    .hint = تحقّق من المساحة الحرة ومن الأذونات. لم يضع شيء مما أُكّد حفظه.
office-folder-not-empty = المجلد «{ $folder }» ليس فارغاً.
    .hint = حدّد مجلداً جديداً أو فارغاً.
office-text-not-utf8 = الملف ليس نصاً بترميز UTF-8.
    .hint = احفظه من جديد بترميز UTF-8.
office-not-permitted = لا يحق للمستخدم «{ $user }» القيام بهذا ({ $permission }).
    .hint = يحق ذلك لهذه الأدوار: { $roles }. يمنح المشرف الأدوار بالأمر `sijill user roles`.
office-no-such-record = لا يوجد سجل بالمعرّف «{ $id }».
    .hint = ابحث عن المعرّف بالأمر `sijill search`.
office-no-such-study = لا توجد دراسة باسم «{ $study }».
    .hint = يعرض `sijill study list` دراسات هذا المكتب.
office-study-exists = توجد دراسة باسم «{ $study }» من قبل.
    .hint = اختر اسماً آخر للدراسة الجديدة.
office-study-untitled = ليس للدراسة عنوان.
    .hint = اكتب عنواناً بالعربية أو بالإنكليزية، ويمكن تغييره لاحقاً.
office-user-exists = المستخدم «{ $user }» موجود من قبل.
    .hint = اختر اسماً آخر؛ لا يُعطى الاسم مرتين كي يبقى السجل واضحاً.
office-user-name = لا يصلح «{ $user }» اسماً لمستخدم.
    .hint = استخدم من حرف إلى 64 حرفاً من دون فراغات.
office-user-unknown = لا يوجد مستخدم باسم «{ $user }».
    .hint = يعرض `sijill user list` المستخدمين.
office-last-administrator = «{ $user }» هو آخر مشرف.
    .hint = عيّن مشرفاً آخر أولاً.
office-mapping-missing =
    { $found ->
        [0] لا يوجد في المكتب ملف مطابقة يناسب «{ $file }».
       *[other] يوجد في المكتب أكثر من ملف مطابقة يناسب «{ $file }».
    }
    .hint = حدّد ملفاً بالخيار ‎--mapping؛ ويكتب الخيار ‎--propose أول ملف.
office-rows-wrong =
    { $rows ->
        [zero] لا صفوف في «{ $file }» يتعذّر استيرادها.
        [one] صف واحد في «{ $file }» لا يمكن استيراده كما هو.
        [two] صفان في «{ $file }» لا يمكن استيرادهما كما هما.
        [few] { $rows } صفوف في «{ $file }» لا يمكن استيرادها كما هي.
        [many] { $rows } صفاً في «{ $file }» لا يمكن استيرادها كما هي.
       *[other] { $rows } صف في «{ $file }» لا يمكن استيرادها كما هي.
    }
    .hint = صحّح الجدول أو ملف المطابقة وأعد الاستيراد، أو استورد الصفوف الأخرى بالخيار ‎--skip-bad-rows. لم يتغيّر شيء.
office-backup-unreadable = «{ $file }» ليس نسخة احتياطية لمكتب، أو أنه تالف.
    .hint = استخدم نسخة أخرى؛ ويبيّن `sijill verify` في المكتب المسترد هل هو سليم.
office-references-circular = سجلات من القائمة «{ $list }» يحيل بعضها إلى بعض في حلقة.
    .hint = راجع `related` في ملف المطابقة. لم يتغيّر شيء.

# مشكلات سطر الأوامر.
cli-user-missing = للمكتب أكثر من مستخدم؛ بيّن من أنت.
    .hint = استخدم الخيار ‎--user أو المتغير SIJILL_USER. المستخدمون: { $users }
cli-passphrase-unreadable = تعذّرت قراءة عبارة المرور: { $reason }
    .hint = تحقّق من الملف أو الواصف.
cli-passphrase-missing = يطلب هذا المكتب عبارة مرور، ولا طرفية لإدخالها.
    .hint = استخدم ‎--passphrase-file أو ‎--passphrase-fd.
cli-passphrase-short =
    { $length ->
        [zero] عبارة المرور فارغة؛ يلزمها { $shortest } حرفاً.
        [one] في عبارة المرور حرف واحد؛ يلزمها { $shortest } حرفاً.
        [two] في عبارة المرور حرفان؛ يلزمها { $shortest } حرفاً.
        [few] في عبارة المرور { $length } أحرف؛ يلزمها { $shortest } حرفاً.
        [many] في عبارة المرور { $length } حرفاً؛ يلزمها { $shortest } حرفاً.
       *[other] في عبارة المرور { $length } حرف؛ يلزمها { $shortest } حرفاً.
    }
    .hint = خمس كلمات لا صلة بينها أو أكثر يسهل حفظها. كل الأحرف مقبولة.
cli-passphrase-differs = العبارتان مختلفتان.
    .hint = اكتب العبارة نفسها مرتين.
cli-role-unknown = «{ $role }» ليس دوراً.
    .hint = الأدوار: administrator وdocumenter وreviewer وresearcher وlawyer وreader.
cli-file-unreadable = تعذّرت قراءة الملف: { $reason }
    .hint = تحقّق من اسمه ومن الأذونات.
cli-file-unwritable = تعذّرت كتابة الملف: { $reason }
    .hint = تحقّق من المجلد ومن الأذونات والمساحة الحرة.
cli-day-unreadable = «{ $text }» ليس يوماً.
    .hint = اكتبه بالشكل YYYY-MM-DD.
cli-cell-unreadable = «{ $text }» لا يدل على خانة.
    .hint = اكتبها بالشكل COLUMN=VALUE، مثل period=before-decree.
cli-report-ending = لا تُعرف صيغة الوثيقة من اسمها.
    .hint = اجعل الاسم ينتهي بـ ‎.html أو ‎.pdf.
cli-doctor-mend =
    { $count ->
        [zero] لا شيء يلزم إصلاحه.
        [one] يلزم إصلاح شيء واحد.
        [two] يلزم إصلاح شيئين.
        [few] يلزم إصلاح { $count } أشياء.
        [many] يلزم إصلاح { $count } شيئاً.
       *[other] يلزم إصلاح { $count } شيء.
    }
    .hint = أصلحه وشغّل `sijill doctor` من جديد.

# ما تقوله الأوامر.
problem-error = خطأ:
problem-warning = ملاحظة:
problem-hint = إرشاد:
office-is-example = هذا مكتب مثال: تسع حالات منشورة، وكل من عداها مُختلَق.
ask-passphrase = عبارة المرور:
ask-new-passphrase = عبارة مرور جديدة (15 حرفاً فأكثر):
ask-passphrase-again = مرة أخرى:
init-done = المكتب في «{ $folder }». المستخدم الأول: { $user }، وله جميع الأدوار.
recovery-key-print = اطبع مفتاح الاسترداد هذا واحفظه بعيداً عن الحاسوب. لا يُعرض إلا الآن، وهو يفتح المكتب إذا ضاعت عبارة المرور:
search-column-name = الاسم
search-column-place = المكان
search-column-id = المعرّف
search-nothing = لم يُعثر على أحد.
search-synthetic = * مُختلَق
search-name-unknown = (الاسم غير معروف)
study-begun = بدأت الدراسة «{ $study }»، وملفها studies/{ $study }/study.toml في مجلد المكتب.
study-counting = يُحسب
report-writing = يُكتب التقرير
restore-working = يُسترد المكتب
check-more =
    { $count ->
        [zero] ولا غيرها
        [one] وسجل آخر
        [two] وسجلان آخران
        [few] و{ $count } سجلات أخرى
        [many] و{ $count } سجلاً آخر
       *[other] و{ $count } سجل آخر
    }
show-column-what = البند
show-column-value = القيمة
show-id = المعرّف
show-recorded = وقت التسجيل
show-name = الاسم
show-mother = الأم
show-nickname = اللقب
show-sex = الجنس
show-birth = الميلاد
show-identifier = الرقم
show-origin = من
show-residence = محل الإقامة
show-occupation = المهنة
show-service = الخدمة
show-flag = تنبيه حماية
show-own = حقل خاص
show-notes = ملاحظات
show-synthetic = مُختلَق
show-yes = نعم
show-listed = من القائمة
show-event = واقعة
show-claim = إفادة
show-learned = عُلم في { $date }
history-column-revision = المراجعة
history-column-position = الموضع
history-column-at = وقت التسجيل
history-column-who = من
history-column-why = السبب
history-column-changed = ما تغيّر
study-column-id = المعرّف
study-column-title = العنوان
figure-figure = الرقم
figure-sure = مؤكد
figure-possible = محتمل
figure-total = المجموع
figure-unknown = غير معروف
figure-parts = { $sure } (+{ $possible } محتمل)
check-nothing = لم يظهر أي تناقض.
check-column-what = البند
check-column-place = الموضع
check-column-expected = ما قيل
check-column-found = ما وُجد
check-column-records = السجلات
open-column-id = المعدود
open-column-what = البند
open-column-when = متى
open-column-how = السجل أو المصدر
report-written = كُتب: { $file }
frame-written = كُتب: { $file }
export-written = كُتب: { $file }، ومعه ملف المطابقة { $mapping }
law-column-id = المعرّف
law-column-title = النص القانوني
law-column-issued = الصدور
law-column-text = النص
law-text-not-held = غير محفوظ
law-text-recorded = كما سُجّل
law-column-person = الشخص
law-column-outcome = النتيجة
law-column-missing = الوقائع الناقصة
law-column-why = السبب
law-as-recorded = بحسب النص كما سُجّل؛ ولا حكم في الإدانة.
law-sets-separator = {" "}— أو —{" "}
law-told-issued = الصدور: { $value }
law-told-no-text = { $value }النص غير محفوظ: كل اختبار عليه تتعذّر معرفة نتيجته.
law-told-article = المادة { $value }
law-told-reading = قراءة { $value }
law-told-assumption = افتراض { $value }
law-told-source = المصدر: { $value }
user-column-name = الاسم
user-column-display = يُعرض باسم
user-column-roles = الأدوار
user-column-state = الحالة
user-active = فعّال
user-disabled = منتهٍ
key-column-slot = المفتاح
key-column-kind = النوع
key-kind-passphrase = عبارة مرور
key-kind-recovery = مفتاح استرداد
verify-column-what = البند
verify-column-value = القيمة
verify-entries = قيود السجل
verify-files = ملفات الأدلة
verify-root = بصمة الجذر
verify-whole = السجل وجميع الملفات سليمة.
backup-written = كُتبت النسخة الاحتياطية: { $file }، حتى الموضع { $position } من السجل.
restore-done = تم الاسترداد إلى «{ $folder }» حتى الموضع { $position } من السجل. شغّل الآن `sijill verify`.
doctor-column-state = الحالة
doctor-column-what = البند
doctor-column-found = ما وُجد
doctor-good = سليم
doctor-mend = يلزم إصلاحه
doctor-recovery-key = مفتاح استرداد يفتح المكتب إذا ضاعت عبارة المرور
doctor-key-slots = عدد المفاتيح التي تفتح المكتب
doctor-database = أين يُحفظ السجل
doctor-log = قيود السجل
doctor-instruments = النصوص القانونية، مع اختباراتها
doctor-studies = الدراسات
doctor-frame = الجداول التي تُحسب منها الدراسات
doctor-folder = لا يدخل المجلد إلا صاحبه
doctor-recovery-key-mend = أنشئ مفتاح استرداد بالأمر `sijill key change recovery` واطبعه.
doctor-key-slots-mend = أضف طريقة ثانية لفتح المكتب: `sijill key add NAME`.
doctor-log-mend = شغّل `sijill verify`. اترك المجلد كما هو واسترد آخر نسخة احتياطية إلى مجلد جديد.
doctor-instruments-mend = صحّح الملف المسمّى أعلاه في `law/`.
doctor-studies-mend = صحّح الملف المسمّى أعلاه في `studies/`.
doctor-frame-mend = شغّل `sijill verify`: تعذّرت قراءة سجل.
doctor-folder-mend = اجعل دخول المجلد لصاحبه وحده (في لينكس: chmod 700).
import-annotated = نسخة عليها الملاحظات: { $file }
import-done = تم الاستيراد؛ السجل عند الموضع { $position }.
import-column-what = البند
import-column-count = العدد
import-column-row = الصف
import-column-column = العمود
import-column-field = الحقل
import-column-old = كان
import-column-new = صار
import-column-gravity = النوع
import-column-problem = المشكلة
import-column-hint = الإرشاد
import-rows = صفوف الجدول
import-rows-taken = صفوف تدخل
import-rows-left-out = صفوف تبقى خارجاً
import-persons-added = أشخاص جدد
import-events-added = وقائع جديدة
import-sources-added = مصادر جديدة
import-updated = سجلات تتغيّر
import-unchanged = سجلات تبقى كما هي
import-conflicts = حقول غيّرتها القائمة والمكتب معاً
import-missing = صفوف كانت في جداول سابقة
demo-building = يُبنى المكتب المثال في «{ $folder }».
demo-already = المكتب المثال موجود في «{ $folder }»؛ يُستخدم كما هو.
demo-sheet =
    { $rows ->
        [zero] أُدخل { $file }: لا صفوف.
        [one] أُدخل { $file }: صف واحد.
        [two] أُدخل { $file }: صفان.
        [few] أُدخل { $file }: { $rows } صفوف.
        [many] أُدخل { $file }: { $rows } صفاً.
       *[other] أُدخل { $file }: { $rows } صف.
    }
demo-periods = بحسب الفترة
demo-findings = ما يناقض المنشور أو يناقض نفسه
demo-reports = التقارير:
demo-next =
    بعد ذلك:
      cd { $folder }
      sijill study open defectors deaths-by-arrest period=before-decree    السجلات التي يقوم عليها رقم
      sijill search غباغب                                                   البحث عن أشخاص
      sijill law test ld-18-2018 --study defectors                         ما وعد به المرسوم كل شخص
      sijill import YOUR-SHEET.xlsx --propose                              كيف يُقرأ جدول من عندك
    ابدأ مكتبك بالأمر `sijill init DIR`.

# Accounts, editing and verification.
office-sign-in-refused = الاسم أو عبارة المرور أو الرمز غير صحيح.
    .hint = راجع الثلاثة معاً. يصلح الرمز مرة واحدة ولنصف دقيقة. إن فقدت جهازك فاستعمل أحد رموز الاسترداد.
office-sign-in-slow =
    { $seconds ->
        [one] محاولات كثيرة. أعد المحاولة بعد ثانية.
        [two] محاولات كثيرة. أعد المحاولة بعد ثانيتين.
        [few] محاولات كثيرة. أعد المحاولة بعد { $seconds } ثوانٍ.
        [many] محاولات كثيرة. أعد المحاولة بعد { $seconds } ثانية.
       *[other] محاولات كثيرة. أعد المحاولة بعد { $seconds } ثانية.
    }
    .hint = لا يُقفل حساب أحد، وإنما تُبطَّأ المحاولات.
office-activation-unknown = هذا التفعيل استُعمل أو انتهت مدته أو لم يكن أصلاً.
    .hint = اطلب من أحد المشرفين تفعيلاً جديداً.
office-passphrase-short = لا تقل عبارة المرور عن { $least } حرفاً.
    .hint = اختر خمس كلمات أو ستاً لا رابط بينها. تصلح كل الحروف والفراغات والعلامات.
office-passphrase-common = عبارة المرور هذه سهلة التخمين.
    .hint = اختر خمس كلمات أو ستاً لا رابط بينها، وليس فيها اسمك.
office-code-wrong = ليس هذا هو الرمز الذي يقابل الصورة.
    .hint = امسح الصورة بتطبيق المصادقة واكتب الأرقام الستة التي يعرضها الآن. تحقق من ساعة الجهاز.
office-record-changed = حفظ { $who } هذا السجل وأنت تكتب، فصار في المراجعة { $revision }.
    .hint = لم يضع شيء مما كتبت. انظر في الحقول المختلفة ثم احفظ من جديد.
office-field-missing = هذا الحقل لازم.
    .hint = املأه.
office-own-record = أنت من كتب هذا السجل، فلا بد أن يبتّ فيه شخص آخر.
    .hint = اطلب ذلك من مراجع غيرك.
office-reason-missing = اذكر السبب.
    .hint = لا بد للنزاع أو الرفض من سبب.
