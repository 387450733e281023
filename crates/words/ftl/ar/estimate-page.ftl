# التقدير بوصفه قسماً من تقرير وصفحة من ورقة واحدة.

## نظرة عامة
estimate-page-tile-documented = من الأشخاص الموثّقين، يُعدّ كلٌّ منهم مرة واحدة
estimate-page-tile-bound = الحد الأدنى: لا يقلّ العدد عنه إذا لم يكن ورود الشخص في قائمة يقلّل احتمال وروده في أخرى
estimate-page-tile-range = التقدير الكلي ومنه الموثّقون: من أدنى حد إلى أعلى حد في { $methods ->
        [one] طريقة واحدة
        [two] طريقتين
        [few] { $methods } طرق
       *[other] { $methods } طريقة
    }
estimate-page-tile-numbers = أرقام الطرق نفسها: من { $low } إلى { $high }
estimate-page-tile-number = رقم الطريقة نفسها: { $low }
estimate-page-tile-two = قائمتان: مجال يتوقف على افتراض، لا رقم واحد
estimate-page-tile-none = لا رقم
estimate-page-tile-none-why = لا يمكن أن يُقدَّر من هذه القوائم عدد من لم يوثَّقوا؛ والأسباب أدناه
estimate-page-tile-interval = مجال 95٪ من { $low } إلى { $high }

## النتيجة في جملة
estimate-page-documented-are = { $n ->
        [one] وُثِّق شخص واحد.
        [two] وُثِّق شخصان.
        [few] وُثِّق { $n } أشخاص.
        [many] وُثِّق { $n } شخصاً.
       *[other] وُثِّق { $n } شخص.
    }
estimate-page-documented-draws = عدد الموثّقين { $n } في المتوسط، بحسب سحوبات الربط وعددها { $draws }.
estimate-page-finding-range = وبحسب تداخل القوائم (وعددها { $lists }) تضع { $methods ->
        [two] طريقتان
        [few] { $methods } طرق
       *[other] { $methods } طريقة
    } العدد الكلي، ومنه الموثّقون، بين { $low } و{ $high }، وتمتد مجالات 95٪ من { $interval-low } إلى { $interval-high }.
estimate-page-finding-one = وبحسب تداخل القوائم (وعددها { $lists }) تضع طريقة واحدة العدد الكلي، ومنه الموثّقون، عند { $low }، ومجال 95٪ من { $interval-low } إلى { $interval-high }.
estimate-page-finding-two = لا تحدّد قائمتان رقماً. وإذا كانت الصلة بينهما بين نصف ما تقتضيه المصادفة وضعفه فإن العدد الكلي يقع بين { $low } و{ $high }.
estimate-page-finding-none = ولا يمكن أن يُقدَّر من هذه القوائم عدد من لم يوثَّقوا. ولا يعني ذلك أنه لا يوجد منهم أحد.
estimate-page-finding-bound = ولا بد من افتراض { $bound } على الأقل، إذا لم يكن ورود الشخص في قائمة يقلّل احتمال وروده في أخرى.
estimate-page-finding-refused-strata = ومن الموثّقين { $n } في طبقات معدودة بلا تقدير، ولا يشملهم التقدير.
estimate-page-finding-disagree = وتختلف الطرق فيما بينها: فالمجال هو النتيجة، لا أي رقم منه وحده.
estimate-page-rounded = الأرقام أعلاه مقرّبة، وهي في الجدول كما حُسبت.

## الجداول والأشكال
estimate-page-population = من يعنيهم هذا التقدير: { $population }
estimate-page-methods = التقديرات جنباً إلى جنب
estimate-page-method = الطريقة
estimate-page-number = العدد
estimate-page-methods-note = العدد الكلي الذي تقدّره كل طريقة، ومنه الموثّقون. ولا يغطي مجال أي طريقة ما يخطئ فيه افتراضها نفسه، ولذلك توضع عدة طرق جنباً إلى جنب.
estimate-page-replicates = سحوبات الربط مجتمعة
estimate-page-replicates-method = الطريقة
estimate-page-replicates-pooled = جمع السحوبات
estimate-page-replicates-rule = قاعدة التكرارات
estimate-page-replicates-used = السحوبات المستعملة
estimate-page-replicates-of = { $used } من { $all }
estimate-page-replicates-note = جمع السحوبات: لكل سحب من سحوبات الربط حصة متساوية. قاعدة التكرارات: تُجمع متوسطات لوغاريتم عدد غير الموثّقين وتبايناته كما يُجمع التعويض المتعدد.
estimate-page-estimates = إلى أي حد تتفق الطرق
estimate-page-estimates-note = الشريط: مجال 95٪؛ والعلامة الداكنة: رقم الطريقة؛ والشريط المفرّغ: حد أدنى. والمنحنى: مواضع سحوبات الطريقة، وكلها مرسومة بارتفاع واحد. والخط المتقطع: الموثّقون.
estimate-page-documented-line = الموثّقون { $count }
estimate-page-method-interval = { $method }: مجال 95٪ من { $low } إلى { $high }.
estimate-page-method-number = العدد: { $count }.
estimate-page-overlaps = من ورد في أي قوائم
estimate-page-overlaps-note = في الأعلى القوائم وعدد من فيها. وتحتها صف لكل توليفة: النقاط الممتلئة هي القوائم التي ورد فيها هؤلاء الأشخاص، ولم يردوا في غيرها.
estimate-page-overlaps-rest = في الأعلى القوائم وعدد من فيها. وتحتها صف لكل توليفة: النقاط الممتلئة هي القوائم التي ورد فيها هؤلاء الأشخاص، ولم يردوا في غيرها. وثمة { $combinations ->
        [one] توليفة أخرى
        [two] توليفتان أخريان
        [few] { $combinations } توليفات أخرى
       *[other] { $combinations } توليفة أخرى
    } فيها { $count ->
        [one] شخص واحد.
        [two] شخصان.
        [few] { $count } أشخاص.
        [many] { $count } شخصاً.
       *[other] { $count } شخص.
    }
estimate-page-list-size = { $list }: { $count ->
        [one] شخص واحد
        [two] شخصان
        [few] { $count } أشخاص
        [many] { $count } شخصاً
       *[other] { $count } شخص
    }.
estimate-page-exactly = في { $lists } فقط: { $count ->
        [one] شخص واحد
        [two] شخصان
        [few] { $count } أشخاص
        [many] { $count } شخصاً
       *[other] { $count } شخص
    }.
estimate-page-without = لو غابت قائمة واحدة
estimate-page-without-list = القائمة المستبعدة
estimate-page-without-none = لا شيء
estimate-page-without-numbers = من أدنى رقم إلى أعلاه
estimate-page-without-intervals = من أدنى حد إلى أعلاه
estimate-page-without-note = كل صف تقدير جديد من القوائم الباقية. وإذا ابتعد صف عن الصف الأول كثيراً فالجواب معلّق بتلك القائمة.
estimate-page-without-marked = * هنا تختلف الطرق، أو تجد إحداها جوابين.
estimate-page-no-number = لا رقم
estimate-page-two-lists-left = لا رقم: بقيت قائمتان
estimate-page-priors = لو افتُرض مسبقاً غير ذلك
estimate-page-prior = الافتراض المسبق
estimate-page-prior-uniform = يتساوى احتمال وصول كل قائمة إلى أي نسبة من الأشخاص
estimate-page-prior-expansion = العدد الكلي بين { $low } و{ $high } أضعاف الموثّقين
estimate-page-prior-count = { $delta } من العدّ الافتراضي في كل خانة
estimate-page-priors-note = لا تحسم البيانات بين هذه الافتراضات. وإذا اختلفت الصفوف فالفرق جزء من عدم اليقين.
estimate-page-strata = بحسب الطبقة
estimate-page-stratum = الطبقة
estimate-page-strata-note = تُقدَّر كل طبقة وحدها، وتُجمع السحوبات لا الأرقام. والطبقات القليلة البيانات معدودة بلا تقدير، ولا يشملها أي مجموع.

## بجانب الأرقام
estimate-page-findings = ما ينبغي معرفته قبل ذكر أي رقم
estimate-page-assumptions = ما يفترضه كل رقم هنا
estimate-page-statement = ما تقوله هذه الصفحة وما لا تقوله
estimate-page-closing = التقدير لا يضيف أسماءً: فهو يقول كم شخصاً لم يوثَّق على الأرجح، ولا يقول من هم. والعدد الموثّق والعدد المقدّر نوعان مختلفان من الأرقام لا يُجمعان أبداً، والعدد الكلي المقدّر يشمل الموثّقين أصلاً.
estimate-page-fact-lists = القوائم
estimate-page-fact-source = المصدر
estimate-page-from-register = السجل: الدراسة «{ $study }»، والنتيجة «{ $figure }»
estimate-page-from-file = جدول العدّ «{ $file }»
estimate-page-fact-position = الموضع في السجل التسلسلي
estimate-page-fact-left-out = خارج جدول العدّ
estimate-page-fact-repeat = لإعادة الحساب
estimate-page-fact-tally = جدول العدّ (SHA-256)
estimate-page-title = كم شخصاً لم يوثَّق قط
estimate-range = { $low } إلى { $high }
estimate-counted = معدودون
estimate-method-short-lcmcr = الفئات
estimate-method-short-dga = المخططات
