"""What docs/language-scores.md says around its tables."""

from __future__ import annotations

# Micro-F1 of the themes of the unseen comments before the lists were amended.
BEFORE = {
    ("fi", "first, amended by"): 0.857,
    ("fi", "first, kept aside"): 0.682,
    ("fi", "later, amended by"): 0.784,
    ("en", "first, amended by"): 0.772,
    ("en", "first, kept aside"): 0.667,
    ("en", "later, amended by"): 0.778,
}

HEAD = """# How well open text is read

Written by `tools/language_scores.py` from the rows of `kohtaamo bench language`; [reading](reading.md) tells how it
works. {made_with} The data are others' and stay outside of the repository; `KOHTAAMO_LANGUAGE_DATA` and
`KOHTAAMO_REAL_DATA` name their folders.

- **Sentiment XED:** development lines of film subtitles (CC BY 4.0). They are no customer comments, and their
  neutral lines come from other films than the rest, so that some of the three-class figure is style. The shipped
  models are trained on the training lines only. Beside: the word lists alone, a linear model trained on the training
  lines in the same run, and always saying what is most common. In two classes neutral lines are left out and every
  line has to be one of the two.
- **Calibration error:** how far confidence and share right lie apart over ten bins of confidence (Guo et al. 2017).
  Of few lines it is never nought: the 358 Swedish ones would show some 0.045 of a perfectly honest confidence
  (0.029 to 0.064 in eight of ten draws).
- **Left alone:** requests to a home (Home Assistant's sentences, CC BY 4.0), which are neither good nor bad, read as
  neutral or not surely. Nothing is trained on them.
- **Intervals:** Wilson's of shares; of mean F1 the middle 95 % of 500 draws of the same texts.
- **Sure ones:** readings with a confidence of 0.5 or more, which pages call good or bad and figures count.
- **Targets** stand where the design of the language engine set one; speeds are of the machine of the run, one core,
  process time, and halve when it has much else to do."""

OF_BINS = """## Confidence and being right

Three classes of XED's development lines. An honest confidence is right as often as it says.

"""

OF_REASONS = """## Reasons people gave and our themes

Each negative tweet to an airline has one reason that a person chose; a tweet may have several of our themes. Which
themes speak of a reason was declared before it was measured (`language/bench/airline.py`). The last column tells how
often the same themes are found where another reason was chosen: partly false, partly a second subject of the tweet.
In these data the words "late" and "cancelled" were replaced by the reason's name in many tweets.

"""

OF_UNSEEN = """## Themes of comments nobody had seen

Sixty comments a language about web shops, health, telecom, banks and flights, written and labelled before any rule
met them. The lists were then amended by every other one, by the tweets and reviews above and by general vocabulary.
The other half is still kept aside. Thirty more were written after that: their figure "before" is the most honest one
of the lists as they were then, and by their misses the lists were amended once more. The same person wrote comments,
labels and rules, and 30 comments tell little: expect some 0.8 of comments of strangers.

"""

MISSES = """## What misses, and why

- **Bookings, bad flights and attendants** are mostly told without a word of the theme ("rebooked 4 times", "board a
  flight without a pilot"): lists of words do not reach them.
- **English in three classes:** the linear model beside learns the lines as they are and is better, because neutral
  lines come from films whose subtitles are set in another way ("murder ."). The shipped one is taught without such
  traces (`language/subtitles.py`) and reads without them ("murder." and "murder ." alike), which costs points here
  and makes its confidence honest.
- **Swedish in three classes:** no line of XED's is neutral, so every one that is read as neutral counts as wrong. The
  neutral sentences that the model learnt from are our own (`lexicons/said_sv.tsv`).
- **Speeds** fall where the load told above is larger than the number of processors.
- **Names** are found by lists and turns of speech, and never certain; what is found is nearly always one.
- **The language of a few words** is a guess; in the product the language of the survey helps.
- **Banking77** (1,000 of its questions) asks for meaning more than for words, which is what search by words lacks.
- **Finnish customer comments:** there is no public set that may be used, so no figure here is of them."""
