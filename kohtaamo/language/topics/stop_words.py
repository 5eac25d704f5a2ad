"""Words that hold sentences together and tell nothing of what they are about; verdicts, which the tone tells."""

from __future__ import annotations

FINNISH = """
ja tai sekä eli mutta vaan koska että kun jos niin kuin kuten joten jotta vaikka ennen jälkeen kanssa ilman
en et ei emme ette eivät eikä enkä ettei älä ole olen olet on olemme olette ovat olin olit oli olimme olitte
olivat ollut olleet olla olisi olisin olisivat ollaan oltiin lienee saa saan sain sai saada saanut saivat tulee
tuli tulla tullut minä mä sinä sä hän se me te he ne minun mun sinun sun hänen sen meidän teidän heidän niiden
minua minulle minulla minulta minusta meitä meille meillä häntä hänelle sitä siitä siihen siinä sille sillä
siltä niitä niistä niihin niille tämä tuo nämä nuo tätä tästä tähän tässä tällä tälle tuota tuosta mikä mitä
mistä mihin missä millä mille milloin miten miksi kuka ketä kenen joka jota josta johon jossa jolla jolle jonka
jotka joita joista joihin joiden itse oma omaa oman omat kaikki kaikkea kaiken kaikille kaikkien moni monta
monen muu muut muuta muun toinen toisen toista yksi yhden yhtä kaksi kolme joku jokin jonkun jotain jokainen
mitään mikään kukaan ketään vielä jo nyt sitten silloin aina usein joskus heti taas enää myös vain juuri ihan
aivan todella tosi erittäin hyvin liian melko aika kovin täysin jopa edes lähes noin kyllä siis toki ehkä
varmaan kai muka no hei kiitos ole ollaan voi voin voisi voisin voitte voidaan voida pitää pitäisi piti täytyy
tehdä tehty tekee teki tein tekevät mennä meni menee mennyt kuitenkin lisäksi kerran kertaa päivä päivän
tänään eilen huomenna hyvä hyvää hyvän hyvät huono huonoa huonon huonot tyytyväinen paljon vähän enemmän
vähemmän parempi paras asia asiaa asian asiat asioita mukaan takia vuoksi kohta kautta yli alle noin olleen
hyvästä hyvään huonosta harmi parempaa paremmin moitittavaa moittimista kehuttavaa petyin pettynyt suosittele
suosittelen sujui vasta lopulta lopuksi loppuun kerta kerralla yhdestä enempää tällaista sellainen vieläkin edelleen
erinomaista erinomainen loistava loistavaa kauhea surkea surkeaa mukava mukavaa kiva kivaa tyytyväisiä
"""
ENGLISH = """
a an the and or but nor so yet if because although though while when where as than then that this these those
i me my mine we us our ours you your yours he him his she her hers it its they them their theirs who whom whose
which what why how is am are was were be been being do does did done doing have has had having will would shall
should can could may might must not no don t s re ve ll d m didn doesn isn wasn won wouldn couldn can't cannot
to of in on at by for with from into onto about over under out off up down after before between through during
again once here there all any both each few more most other some such only own same too very just also even
still already ever never always often really quite much many lot lots bit one two three get got gets getting go
goes went going gone come came make made makes take took thing things something anything nothing everything
someone anyone everyone like liked good great bad nice ok okay best better worse worst thank thanks please yes
im ive id dont didnt cant wont isnt doesnt every since until else way day time times back today
disappointed disappointing smoothly smooth useless happy satisfied excellent terrible awful amazing perfect perfectly
recommend everything fine pleased poor worked finally end
"""
SWEDISH = """
och eller men att som när om så än då det den de dem detta denna dessa jag mig min mitt mina du dig din ditt vi
oss vår vårt ni er han hon hans hennes sin sitt sina man en ett är var vara varit blir blev bli har hade ha haft
kan kunde ska skulle vill ville måste får fick inte ej ingen inget inga alla allt mycket lite mer mest bara också
även redan igen här där hit dit av i på till från för med utan vid under över mellan genom efter före hos upp ned
ut in vad vem vilken vilket varför hur nu sedan aldrig alltid ofta ibland ganska helt bra dålig dåligt tack ja nej
"""

STOP_WORDS = {
    "fi": frozenset(FINNISH.split()),
    "en": frozenset(ENGLISH.split()),
    "sv": frozenset(SWEDISH.split()),
}
EVERY_STOP_WORD = frozenset().union(*STOP_WORDS.values())
