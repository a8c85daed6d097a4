"""Forenames: they tell that capitalised words are a person, and where one name ends and the next begins."""

from __future__ import annotations

_COMMON = """
aaron abigail achim adam adele adrian adriano agnes ahmed ahmet aida aidan aileen aisha alain alan albert
alberto albrecht alec alejandro aleksandra alena alessandra alessandro alessia alex alexander alexandra
alexandre alexej alexis alfons alfred alfredo ali alice alicia alina aline alison allison ally alois alvaro
alwin amadeus amanda amelia amelie amina amir amira amy ana anastasia anders andre andrea andreas andrei
andrej andreja andres andrew andrzej andré andrés andy anett angela angelika angelina angelo anika anita
anja anke ann anna annabel anne annegret anneke annelie annette annika anselm anthony antje antoine anton
antonella antonia antonio anya arian ariane arielle arjun arlo armando armin arne arno arnold arthur artur
arturo asha ashley astrid audrey august augusto aurélie axel axelle ayse ayşe barbara barry bart bastian bea
beat beate beatrice beatrix beatriz becky belinda ben benedict benedikt benjamin benno bernadette bernard
bernardo bernd bernhard bert beth bettany bettina beverly bianca bill birger birgit birgitta birte bjarne
björn blanca bob bodo boris bradley brandon brenda brett brian brigitta brigitte britta bruce bruna bruno
burkhard bärbel caitlin callum cameron camila camilla camille can carina carl carla carlo carlos carlotta
carmela carmen carol carola carole carolin carolina caroline carolyn carolyne carsten catalina caterina
catherine cathrin cathérine cecile cecilia celia celine cem chad chantal charles charlie charlotte chelsea
chiara chloe chloé chris christa christel christian christiana christiane christin christina christine
christof christoph christophe christopher chuck cigdem cindy claire clara clare clarissa claude claudia
claudio claudius claus clayton clemence clemens colin colleen connor conrad constantin constanze cora
cordula corentin corina corinna corinne cornelia cornelius courtney craig cristina cynthia cyril cécile
céline dagmar dagny dajana dalia damian damien dan dana daniel daniela daniele danielle danny dante daphne
dario darius darren david dawn dean debbie deborah deepa deirdre delphine denis denise deniz dennis derek
derrick desmond detlef detlev devin diana diane didier diego dieter dietmar dietrich dima dimitri dimitrios
dina dirk dolores domenico dominic dominik dominique don donald donatella donna dora doreen dorian doris
dorothea dorothee doug douglas duncan dustin dwight eberhard eckart eckhard edda edgar edith edmund eduard
eduardo edward edwin ekaterina eleanor elena eleonora elfriede elia elias elif elisa elisabeth elise
elizabeth ella elle ellen elliot elliott elmar elodie elsa elvira emanuel emil emilia emilie emilio emily
emma emmanuel emre engin enrico enrique enzo eric erica erich erik erika erin ernesto ernst erwin esra
esteban estelle esther ethan eugen eugene eva evan evelin eveline evelyn evgenia ewa fabian fabienne fabio
fabrice fanny farah fatih fatima fatma faye federico felicia felicitas felipe felix ferdinand fernanda
fernando fiete filip filippo finn fiona florence florian frances francesca francesco francis francisca
francisco franco francois frank franz franziska françois françoise fred frederic frederick frederik freya
frida frieda friederike friedrich fritz frédéric gabi gabriel gabriela gabriele gabriella gaia gareth gary
gavin gemma geoff geoffrey georg george georges georgia georgina gerald geraldine gerard gerardo gerd
gerhard gero gerrit gert gertrud gesa gesine giacomo gian gianluca gilles gina giorgia giorgio giovanni
gisela giselle giulia giuliano giulio giuseppe glenn gloria gonzalo gordon gottfried grace graham greg
gregor gregory greta grit grzegorz guadalupe gudrun guido guillaume gunnar gunther gustav guy günter günther
hagen hakan halina hamza hanna hannah hannes hans hans-peter harald harriet harry hartmut hartwig hasan
hassan hauke hayley heather hedwig heidi heike heiko heiner heinrich heinz helen helena helene helga helge
helmut helmuth heloise hendrik henner henning henri henriette henrik henrike henry herbert heribert hermann
hilary hilde hildegard holger holly horst howard hubert hubertus hugh hugo hussein ian ibrahim ida ignacio
igor ilaria ilka ilona ilse imke immanuel imran ina ines inga inge ingo ingolf ingrid inka inés irena irene
irina iris irma isa isaac isabel isabell isabella isabelle isobel ivan ivana ivo ivonne iwona jack jackie
jacob jacopo jacqueline jacques jaime jake jakob jamal james jamie jan jana jane janet janette janin janina
janine janis jann janna jannik jannis janosch jared jasmin jasmine jason jasper javier javiera jay jayne
jean jeanette jeanne jeannette jeannine jeff jeffrey jelena jenna jennifer jenny jens jeremy jerome jerry
jesko jesper jess jesse jessica jessika jesus jesús jill jim jimena jimmy jo joachim joan joana joann joanna
joanne joao joaquin joaquín jochen jody joe joel joelle joerg johan johann johanna johannes john johnny jon
jona jonah jonas jonathan jordan jordi jorge jose josef josefina josefine joseph josephine josh joshua josé
joy joyce juan judith judy jule julia julian juliana juliane julie julien juliet juliette julio julius juri
justin justine justus jutta jérôme jörg jörn jürgen kai kaja kamil karen karim karin karina karl karl-heinz
karla karolin karolina karoline karsten kat katarina katarzyna kate katerina katharina katherine kathleen
kathrin kathryn kathy katia katie katja katrin katrina katy kay kayla keith kelly kelsey ken kenji kenneth
kerry kerstin kevin khaled kilian kim kimberly kira kirsten kirstin kirsty klara klaudia klaus knut konrad
konstantin konstanze kristen kristian kristin kristina kristine kristof krzysztof kurt kyle lamar lana lara
larissa larry lars lars-erik laura lauren laurence laurent laurenz laurie lawrence lea leah lee leila lena
lennart leo leon leona leonard leonardo leoni leonie leonora leopold leroy lesley leslie letizia levi lewis
liam lidia lieselotte lili lilian liliana lilith lilli lilly lily lin lina linda lindsay lindsey linus
lionel lisa lisbeth liz logan lola lorena lorenz lorenzo lorraine lothar lotte lou louis louisa louise loïc
luana luca lucas lucia lucian luciana luciano lucie lucien lucy lucía ludger ludovic ludwig luis luisa luise
luka lukas lukasz luke lutz lydia lynn maarten macarena madeleine madeline mads maeve magda magdalena maggie
magnus maik maike maja malcolm malik malin malou malte manfred manon manuel manuela mara marc marcel marcela
marcello marcelo marcin marco marcos marcus mareike mareile maren margaret margareta margarete margarita
margherita margit margot margret maria mariam marian mariana marianne mariano marie mariella marija marika
marike marilyn marina mario marion marisa marita marius mariusz mark marko markus marlen marlene marlies
marlis marlon marta marten martha martin martina martine martí marvin mary maryam maría massimo mateo
mathias mathieu mathilda mathilde mathis matilda matt matteo matthew matthias matthieu mattias maureen
maurice mauricio maurizio max maxim maxime maximilian maxine may maya meera megan mehmet meike mel melanie
melinda melissa melvin mercedes meret merle mia michael michaela michal michel michela michele michelle
miguel mika mike mikhail mila milan milena miles mina mira mirco miriam mirja mirjam mirko miro mitchell
moana mohamad mohamed mohammad mohammed mona monica monika monique morgan moritz muhammad murat mustafa
myriam nadeem nadia nadine nadja naomi nasser natalia natalie nataliya natascha natasha nathalie nathan
nathaniel neil nele nell nelly nelson nevin nia nicholas nick nicky nico nicola nicolai nicolas nicole
nicolo nicolò nigel nike nikita niklas niko nikola nikolai nikolaj nikolas nikolaus nils nina noah noel
noelle nora norbert norman olaf ole oleg oleksandr olga oliver olivia olivier omar oona ornella osama oscar
oskar osman otto owen pablo paige pamela paola paolo pascal pascale pascual patrice patricia patrick patrik
patrizia patryk patty paul paula paulina pauline paulo pavel pawel pedro peggy penelope penny per pernille
pete peter petra phil philine philip philipp philippa philippe phillip phoebe pia piera pierre pilar piotr
pippa pit priya priyanka quentin rabea rachel rafael rafaela raffaela raffaele ragnar rahel raimund rainer
ralf ralph ramin ramona ramy ramón rania raoul raphael raphaela raul ravi ray raymond raúl rebecca rebekka
regina regine regula reiner reinhard reinhart reinhild reinhold renata renate rene renee renzo rené reto ria
ricardo riccardo richard rick ricky riikka rike riley rita rob robert roberta roberto robin rocío rod
rodolfo rodrigo roger roland rolf roman romana romy ron ronald ronan ronja ronny rory rosa rosalie rosalind
rosario rose rosemarie rosemary rosie ross roswitha rowan roxana roy ruben ruby rubén rudi rudolf rufus
rupert russell ruth ryan rémi rüdiger sabina sabine sabrina sally salvatore sam samantha samir samira samuel
sandra sandro sandy sanja sanna santiago sara sarah sascha saskia scott sean sebastian selin selina selma
serena serge sergei sergej sergio sergiu seth shane shannon sharon shaun sheila shelley sherry shirley
sibylle sidney siegfried sigmar sigrid sigurd silja silke silvan silvana silvia silvie silvio simeon simon
simona simone sina sinan sinéad siri sofia sofie sofía solveig sonia sonja sophia sophie spencer stacey stan
stanley stefan stefania stefanie stefano steffen steffi stella stephan stephane stephanie stephen steve
steven stewart stuart stéphane su sue sujata susan susana susann susanna susanne susi suzanne sven svenja
swantje swen sybille sylke sylvia sylvie sylwia sébastien sören tabea tamara tamás tania tanja tanya tara
tariq tatiana tatjana ted teo terence teresa terry tessa thaddäus thea theo theodor theodora theresa therese
theresia thilo thomas thorben thorsten thérèse tiago tiffany till tillmann tilman tilo tim timm timo timon
timothy tina tino titus tobias toby todd tom tomas tomasz tommaso tommy tomás toni tony torben tore tori
torsten tracey tracy travis trevor tristan trude tucker tyler udo ugo ulf uli ulla ulli ulrich ulrike
umberto urs ursina ursula urte uta ute uwe val valentin valentina valentine valeria valerie valeska valérie
vanessa vasilisa vera verena veronica veronika verónica vicki vicky victor victoria viktor viktoria
viktoriia vincent vincenzo viola virginia virginie vito vittorio vivian viviana vivien vivienne vladimir
volker volkmar véronique waldemar walter waltraud wanda warren wassim wayne wendelin wendy werner wibke
wiebke wilfried wilhelm will willem william willy wilma wim winfried wladimir wolf wolf-dieter wolfgang
wolfram xaver xenia ximena yann yannick yannik yara yasemin yasmin yasmina ylva yolanda yuri yusuf yves
yvette yvonne zach zachary zeynep zoe zoey zora zoé álvaro ángel élodie
elke gerda hinrich leonhard niels ricarda svetlana dmitri nancy betty debra janice nenad friedhelm gerlinde
irmgard salome abdul hinnerk hajo hanno insa piet rieke sönke tjark ueli andri
"""

FORENAMES: frozenset[str] = frozenset(_COMMON.split())
"""Common forenames of German, English and neighbouring newsrooms, lower case."""


def is_forename(word: str) -> bool:
    """Tell whether a word is a common forename; of a double one (Karl-Heinz), its first half decides."""
    return word.casefold().split("-", 1)[0] in FORENAMES
