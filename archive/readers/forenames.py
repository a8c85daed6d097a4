"""Forenames: what tells that two capitalised words are a person, and where one name ends and the next begins."""

from __future__ import annotations

_COMMON = """
aaron abigail achim adam adele adrian agnes ahmed ahmet aileen aisha alan albert alberto alejandro aleksandra
alena alessandra alessandro alex alexander alexandra alexandre alexej alexis alfons alfred ali alice alicia alina
alison allison ally álvaro alvaro amanda amelia amelie amina amir amira amy ana anastasia anders andré andre andrea
andreas andrei andrej andres andrés andrew andrzej andy ángel angela angelika angelina angelo anika anita anja anke
ann anna annabel anne annegret anneke annelie annette annika anthony antje antoine anton antonia antonio anya arian
ariane arielle armin arne arno arnold arthur artur ashley astrid audrey august aurélie axel ayşe ayse bärbel barbara
barry bart bastian beat beate beatrice beatrix becky belinda ben benedict benedikt benjamin benno bernadette bernard
bernd bernhard bert beth bettina beverly bianca bill birgit birgitta birte bjarne björn bob bodo boris brandon brenda
brian brigitta brigitte britta bruce bruno burkhard caitlin callum cameron camila camilla camille can carina carl carla
carlo carlos carmen carol carola carole carolin carolina caroline carolyn carsten caterina cathérine catherine cathrin
cecilia celia céline celine cem chantal charles charlie charlotte chelsea chiara chloe chloé chris christa christel
christian christiana christiane christin christina christine christof christoph christophe christopher cigdem cindy
claire clara clare clarissa claude claudia claudio claudius claus clemens colin colleen connor conrad constantin
constanze cora cordula corina corinna corinne cornelia cornelius courtney craig cristina cynthia cyril dagmar dajana
damian damien dan dana daniel daniela daniele danielle danny dario darius darren david dawn dean debbie deborah
denis denise deniz dennis derek detlef detlev devin diana diane didier diego dieter dietmar dietrich dima dimitri
dimitrios dina dirk dominic dominik dominique don donald donna dora doreen doris dorothea dorothee doug douglas
duncan dustin eberhard eckart eckhard edgar edith edmund eduard eduardo edward edwin ekaterina elena eleonora
elfriede elia elias elif elisa elisabeth elise elizabeth ella elle ellen elliot elliott elmar elsa elvira emanuel
emil emilia emilie emilio emily emma emmanuel emre engin enrico enrique eric erica erich erik erika erin ernst erwin
esra esteban esther ethan eugen eugene eva evan evelin eveline evelyn ewa fabian fabienne fabio fabrice fatih fatima
fatma federico felicia felicitas felix ferdinand fernanda fernando filip filippo finn fiona florence florian
francesca francesco francis francisca francisco franco françois francois françoise frank franz franziska fred frédéric
frederic frederick frederik frida frieda friederike friedrich fritz gabi gabriel gabriela gabriele gabriella gareth
gary gavin gemma geoff geoffrey georg george georgia georgina gerald gerard gerd gerhard gero gerrit gert gesa gesine
giacomo gian gianluca gina giorgia giorgio giovanni gisela giulia giuliano giulio giuseppe glenn gloria gonzalo gordon
grace graham greg gregor gregory greta grit grzegorz gudrun guido guillaume günter günther gunnar gunther gustav guy
hagen hakan halina hamza hanna hannah hannes hans harald harriet harry hartmut hasan hassan hauke hayley heather
hedwig heidi heike heiko heiner heinrich heinz helen helena helene helga helge helmut helmuth hendrik henner henning
henri henriette henrik henrike henry herbert hermann hilary hilde hildegard holger holly horst howard hubert hugh hugo
hussein ian ibrahim ida igor ilka ilona ilse imke immanuel imran ina ines inés inga inge ingo ingolf ingrid inka irena
irene irina iris irma isa isabel isabell isabella isabelle isobel ivan ivana ivo iwona jack jackie jacob jacopo jacqueline
jacques jaime jake jakob james jamie jan jana jane janet janette janin janina janine janis jann janna jannik jannis
janosch jared jasmin jasmine jason jasper javier jay jayne jean jeanette jeanne jeannette jeff jeffrey jelena jenna
jennifer jenny jens jeremy jerome jérôme jerry jesper jess jesse jessica jessika jesus jesús jill jim jimena jimmy
jo joachim joan joana joann joanna joanne joao jochen jody joe joel joelle joerg johan johann johanna johannes john
johnny jon jonah jonas jonathan jordan jordi jörg jörn jorge josé jose josef josefine joseph josephine josh joshua
joy joyce juan judith judy jule julia julian juliana juliane julie julien juliet juliette julio julius jürgen juri
justin justine justus jutta kai kaja kamil karen karim karin karina karl karla karolin karolina karoline karsten
kat kate katarina katarzyna kate katerina katharina kathrin katherine kathleen kathrin kathryn kathy katia katie katja
katrin katrina katy kay kayla keith kelly kelsey ken kenneth kerry kerstin kevin kilian kim kimberly kira kirsten
kirstin kirsty klara klaudia klaus knut konrad konstantin konstanze kristen kristian kristin kristina kristine
kristof krzysztof kurt kyle lana lara larissa larry lars laura lauren laurence laurent laurenz laurie lawrence lea leah
lee leila lena lennart leo leon leona leonard leonardo leoni leonie leopold leroy lesley leslie lewis liam lidia lili
lilian liliana lilli lilly lily lin lina linda lindsay lindsey linus lionel lisa lisbeth liz logan lola lorena lorenz
lorenzo lorraine lothar lotte lou louis louisa louise luca lucas lucia lucía lucian lucie lucien lucy ludger ludwig
luis luisa luise luka lukas luke lutz lydia lynn maarten macarena mads maggie magda magdalena magnus maik maike maja
malcolm malin malte manfred manon manuel manuela mara marc marcel marcela marcello marcelo marco marcos marcus mareike
mareile maren margaret margareta margarete margarita margit margot margret maria mariam marian mariana marianne marie
mariella marija marika marike marilyn marina mario marion marisa marita marius mariusz mark marko markus marlene marlies
marlis marlon marta martí marten martha martin martina martine marvin mary maryam massimo mateo mathias mathieu
mathilde matt matteo matthew matthias matthieu mattias maureen maurice mauricio maurizio max maxim maximilian maxine
may meera megan mehmet meike mel melanie melinda melissa melvin mia michael michaela michal michel michela michele
michelle miguel mika mike mikhail mila milan milena miles mina mira miriam mirco mirja mirjam mirko miro mitchell
moana mohamed mohammad mohammed mona monica monika monique morgan moritz muhammad murat mustafa myriam nadia nadine
nadja naomi natalia natalie natascha natasha nathalie nathan nathaniel neil nele nelly nelson nia nicholas nick nicky
nico nicola nicolai nicolas nicole nicolo nigel nike nikita niklas niko nikola nikolai nikolaus nikolas nils nina noah
noel nora norbert norman olaf ole oleg oleksandr olga oliver olivia olivier omar oscar oskar osman otto owen pablo paige
pamela paola paolo pascal pascale patrice patricia patrick patrizia patryk patty paul paula paulina pauline paulo pavel
pedro peggy penelope penny per pete peter petra phil philip philipp philippa philippe phillip phoebe pia pierre pilar
piotr pippa pit priya rabea rachel rafael raffaele ragnar rainer ralf ralph ramin ramón ramona ramy raphael raphaela raul
raúl ray raymond rebecca rebekka regina regine regula reiner reinhard reinhold reinhart rémi renata renate rene rené renee
reto ria ricardo riccardo richard rick ricky rike riley rita rob robert roberta roberto robin rocío rod rodrigo roger roland rolf
roman romana ron ronald ronja ronny rory rosa rosalie rosario rose rosemarie rosemary rosie ross roswitha rowan roxana roy ruben
rubén rüdiger rudi rudolf rufus rupert russell ruth ryan sabina sabine sabrina sally sam samantha samira samuel sandra
sandro sandy sanja santiago sara sarah sascha saskia sean sebastian sébastien selin selina selma serena serge sergei sergej
sergio seth shane shannon sharon shaun sheila shelley sherry shirley sibylle sidney siegfried sigrid silja silke silvan silvana
silvia silvio simon simona simone sina sinéad sofia sofie solveig sonia sonja sophia sophie stacey stan stanley stefan stefanie stefano
steffen steffi stella stephan stephane stéphane stephanie stephen steve steven stewart stuart su sue sujata susan susana susann
susanna susanne susi suzanne sven svenja swantje swen sybille sylke sylvia sylvie sylwia tamara tamás tania tanja tanya tara tatiana
tatjana ted terence teresa terry tessa thea theo theodor theresa therese theresia thilo thomas thorben thorsten tiffany
till tillmann tilman tilo tim timm timo timothy tina tino titus tobias toby todd tom tomas tomasz tommaso tommy toni tony
torben tori torsten tracey tracy travis trevor tristan trude tyler udo ugo ulf uli ulla ulli ulrich ulrike umberto urs
ursula urte ute uta uwe val valentin valentina valeria valerie valérie valeska vanessa vasilisa vera verena veronica
veronika véronique vicki vicky victor victoria viktor viktoria vincent vincenzo viola virginia vito vittorio viviana
vivian vivien vivienne vladimir volker volkmar waldemar walter waltraud wanda warren wayne wendelin wendy werner wibke
wiebke wilfried wilhelm will willem william willy winfried wladimir wolf wolfgang wolfram xaver xenia yann yannick
yannik yara yasemin yasmin yasmina yolanda yuri yusuf yves yvette yvonne adriano aida aidan alain albrecht alec alessia alfredo aline alois alwin amadeus amelie andreja anett anselm antonella
arjun arlo armando arturo asha augusto axelle beatriz bea bernardo bettany birger blanca bruna carlotta carmela carolyne
catalina cecile cécile chad chuck clemence corentin dagny dalia dante daphne darius deepa delphine denise deirdre desmond
dolores domenico donatella dorian edda edda eleanor elodie élodie emre enzo ernesto estelle evgenia fanny farah faye fiete
felipe frances freya gaia gemma georges gerardo gilles giselle gottfried guadalupe hans-peter hartwig hauke heloise hubertus
ignacio ilaria inka isaac ivonne jamal javiera jeannine jesko joaquin joaquín jona jordan jörn josefina karl-heinz kenji
khaled lamar lars-erik leila leonora letizia levi lieselotte lilith loïc lorena luana luciana luciano ludovic lukasz madeleine
madeline maeve magnus malik malou marcin margherita maría mariano marika marlen marta mathilda mathis matilda maxime maya
mercedes merle meret milan mohamad nadeem nadja nasser nataliya nell nevin nicolò nikolaj noelle oona ornella oscar osama
pascual patrik pauline pawel pernille philine piera priyanka quentin rafaela raffaela rahel rainer raimund ramona rania raoul
ravi reinhild renzo riikka rodolfo romy ronan ronja rosalind ruby salvatore samir sanna sergiu sigmar sigurd silvie simeon
sinan siri sofía sören stefania susanna tabea tariq teo thaddäus theodora theresia thérèse tiago timon tomás tore ursina
valentine verónica viktoriia virginie wassim wilma wim wolf-dieter ximena yasmina ylva yusuf zach zachary zeynep
scott spencer stuart tucker bradley brett clayton derrick dwight geraldine gertrud heribert zoe zoé zoey zora
"""

FORENAMES: frozenset[str] = frozenset(_COMMON.split())
"""Common forenames of German, English and neighbouring newsrooms, lower case."""


def is_forename(word: str) -> bool:
    """Tell whether a word is a common forename; of a double one (Karl-Heinz), its first half decides."""
    return word.casefold().split("-", 1)[0] in FORENAMES
