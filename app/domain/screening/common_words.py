"""Words of names that say little about who somebody is: legal forms, articles, lines of business.

All are written as `names.words_of` leaves them: small ASCII letters. Kept by hand from the forms of company law
in use and from what is frequent in the published lists.
"""

from __future__ import annotations

LEGAL_FORMS = frozenset(
    (
        # German, Dutch, Nordic
        "gmbh mbh ggmbh ag kg kgaa ohg gbr ug ek eg ev se haftungsbeschrankt gesellschaft bv nv vof cv bvba sprl"
        " oy oyj ab as asa aps ans ivs hf ehf"
        # English
        " ltd limited llc llp lp plc inc incorporated corp corporation co company pty pte pvt private fzc fze fzco"
        " fzllc wll bhd sdn psc qsc lc"
        # Romance
        " sa sas sasu sarl eurl scs snc spa srl srls sapa sl slu slne sau ltda lda eireli cia cie sca sab rl cv"
        # Slavic, Baltic, Balkan; from Cyrillic too
        " ooo oao zao pao ao ooo odo tov tdv pat prat ip fgup gup jsc ojsc pjsc cjsc oaozt aozt spzoo zoo sro spol"
        " doo dd ad ead eood ood kd jdoo uab sia ou kft bt zrt nyrt rt kda"
        # western forms in Cyrillic or Greek letters, and in words
        " gmbkh ink korp korporatsiya kompaniya lls llk obshchestvo aktsionernoe dhmm shrkt shrkh almhdwdh mhdwdh"
        # Greek, Turkish, Persian, Asian
        " ae epe ike oe ee sti anonim sirketi sirket sherkat sherkate kk yk gk kabushiki kaisha tbk pt cv jmc"
    ).split()
)
"""Taken off before names are compared, unless nothing else would be left."""

PARTICLES = frozenset(
    (
        "the of for and or in at by to a an und der die das von vom zu zur fur im am et de du des la le les l d"
        " del della di da do dos das e y el los las van den het te al ul as bin ben ibn bint abu abou umm abd i na"
        " po za s z o ve ile"
    ).split()
)

BUSINESS_WORDS = frozenset(
    (
        "trading trade traders general international internacional internationale intl global world worldwide"
        " group gruppe grupo groupe gruppa holding holdings industries industry industrial industrie import export"
        " imports exports importexport impex shipping shipment logistics logistik logistica transport transports"
        " transporte spedition freight cargo construction constructions bau bauunternehmen building builders handel"
        " handels handelshaus vertrieb service services servicios dienstleistungen bank banque banco petroleum"
        " petrochemical oil gas energy energie power electric electrical electronics electronic elektro"
        " elektrotechnik technology technologies tech technik tekhnologii engineering systems system solutions"
        " foundation organization organisation institute institut university center centre zentrum enterprise"
        " enterprises entreprise empresa investment investments invest capital development management maritime"
        " marine navigation airlines airways aviation air exchange commercial comercial commerce metals metal steel"
        " stahl chemical chemicals chemie pharma pharmaceutical foods food textile textiles auto automotive autohaus"
        " machinery maschinenbau machines mining agro agricultural media consulting consultants design national"
        " state united first joint stock public liability brothers sons sohne freres hermanos fils partners"
        " partner associates department ministry office branch committee council factory plant works werk zavod"
        " kompaniya torgovyy dom proizvodstvo equipment tools supply supplies products production manufacturing"
        " distribution wholesale grosshandel retail store markt market shop studio agency agentur verlag"
        " immobilien estate properties hotel hotels restaurant travel tourism reisen tours security insurance"
        " versicherung finance financial finanz medical mobel furniture druck print sanitar heizung dach garten"
        " malerbetrieb tischlerei schreinerei backerei metzgerei apotheke praxis it software data digital online"
        " netz network networks telecom communications new neue nova nuevo east west north south ost nord sud"
        " central middle eastern western northern southern european europe euro asia asian africa african gulf"
        " research laboratory currency project projects quality first general trust fund union society association club"
        " deutschland germany france iran russia china korea syria iraq"
    ).split()
)
"""Weighed down: two firms that share only these are not alike."""
