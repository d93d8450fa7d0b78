"""Invented paragraphs of news in many languages, which `charsets.py` and the tests write in their charsets."""

from __future__ import annotations

from typing import Final

PARAGRAPHS: Final[dict[str, tuple[str, ...]]] = {
    "ar": (
        "أعلنت بلدية المدينة يوم الثلاثاء أن الميناء القديم سيبقى مفتوحا أمام قوارب الصيد حتى نهاية العام.",
        "وقال رئيس اتحاد الصيادين إن الأسعار ارتفعت كثيرا منذ الربيع، وإن الحكومة لم تقدم أي دعم بعد.",
        "وفتحت المكتبة أبوابها للزوار بعد ثلاث سنوات من الترميم، وتضم الآن قاعة للأطفال وأخرى للصحف.",
    ),
    "bg": (
        "Общината обяви във вторник, че старото пристанище ще остане отворено за рибарските лодки до края на годината.",
        "Цените на хляба се повишиха отново, а пекарите казват, че брашното е поскъпнало с една пета.",
        "„Чакахме този ден десет години“, каза учителката, докато децата тичаха към новата читалня.",
    ),
    "cs": (
        "Město v úterý oznámilo, že starý přístav zůstane rybářským člunům otevřený až do konce roku.",
        "Ceny chleba znovu stouply a pekaři říkají, že mouka je o pětinu dražší než loni.",
        "„Čekali jsme na tenhle den deset let,“ řekla učitelka, zatímco děti běžely k nové čítárně.",
    ),
    "da": (
        "Byrådet sagde tirsdag, at den gamle havn forbliver åben for fiskekuttere året ud.",
        "Brødpriserne er steget igen, og bagerne siger, at mel er blevet en femtedel dyrere på et år.",
        "»Vi har ventet på den her dag i ti år,« sagde lærerinden, mens børnene løb hen til læsesalen.",
    ),
    "de": (
        "Die Stadt teilte am Dienstag mit, dass der alte Hafen bis zum Jahresende für Fischerboote geöffnet bleibt.",
        "Brot ist wieder teurer geworden, und die Bäcker sagen, Mehl koste ein Fünftel mehr als vor einem Jahr.",
        "„Auf diesen Tag haben wir zehn Jahre gewartet“, sagte die Lehrerin, während die Kinder zur Bücherei liefen.",
    ),
    "el": (
        "Ο δήμος ανακοίνωσε την Τρίτη ότι το παλιό λιμάνι θα μείνει ανοιχτό για τα ψαροκάικα ως το τέλος του χρόνου.",
        "Η τιμή του ψωμιού ανέβηκε πάλι, και οι φουρνάρηδες λένε ότι το αλεύρι ακρίβυνε κατά ένα πέμπτο.",
        "«Άργησε δέκα χρόνια αυτή η μέρα», είπε η δασκάλα, ενώ τα παιδιά έτρεχαν προς το νέο αναγνωστήριο.",
    ),
    "en": (
        "The council’s plan for the harbour – “a long overdue repair”, its leader said – will cost £3 million.",
        "Zoë Müller’s café sells crème brûlée at €4 a piece, and nobody in the old town sells more of it.",
        "The bridge won’t open before spring… the engineers “need more time”, said the mayor’s office.",
    ),
    "es": (
        "El ayuntamiento anunció el martes que el puerto viejo seguirá abierto a los pesqueros hasta fin de año.",
        "El precio del pan subió otra vez, y según los panaderos la harina está un veinte por ciento más cara.",
        "«Llevábamos diez años esperando este día», dijo la maestra mientras los niños corrían a la sala de lectura.",
    ),
    "et": (
        "Linnavalitsus teatas teisipäeval, et vana sadam jääb kalapaatidele avatuks aasta lõpuni.",
        "Leib läks jälle kallimaks ja pagarid ütlevad, et jahu hind on tõusnud viiendiku võrra.",
        "„Ootasime seda päeva kümme aastat,“ ütles õpetaja, kui lapsed uude lugemissaali jooksid.",
    ),
    "fa": (
        "شهرداری روز سه‌شنبه اعلام کرد که بندر قدیمی تا پایان سال به روی قایق‌های ماهیگیری باز می‌ماند.",
        "بهای نان دوباره گران شد و نانوایان می‌گویند آرد پارسال یک پنجم ارزانتر بوده است.",
        "معلم گفت ده سال چشم به راه این روز بودیم، و بچه‌ها به سوی کتابخانه تازه دویدند.",
    ),
    "fi": (
        "Kaupunki ilmoitti tiistaina, että vanha satama pysyy kalastusveneille auki vuoden loppuun.",
        "Leivän hinta nousi jälleen, ja leipurien mukaan jauhot ovat kallistuneet viidenneksen.",
        "”Tätä päivää on odotettu kymmenen vuotta”, sanoi opettaja lasten juostessa lukusaliin.",
    ),
    "fr": (
        "La mairie a annoncé mardi que le vieux port restera ouvert aux bateaux de pêche jusqu’à la fin de l’année.",
        "Le prix du pain a encore augmenté, et les boulangers disent que la farine coûte un cinquième de plus.",
        "« Cela faisait dix ans que nous attendions ce jour-là », a déclaré l’institutrice, près de la fenêtre.",
    ),
    "he": (
        "העירייה הודיעה ביום שלישי כי הנמל הישן יישאר פתוח לסירות הדיג עד סוף השנה.",
        "מחיר הלחם עלה שוב, והאופים אומרים שהקמח התייקר בחמישית בתוך שנה אחת.",
        '"חיכינו ליום הזה עשר שנים", אמרה המורה, בזמן שהילדים רצו אל אולם הקריאה החדש.',
    ),
    "hr": (
        "Grad je u utorak objavio da će stara luka ostati otvorena za ribarske brodove do kraja godine.",
        "Kruh je opet poskupio, a pekari kažu da je brašno za petinu skuplje nego prošle godine.",
        "„Čekali smo ovaj dan deset godina“, rekla je učiteljica dok su djeca trčala prema čitaonici.",
    ),
    "hu": (
        "Az önkormányzat kedden közölte, hogy a régi kikötő az év végéig nyitva marad a halászhajók előtt.",
        "Újra drágult a kenyér, és a pékek szerint a liszt ára egy ötödével nőtt tavaly óta.",
        "„Tíz éve vártunk erre a napra” – mondta a tanítónő, miközben a gyerekek az új könyvtárba futottak.",
    ),
    "is": (
        "Borgin tilkynnti á þriðjudag að gamla höfnin verði opin fiskibátum til áramóta.",
        "Brauð hefur hækkað í verði á ný og bakarar segja að hveitið sé fimmtungi dýrara en í fyrra.",
        "„Við höfum beðið eftir þessum degi í tíu ár,“ sagði kennarinn þegar börnin hlupu inn í lestrarsalinn.",
    ),
    "it": (
        "Il Comune ha annunciato martedì che il vecchio porto resterà aperto ai pescherecci fino alla fine dell’anno.",
        "Il prezzo del pane è salito ancora, e i fornai dicono che la farina costerà di più anche in città.",
        "«Aspettavamo da dieci anni», ha detto la maestra, perché la biblioteca così non l’aveva vista nessuno.",
    ),
    "ja": (
        "市は火曜日、古い港を年末まで漁船に開放すると発表した。工事は春に始まる予定だという。",
        "パンの値段がまた上がった。小麦粉が去年より二割高くなったとパン屋は話している。",
        "「この日を十年待っていました」と先生は言い、子どもたちは新しい図書室へ走っていった。",
    ),
    "ko": (
        "시는 화요일 낡은 항구를 연말까지 어선에 개방한다고 발표했다. 공사는 봄에 시작될 예정이다.",
        "빵값이 다시 올랐다. 제빵사들은 밀가루가 작년보다 오분의 일이나 비싸졌다고 말한다.",
        "“이날을 십 년이나 기다렸어요.” 선생님이 말하는 동안 아이들은 새 도서관으로 뛰어갔다.",
    ),
    "lt": (
        "Savivaldybė antradienį pranešė, kad senasis uostas žvejų laivams liks atviras iki metų pabaigos.",
        "Duona vėl pabrango, o kepėjai sako, kad miltai per metus pabrango penktadaliu.",
        "„Šios dienos laukėme dešimt metų“, – sakė mokytoja, kai vaikai bėgo į naują skaityklą.",
    ),
    "lv": (
        "Pašvaldība otrdien paziņoja, ka vecā osta zvejas laivām būs atvērta līdz gada beigām.",
        "Maize atkal kļuvusi dārgāka, un maiznieki saka, ka milti gada laikā sadārdzinājušies par piektdaļu.",
        "“Šo dienu mēs gaidījām desmit gadus,” teica skolotāja, kamēr bērni skrēja uz jauno lasītavu.",
    ),
    "nb": (
        "Kommunen opplyste tirsdag at den gamle havnen blir værende åpen for fiskebåter ut året.",
        "Brødet er blitt dyrere igjen, og bakerne sier at melet koster en femtedel mer enn i fjor.",
        "«Vi har ventet på denne dagen i ti år», sa læreren da barna løp mot den nye lesesalen.",
    ),
    "nl": (
        "De gemeente liet dinsdag weten dat de oude haven tot het eind van het jaar geopend blijft voor vissersboten.",
        "Brood is weer duurder geworden; één op de vijf bakkers zegt dat meel financiële zorgen geeft.",
        "“We hebben daar tien jaar op gewacht, één voor één”, zei de juf, terwijl de kinderen naar de leeszaal renden.",
    ),
    "pl": (
        "Miasto ogłosiło we wtorek, że stary port pozostanie otwarty dla kutrów rybackich do końca roku.",
        "Chleb znów podrożał, a piekarze mówią, że mąka kosztuje o jedną piątą więcej niż przed rokiem.",
        "„Czekaliśmy na ten dzień dziesięć lat” – powiedziała nauczycielka, gdy dzieci biegły do nowej czytelni.",
    ),
    "pt": (
        "A câmara anunciou na terça-feira que o porto velho ficará aberto aos barcos de pesca até ao fim do ano.",
        "O preço do pão voltou a subir, e os padeiros dizem que a farinha está um quinto mais cara do que há um ano.",
        "“Esperávamos há dez anos por este dia”, disse a professora, enquanto as crianças corriam para a sala.",
    ),
    "ro": (
        "Primăria a anunţat marţi că portul vechi va rămâne deschis pentru bărcile de pescuit până la iarnă.",
        "Preţul pâinii a crescut din nou, iar brutarii spun că făina este cu o cincime mai scumpă.",
        "„Aşteptam ziua aceasta de zece ani”, a spus învăţătoarea, în timp ce copiii alergau spre bibliotecă.",
    ),
    "ru": (
        "Мэрия сообщила во вторник, что старый порт останется открытым для рыбацких лодок до конца года.",
        "Хлеб снова подорожал, и пекари говорят, что мука стоит на пятую часть больше, чем год назад.",
        "«Мы ждали этого дня десять лет», — сказала учительница, пока дети бежали в новый читальный зал.",
    ),
    "sk": (
        "Mesto v utorok oznámilo, že starý prístav zostane rybárskym člnom otvorený až do konca roka.",
        "Chlieb opäť zdražel a pekári hovoria, že múka stojí o pätinu viac ako pred rokom.",
        "„Na tento deň sme čakali desať rokov,“ povedala učiteľka, kým deti bežali do novej čitárne.",
    ),
    "sl": (
        "Občina je v torek sporočila, da bo staro pristanišče za ribiške čolne odprto do konca leta.",
        "Kruh se je spet podražil, peki pa pravijo, da je moka za petino dražja kot pred letom dni.",
        "»Na ta dan smo čakali deset let,« je dejala učiteljica, medtem ko so otroci tekli v čitalnico.",
    ),
    "sr": (
        "Град је у уторак саопштио да ће стара лука остати отворена за рибарске чамце до краја године.",
        "Хлеб је поново поскупео, а пекари кажу да је брашно за петину скупље него прошле године.",
        "„Чекали смо овај дан десет година“, рекла је учитељица док су деца трчала ка читаоници.",
    ),
    "sv": (
        "Kommunen meddelade på tisdagen att den gamla hamnen förblir öppen för fiskebåtar året ut.",
        "Brödet har blivit dyrare igen, och bagarna säger att mjölet kostar en femtedel mer än i fjol.",
        "”Vi har väntat på den här dagen i tio år”, sade läraren medan barnen sprang till läsesalen.",
    ),
    "th": (
        "เทศบาลแถลงเมื่อวันอังคารว่า ท่าเรือเก่าจะเปิดให้เรือประมงเข้าจอดได้จนถึงสิ้นปีนี้",
        "ราคาขนมปังปรับขึ้นอีกครั้ง คนทำขนมปังบอกว่าแป้งแพงขึ้นหนึ่งในห้าจากปีที่แล้ว",
        "ครูบอกว่ารอวันนี้มาสิบปีแล้ว ขณะที่เด็กๆ วิ่งเข้าไปในห้องสมุดแห่งใหม่ของเมือง",
    ),
    "tr": (
        "Belediye salı günü, eski limanın yıl sonuna kadar balıkçı teknelerine açık kalacağını duyurdu.",
        "Ekmek yine pahalandı; fırıncılar unun geçen yıla göre beşte bir daha pahalı olduğunu söylüyor.",
        "Öğretmen “Bu günü on yıldır bekliyorduk” dedi, çocuklar ise yeni kütüphaneye doğru koştu.",
    ),
    "uk": (
        "Мерія повідомила у вівторок, що старий порт залишиться відкритим для рибальських човнів до кінця року.",
        "Хліб знову подорожчав, і пекарі кажуть, що борошно коштує на п’яту частину більше, ніж торік.",
        "«Ми чекали цього дня десять років», — сказала вчителька, поки діти бігли до нової читальні.",
    ),
    "vi": (
        "Chính quyền thành phố hôm thứ ba cho biết bến cảng cũ sẽ mở cửa cho tàu cá đến hết năm nay.",
        "Giá bánh mì lại tăng, và những người thợ làm bánh nói rằng bột đắt hơn một phần năm so với năm ngoái.",
        "Cô giáo nói đã chờ ngày này mười năm, trong khi các em nhỏ chạy vào thư viện mới của trường.",
    ),
    "zh": (
        "市政府星期二宣布，旧港口将继续对渔船开放，直到年底。工程预计明年春天开始。",
        "面包又涨价了，面包师说，面粉比去年贵了五分之一，很多小店已经关门。",
        "“这一天我们等了十年，”老师说，孩子们正跑进新的图书馆，在那里可以看书读报。",
    ),
    "zh-Hant": (
        "市政府星期二宣布，舊港口將繼續對漁船開放，直到年底。工程預計明年春天開始。",
        "麵包又漲價了，麵包師說，麵粉比去年貴了五分之一，很多小店已經關門。",
        "「這一天我們等了十年，」老師說，孩子們正跑進新的圖書館，在那裡可以看書讀報。",
    ),
}
"""By the languages' codes: three paragraphs each."""

CHARSETS: Final[dict[str, tuple[str, ...]]] = {
    "cp1250": ("cs", "hr", "hu", "pl", "ro", "sk", "sl"),
    "iso8859-2": ("cs", "hr", "hu", "pl", "ro", "sk", "sl"),
    "cp1251": ("bg", "ru", "sr", "uk"),
    "koi8-r": ("ru",),
    "koi8-u": ("uk",),
    "iso8859-5": ("bg", "ru", "sr"),
    "cp866": ("ru",),
    "cp1252": ("da", "de", "en", "es", "fi", "fr", "is", "it", "nb", "nl", "pt", "sv"),
    "iso8859-15": ("da", "de", "es", "fi", "fr", "is", "it", "nb", "nl", "pt", "sv"),
    "mac-roman": ("da", "de", "en", "es", "fr", "it", "pt", "sv"),
    "cp1253": ("el",),
    "iso8859-7": ("el",),
    "cp1254": ("tr",),
    "cp1255": ("he",),
    "cp1256": ("ar", "fa"),
    "iso8859-6": ("ar",),
    "cp1257": ("et", "lt", "lv"),
    "cp1258": ("vi",),
    "cp874": ("th",),
    "shift_jis": ("ja",),
    "euc_jp": ("ja",),
    "iso2022_jp": ("ja",),
    "euc_kr": ("ko",),
    "big5": ("zh-Hant",),
    "gb18030": ("zh",),
}
"""The charsets that pages in these languages were written in before UTF-8."""
