# ما يبقى مستوراً حتى يُطلب.
web-identity = الهوية
web-identity-masked = لا يُعرض هنا من هو ولا كيف يُتواصل معه. اذكر سبب حاجتك، فتراه عشر دقائق، سجلاً واحداً في كل مرة، ويحفظ السجل اسمك والسبب.
web-reveal-why = لماذا تحتاج إلى معرفته؟
web-reveal = اعرض
web-reveal-hide = أخفِه الآن
web-revealed-until = معروض لك حتى { $value }.
web-reveals = الهويات التي عُرضت
web-act-reveal = عرض هوية مصدر
web-rule-sources = عرض هوية مصدر دوّنه شخص آخر يحتاج إلى شخص ثانٍ
web-rule-sources-hint = من دوّن المصدر يرى هويته بذكر السبب وحده.

# إتلاف ما سُحب.
web-withdrawn-named = مسحوب
web-act-expunge = إتلاف سجل مسحوب
web-expunge = إتلاف نهائي
web-expunge-text = يُتلف محتوى هذا السجل ومراجعاته السابقة كلها وما سُحب معه، ولا سبيل إلى استعادته. ويبقى في سجل الأعمال من فعل ذلك ومتى ولماذا. ويحتاج الإتلاف دائماً إلى شخص ثانٍ.
web-expunge-why = لماذا يُتلف؟
web-expunge-do = أتلِف

# مدة الحفظ.
office-keeps-short = يُحفظ من اطّلع على أي سجل { $days } يوماً على الأقل.
    .hint = اكتب عدداً أكبر، أو صفراً للحفظ بلا نهاية.
web-retention = ما يُحفظ ومدة حفظه
web-retention-text = قاعدة لكل نوع من البيانات، وكم يوجد منه، وما حان أجله. ولا تحذف قاعدةٌ سجلاً أبداً: يحين أجله، فيقرر شخصان في كل سجل على حدة.
web-retention-what = ما هو محفوظ الآن وما حان أجله
web-retention-apply = طبّق القواعد الآن
web-retention-apply-text = يحذف ما تجاوز المدة من الاطلاعات ومرات الدخول والنسخ الاحتياطية، وكل ما انتهت صلاحيته. ولا يمسّ سجلاً ولا شيئاً من سجل الأعمال، ويُدوَّن فيه كم حُذف.
web-rule-keep-looks = أيام حفظ من اطّلع على أي سجل
web-rule-keep-looks-hint = الصفر يعني بلا نهاية، وإلا فلا يقل العدد عن 365.
web-rule-keep-sign-ins = أيام حفظ مرات الدخول ومحاولاته
web-rule-keep-sign-ins-hint = الصفر يعني بلا نهاية. ولا يُحفظ لكل شخص إلا أحدثها.
web-rule-keep-withdrawn = الأيام التي يحين بعدها إتلاف السجل المسحوب
web-rule-keep-withdrawn-hint = الصفر يعني أنه لا يحين. ولا يُتلف شيء دون شخصين.
web-rule-keep-backups = أيام حفظ النسخ الاحتياطية في مجلد المكتب
web-rule-keep-backups-hint = الصفر يعني بلا نهاية. وتبقى أحدث نسخة دائماً.
retention-column-what = النوع
retention-column-keeps = مدة الحفظ
retention-column-held = الموجود
retention-column-due = حان أجله
retention-column-leaves = كيف يزول
retention-without-end = بلا نهاية
retention-hours =
    { $count ->
        [one] ساعة واحدة
        [two] ساعتان
        [few] { $count } ساعات
       *[other] { $count } ساعة
    }
retention-days =
    { $count ->
        [one] يوم واحد
        [two] يومان
        [few] { $count } أيام
        [many] { $count } يوماً
       *[other] { $count } يوم
    }
retention-applied =
    { $count ->
        [0] طُبّقت القواعد ولم يكن قد حان أجل شيء.
        [one] طُبّقت القواعد وحُذف شيء واحد.
        [two] طُبّقت القواعد وحُذف شيئان.
        [few] طُبّقت القواعد وحُذفت { $count } أشياء.
       *[other] طُبّقت القواعد وحُذف { $count } شيئاً.
    }
retention-sessions = الجلسات
retention-activations = تفعيلات تنتظر
retention-tokens = رموز البرامج
retention-forms = مسودات الاستمارات
retention-uploads = جداول وصادرات بين خطوتين
retention-looks = من اطّلع على أي سجل
retention-sign-ins = مرات الدخول ومحاولاته
retention-backups = النسخ الاحتياطية في مجلد المكتب
retention-disclosures = سجل ما خرج من المكتب
retention-reveals = الهويات التي عُرضت
retention-requests = طلبات الشخص الثاني
retention-withdrawn = السجلات المسحوبة
retention-consents = الموافقات القائمة
retention-leaves-by-itself = تلقائياً
retention-leaves-when-applied = حين تُطبَّق القواعد
retention-leaves-when-asked = يُسأل المصدر من جديد أو يُسحب السجل
retention-leaves-by-two-persons = يتلفه شخصان
retention-leaves-never = لا يزول: هو من سجل الأعمال
cli-retention = يعرض مدة حفظ كل نوع وما حان أجله؛ و ‎--apply‎ يحذف ما تقضي به القواعد
cli-retention-apply = احذف ما حان أجله خارج الحالات بعد عرضه
cli-retention-examples =
    أمثلة:
      sijill retention
      sijill retention --apply

# استمارة وصلت متأخرة.
web-held-locked = المكتب مقفل، وما كتبته هنا
web-held-again = ما كتبته هنا، فأرسله مرة أخرى
web-held-unlock = افتح المكتب وادخل في نافذة أخرى
