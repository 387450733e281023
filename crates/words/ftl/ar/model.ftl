# مشكلات السجلات وملف تعريف المكتب، ومواضع المشكلات.
spot-sheet = ورقة «{ $value }»
spot-row = الصف { $value }
spot-column = عمود «{ $value }»
spot-line = السطر { $value }
spot-field = «{ $value }»
spot-record = السجل { $value }
spot-separator = {"، "}

record-unreadable = تعذّرت قراءة سجل محفوظ: { $reason }
    .hint = ربما كُتب السجل بإصدار أحدث من «سجل». حدّث البرنامج أو شغّل الأمر `sijill verify`.
profile-unreadable = تعذّرت قراءة ملف تعريف المكتب: { $reason }
    .hint = صحّح الملف عند هذا السطر؛ جميع المفاتيح مشروحة في docs/profile.md.
profile-file-missing = لا يتضمن تعريف المكتب الملف «{ $file }».
    .hint = انسخ الملف من تعريف مكتب آخر، أو أنشئ المكتب من جديد بالأمر `sijill init`.
profile-reason-missing = الحقل «{ $field }» غير علني ولا يبيّن سبب حاجة المكتب إليه.
    .hint = أضف `reason = "…"` إلى الحقل، أو استغنِ عنه.
profile-same-act-days = في same-act.toml: ‏`apart` تساوي { $apart }، ويجب ألا تقل عن { $least }.
    .hint = اجعل `apart` أكبر من `days` ومن `span` أو مساوية لأكبرهما.
term-unknown = «{ $text }» ليست في القائمة «{ $vocabulary }».{ $nearest ->
        [none] {""}
       *[other] {" "}الأقرب: { $nearest }.
    }
    .hint = استخدم تسمية من القائمة، أو أضف هذه الكتابة تحت `also`، أو أضف مصطلحاً جديداً.
    .page = اختر المقصود من القائمة، أو اطلب إضافته إلى مفردات المكتب.
term-duplicate = المعرّف «{ $term }» مكرر في القائمة «{ $vocabulary }».
    .hint = أعطِ أحد المصطلحين معرّفاً آخر.
term-retired = «{ $text }» مصطلح متروك في القائمة «{ $vocabulary }» ولا يُختار للسجلات الجديدة.
    .hint = اختر المصطلح الذي حل محله.

# التواريخ الجزئية.
date-about = نحو { $date }
date-perhaps = ربما { $date }
date-perhaps-about = ربما نحو { $date }
date-between = بين { $first } و{ $last }
date-from = { $first } أو بعده
date-until = { $last } أو قبله
date-unknown = تاريخ غير معروف
