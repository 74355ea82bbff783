"""Values of open-access trial reports with what each measures, labelled by hand.

Facts only: the report, paragraph and sentence as `benchmarks.rct_numbers.source` counts them, the
value as printed, and what it is of, in a few words of our own or as a notation of the vocabulary.
The reports are the six of the ten in `rct_numbers` that were looked at while the extractor was made.
"""

LABELS = """\
57750 2.1 10948 randomised
57750 3.1 46 suspected events
57750 3.1 28 adjudicated MI
57750 3.2 20 disagreed
57750 3.2 5005 suspected MI
57750 5.2 13.6 end-point events
57750 5.2 7.7 end-point events
57750 5.2 12.6 end-point events
57750 5.2 6.2 end-point events
57750 5.3 9 disagreed
57750 5.4 1415 MIs
57750 5.5 20 disagreed
57750 5.5 5005 suspected MI
57750 6.4 25 enzyme elevations
57750 6.5 27 ischemia
3580751 3.2 7.8 VAP attack
3580751 3.2 17.1 VAP attack
3580751 3.2 7.2 VAP attack
3580751 3.2 11.2 VAP attack
3580751 3.3 2.17 VAP incidence
3580751 5.1 61.1 mechanical ventilation
3580751 5.2 4.9 missing
3580751 6.2 34 hospitalised unit
3580751 6.2 66 hospitalised unit
3580751 6.3 62 men
3580751 6.3 60 age
3580751 6.4 61 antibiotics
3580751 6.4 41 home
3580751 6.4 26 immunosuppressed
3580751 6.5 53 SAPSII
3580751 6.6 26 death
3580751 10.1 11.6 length ventilation
3580751 10.1 14.0 length ventilation
3580751 10.1 13.1 length ventilation
3580751 10.1 10.4 length ventilation
3580751 10.2 9.3 length stay
3580751 10.2 9.9 length stay
3580751 10.2 11.3 length stay
3580751 10.2 9.1 length stay
3580751 11.1 13.5 death
3580751 11.1 18.8 death
3580751 12.1 7.8 VAP attack
3580751 12.1 17.1 VAP attack
3580751 13.1 2.17 VAP incidence
3580751 13.1 1.37 VAP incidence
3580751 13.3 2.31 VAP incidence
3580751 13.3 1.36 VAP incidence
4450164 6.3 69 flank pain
4450164 6.4 47 infection
4450164 6.4 51 gastrointestinal symptoms
4450164 6.5 58 pyuria
4450164 6.5 36 urine culture
4450164 6.5 60 pathogen
5244530 4.2 86 antidepressants
5244530 4.2 78 antidepressants
5244530 8.1 45 randomised
5244530 8.1 46 randomised
5244530 8.2 258 enrolled
5244530 10.1 22.6 male
5244530 10.1 9.6 female
5244530 10.1 10.8 born Sweden
5244530 10.1 28.1 born outside
5244530 11.3 49 no depression
5244530 11.3 47.3 no depression
5244530 11.5 1.05 improved BDI
5244530 11.5 3.9 improved EQ
5244530 12.2 22 antidepressant medication
5244530 12.2 32 antidepressant medication
5244530 12.3 72 antidepressant medication
5244530 12.4 69 antidepressants
5244530 12.4 59 antidepressants
5498715 7.1 70 randomised
5771543 3.2 -22.6 change CDRS
5771543 3.2 -24.8 change CDRS
5771543 3.2 -23.1 change CDRS
5771543 3.3 78.2 overall-response
5771543 3.3 62.6 overall-response
5771543 3.3 68.7 overall-response
5771543 3.5 60.0 adverse-event
5771543 3.5 70.5 adverse-event
5771543 3.5 64.3 adverse-event
5771543 5.1 340 randomised
5771543 5.1 339 safety population
5771543 5.3 14 discontinued
5771543 5.3 12 discontinued
5771543 6.2 56.5 CDRS total
5771543 6.2 4.5 CGI
5771543 6.2 13.4 duration episode
5771543 6.3 30.4 psychiatric condition
5771543 6.3 31.3 psychiatric condition
5771543 6.3 25.9 psychiatric condition
5771543 6.3 33.9 psychiatric condition
5771543 6.4 12.2 attention deficit
5771543 6.4 13.4 attention deficit
5771543 6.4 5.4 attention deficit
5771543 6.4 12.5 self-injurious behavior
5771543 6.4 0.9 anxiety disorder
5771543 6.4 3.5 oppositional disorder
5771543 6.4 3.6 oppositional disorder
5771543 7.2 -22.6 change CDRS
5771543 7.2 -23.1 change CDRS
5771543 7.2 -24.8 change CDRS
5771543 8.1 78.2 overall-response
5771543 8.1 62.6 overall-response
5771543 8.2 68.7 overall-response
5771543 9.1 64.9 adverse-event
5771543 9.1 60.0 adverse-event
5771543 9.1 64.3 adverse-event
5771543 9.1 70.5 adverse-event
5771543 9.3 31.9 adverse-event
5771543 9.3 28.7 adverse-event
5771543 9.3 32.1 adverse-event
5771543 9.3 34.8 adverse-event
5771543 9.4 3.5 adverse-event
5771543 9.4 1.7 adverse-event
5771543 9.4 5.4 adverse-event
5771543 9.4 3.6 adverse-event
5771543 9.5 3 adverse-event
5771543 9.7 5 discontinued
5771543 11.2 5 serious-adverse-event
5771543 12.2 8.6 suicidal ideation
5771543 12.3 8.6 suicidal ideation
5771543 12.3 0.3 suicidal behavior
5771543 13.1 1.8 self-injurious behavior
5771543 13.1 0.9 self-injurious behavior
"""
