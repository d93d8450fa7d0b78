"""Function words: articles, prepositions, pronouns, auxiliaries. Prose is full of them, furniture is not.

For judging a block all languages are one set: a menu has few function words of any language. Which languages a
page speaks matters only for the choice of rule packs (`languages.py`).
"""

from __future__ import annotations

from typing import Final

BY_LANGUAGE: Final = {
    "en": """the a an of to in and on for with at by from as is are was were be been has have had that this it its
        his her their he she they we you i not but or which who will would can could said about after before into
        over than more also if when there what so out up one all no do""",
    "de": """der die das und den von zu mit sich des auf für ist im dem nicht ein eine als auch es an werden aus er
        hat dass sie nach wird bei einer um am sind noch wie einem über einen so zum war haben nur oder aber vor zur
        bis mehr durch man sein wurde ich wir ihr""",
    "fr": """le la les de des du un une et à en que qui dans pour sur pas au plus par avec se ce sont est il elle ne
        son sa ses cette aux ou mais comme été nous vous leur ont avait fait""",
    "es": """el la los las de del y que en un una por con no su para es al lo como más se pero sus le ya o este sí
        porque esta entre cuando muy sin sobre también me hasta hay donde quien desde todo nos durante""",
    "pt": """o a os as de do da dos das em um uma que não na no por mais foi com ao ele se sua seu são também pelo
        pela até isso entre era depois sem mesmo aos ter quando""",
    "it": """il lo la gli le di che è per una un in sono con non si da come anche al del della dei delle nel nella ha
        più ma su alla questo ai dal dalla""",
    "nl": """de het een van en in is dat niet op te zijn voor met die er aan ook als maar om bij nog naar uit dan
        wordt door heeft over werd hij ze was deze""",
    "pl": """w i na z do że się nie to jest o jak po od za ale przez co dla są tak czy już tylko było oraz jego który
        która które""",
    "tr": "ve bir bu da de için ile olarak çok daha olan gibi sonra kadar en ne ama ise olduğu",
    "ru": "и в не на что с по как из за от это для к он но его до же было она они был так все",
    "ar": "في من على أن إلى التي الذي هذا هذه عن مع كان كانت ما لا بعد قد أو ذلك بين حيث",
    "hi": "के में है की से और का को पर ने हैं यह कि एक भी नहीं इस लिए था थी हो गया",
    "ko": "이 그 및 등 수 것 한 더 또 위해 대한 있는 있다 했다 밝혔다 말했다",
}

FUNCTION_WORDS: Final = frozenset(word for words in BY_LANGUAGE.values() for word in words.split())

FUNCTION_CHARACTERS: Final = "的了是在和有不这我他也就为のはをにがでとも"
"""Chinese and Japanese do not put spaces between words: their particles are counted as characters."""
