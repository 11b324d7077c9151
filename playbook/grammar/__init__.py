"""The grammar behind `playbook.sentence`: from characters to tokens, readings, marks and clauses.

Read it upwards: tokens, numerals, measures, quantities, dates, phrases, marks, clauses, goals. No module
looks at a character twice, and nothing here raises: what cannot be read stays words.
"""
