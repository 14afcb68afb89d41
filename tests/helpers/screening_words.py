"""Words that names of persons and firms of many countries are made of; shaped like the published lists, all made up."""

from __future__ import annotations

RUSSIAN_ROOTS = (
    "petr ivan sidor kuznets mikhail nikit volk medved orl sokol zhukov gavril stepan filip rodion timof yegor"
    " kharit shcherbak chernykh zaits lebed golub kozl barsuk sobol vorob gromyk rogoz yakovl prokhor dem fedos"
    " gerasim trof kirill arsen bogdan vlas naum savel tikhon ustin khrist shev chist zubar kapust mor rybak"
).split()
RUSSIAN_ENDINGS = ("ov", "ev", "in", "enko", "sky", "chuk", "yev", "ovich", "insky")
RUSSIAN_GIVEN = (
    "Sergei Dmitri Aleksandr Yuri Vladimir Nikolai Andrei Oleg Igor Mikhail Yevgeny Konstantin Viktor Pavel Anatoly"
    " Gennady Arkady Boris Roman Timur Ruslan Maksim Kirill Yelena Olga Natalya Svetlana Irina Tatyana Lyudmila"
).split()
ARABIC_GIVEN = (
    "Mohammed Ahmad Hassan Hussein Ali Omar Khalid Yusuf Ibrahim Mustafa Abdullah Mahmoud Tariq Walid Samir Nasser"
    " Faisal Salim Bashar Jamal Karim Ayman Adel Ghassan Hani Imad Jihad Kamal Majid Munir Nabil Qasim Rashid Riyad"
    " Sami Ziad Fadi Haytham Isam Marwan"
).split()
ARABIC_ROOTS = (
    "zawahir tikrit masri shami baghdad hamdan qasim najjar haddad khoury sabbagh rifai jazair dulaimi ubayd anbar"
    " mosul rawi samarra kubays zubayd shammar harb otaib ghamid qahtan yaman hadram sanaan taizz makhlouf tlass"
    " sulayman barghuth hourani daraw ghouta idlib halab homs latak qamish raqqaw salam tartus hamawi ziyad"
).split()
PERSIAN_GIVEN = (
    "Reza Mehdi Hossein Ali Mohsen Javad Saeed Hamid Majid Behzad Farhad Kamran Naser Parviz Rostam".split()
)
PERSIAN_ROOTS = (
    "ahmad jafar karim rahim soleiman tehran isfahan shiraz tabriz kerman hosse rost far khorram naq mousav bagher"
    " taheri vahid zolfaq qalib rezai shams ghasem pour dehghan mokhtar zare ebrahim najaf"
).split()
KOREAN = "Kim Ri Pak Choe Jong Kang Cho Yun Chang Im Han O So Sin Kwon Hwang An Song Yu Hong".split()
KOREAN_GIVEN = (
    "Chol Yong Song Il Hyok Kwang Su Myong Chun Ho Nam Tae Jin Ung Sok Kyong Hui Pyong Man Won Gil Ryong Hak"
).split()
CHINESE = (
    "Wang Li Zhang Liu Chen Yang Zhao Huang Zhou Wu Xu Sun Hu Zhu Gao Lin He Guo Ma Luo Liang Song".split()
)
CHINESE_GIVEN = (
    "Wei Fang Xiuying Na Jing Lei Qiang Yong Jun Jie Juan Tao Ming Chao Xiulan Ping Gang Guiying Bin Hongyan Zhiqiang"
).split()
SPANISH_GIVEN = (
    "Carlos Juan Jose Luis Miguel Jorge Pedro Manuel Rafael Hector Ricardo Fernando Ramon Jesus Alberto Gustavo"
    " Guillermo Ernesto Joaquin Maria Ana Rosa Carmen Gloria Yolanda"
).split()
SPANISH = (
    "Guzman Zambada Orejuela Restrepo Ochoa Caro Quintero Beltran Cardenas Trevino Lazcano Ibarra Echeverri Uribe"
    " Zuluaga Valdez Mendoza Figueroa Arellano Carrillo Esparragoza Villarreal Sandoval Cifuentes Henao"
    " Patino Salazar"
    " Cabrera Urrego Londono Montoya Galeano Gacha Espinosa Barrera Herrera Saldana Ventura Pineda Escamilla"
).split()
BALKAN = (
    "Karadzic Mladic Milosevic Djukic Stanisic Simatovic Lukic Perisic Kordic Zivkovic Obradovic Jovanovic Radulovic"
    " Vukovic Djordjevic Nikolic Stojanovic Markovic Knezevic Krajisnik Beara Borovcanin Gotovina Prlic Hadzic"
).split()
BALKAN_GIVEN = (
    "Radovan Ratko Slobodan Milan Zoran Dragan Goran Nebojsa Branko Momcilo Predrag Vojislav Zdravko".split()
)
AFRICAN = (
    "Bosco Ntaganda Mudacumura Rwarakabije Nzabonimpa Makenga Runiga Kambale Ongwen Odhiambo Taylor Charles Dolo"
    " Gbagbo Mugabe Chihuri Mnangagwa Mutasa Obote Okello Otti Lukwiya Abudema Kony Barwe Sawe Yekatom Ngaissona"
).split()
AFRICAN_GIVEN = (
    "Sylvestre Callixte Innocent Felicien Augustin Emmanuel Jean-Marie Sultani Eric Baudoin Leopold".split()
)
CITIES = (
    "Tehran Isfahan Damascus Aleppo Pyongyang Caracas Moscow Minsk Kharkiv Sevastopol Grozny Tripoli"
    " Benghazi Khartoum"
    " Harare Kinshasa Mogadishu Beirut Baghdad Basra Kabul Kandahar Yangon Havana Managua Tijuana Culiacan Medellin"
    " Dandong Shenyang Dubai Sharjah Istanbul Mersin Nicosia Limassol Valletta Bishkek Dushanbe"
).split()
SYLLABLES = (
    "ros neft gaz tar him mash prib stroi ener tekh avia kor sud vod met all rub zen fid kas pars mah bon shah tav"
    " saf kav min raz bah nik tos kam lar hil dar osh pet kon sal vir zar ulo ban mal tid lem hor gos par tok bel"
).split()
SECTORS = (
    "Trading|General Trading|Shipping|Petroleum|Oil|Gas|Metals|Industries|Import Export|Construction|Holding|Airlines"
    "|Marine Services|Logistics|Investment|Engineering|Petrochemical|Electronics|Technology Development|Exchange"
    "|Pharmaceutical|Steel|Chemical Industries|Aviation Services|Bank|Insurance|Machine Building Plant|Mining"
    "|Agricultural Development|Foundation|Research Institute|Security Services|Currency Exchange|Transport"
).split("|")
LIST_LEGAL = (
    "LTD.|LIMITED|LLC|L.L.C.|COMPANY|CO.|CO., LTD.|S.A.|S.A. DE C.V.|OOO|OAO|ZAO|PJSC|JSC|GMBH|FZE|FZCO|INC.|CORP."
    "|CORPORATION|S.R.L.|PTE. LTD.|LTDA.|PVT. LTD.|A.S.|OJSC"
).split("|")
NOUNS = (
    "Falcon|Lotus|Cedar|Phoenix|Crescent|Caspian|Orient|Pearl|Atlas|Delta|Horizon|Meridian|Polar|Victory|Rising Sun"
    "|Blue Sea|White Eagle|Red Star|Black Rock|Green Pine|Golden Lion|Silver Moon|Star|Vector|Titan|Olympus|Sirius"
).split("|")

GERMAN = (
    "Müller Schmidt Schneider Fischer Weber Meyer Wagner Becker Schulz Hoffmann Schäfer Koch Bauer Richter Klein Wolf"
    " Schröder Neumann Schwarz Zimmermann Braun Krüger Hofmann Hartmann Lange Schmitt Werner Krause"
    " Meier Lehmann Köhler"
    " Maier König Huber Kaiser Fuchs Peters Lang Scholz Möller Weiß Jung Hahn Vogel Friedrich Keller Günther Frank"
    " Berger Winkler Roth Beck Lorenz Baumann Franke Albrecht Schuster Simon Ludwig Böhm Winter Kraus"
    " Martin Schumacher"
    " Krämer Vogt Stein Jäger Otto Groß Sommer Seidel Heinrich Brandt Haas Schreiber Graf Dietrich Kühn Ziegler Pohl"
).split()
GERMAN_TRADES = (
    "Bau|Elektrotechnik|Maschinenbau|Metallbau|Sanitär|Heizung und Sanitär|Holzbau|Dachdeckerei"
    "|Garten- und Landschaftsbau"
    "|Logistik|Spedition|Handel|Bürobedarf|Möbel|Autohaus|Druckerei|Werkzeuge|Stahlhandel|Lebensmittel"
    "|Getränke|IT Services"
    "|Immobilien|Textil|Medizintechnik|Verpackungen|Kunststofftechnik|Fensterbau|Tischlerei|Malerbetrieb|Bäckerei"
).split("|")
GERMAN_LEGAL = "GmbH|GmbH|GmbH|GmbH & Co. KG|KG|AG|e.K.|OHG|UG (haftungsbeschränkt)|& Söhne GmbH|".split("|")
ENGLISH = (
    "Smith Jones Taylor Brown Williams Wilson Johnson Davies Robinson Wright Thompson Evans Walker White"
    " Roberts Green"
    " Hall Wood Jackson Clarke Harris Lewis Turner Hill Cooper Morris Moore Clark Ward Baker King Watson"
    " Harrison Morgan"
    " Allen James Scott Phillips Parker Price Bennett Young Griffiths Kelly Marshall Collins Bell Shaw Murphy Carter"
    " Acme Northgate Ashford Whitmore Kingsley Fairfield Oakwood Stonebridge Hawthorne Brightwater Redwood Summit"
).split()
ENGLISH_TRADES = (
    "Trading|Engineering|Supplies|Logistics|Construction|Foods|Furniture|Interiors|Textiles|Packaging"
    "|Electrical|Tools"
    "|Consulting|Hotels|Travel|Motors|Printing|Wholesale|Imports|Office Products|Garden Centre|Plumbing"
    "|Roofing|Design"
).split("|")
ENGLISH_LEGAL = "Ltd|Ltd|Limited|plc|LLP|Inc.|LLC|& Sons|& Co.|Group|".split("|")
OTHER_EUROPE = (
    "Dupont Lefebvre Moreau Fournier Girard Mercier Rousseau Lambert Bonnet Rossi Bianchi Ferrari Esposito Romano"
    " Colombo Ricci Marino Conti Jansen Bakker Visser Smit Mulder Bos Peeters Janssens Kowalski Nowak Wiśniewski"
    " Lewandowski Kamiński Zieliński Svensson Nilsson Lindqvist Bergström Hansen Olsen Nielsen Virtanen Korhonen"
    " García Fernández Moreno Navarro Domínguez Vázquez Silva Pereira Novák Dvořák Horváth Szabó Papadopoulos"
).split()
OTHER_TRADES = (
    "Transports|Bâtiment|Mobilier|Distribution|Costruzioni|Arredamenti|Alimentari|Bouw|Techniek|Handelsonderneming"
    "|Budownictwo|Meble|Bygg|Transport|Konsult|Rakennus|Construcciones|Muebles|Textil|Logística|Stavby|Obchod"
).split("|")
OTHER_LEGAL = "SARL|SAS|SA|S.r.l.|S.p.A.|B.V.|NV|Sp. z o.o.|AB|A/S|Oy|S.L.|Lda|s.r.o.|Kft.|".split("|")
IMMIGRANT = (
    "Yilmaz Kaya Demir Özdemir Çelik Nguyen Tran Pham Ali Hassan Ahmad Hussein Khan Singh Patel Petrov Ivanov Popov"
    " Jovanović Nikolić Marković Kim Wang Chen Li García Cardenas Mendoza Karimi Rezai Haddad Khoury"
).split()
IMMIGRANT_TRADES = (
    "Import Export|Market|Döner|Gemüsehandel|Reinigung|Autohandel|Trading|Bau|Restaurant|Reisen|Textil"
    "|Schmuck|Transporte"
).split("|")
BRAND_STARTS = (
    "Nord Alpha Techno Euro Medi Agro Inno Pro Uni Data Eco Omni Astra Vita Lumi Terra Aqua Opti Quali Digi Bio Cargo"
    " Delta Rhein Elbe Alpen Hansa Aero Axio Veri Nova Sola Clima Vari Duo Tri Poly Micro Macro Inter Trans"
).split()
BRAND_ENDS = (
    "licht tec plan form werk line soft flex therm med pack trans point net lab dent mark systems cura sol dom mobil"
).split()
