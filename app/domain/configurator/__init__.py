"""The configurator: product models, what of them is still possible after each choice, and why something is not.

Pure: no Qt, no SQL, no files. `model` says what a product model is, `compiling` turns one into clauses,
`reasoner` answers what can hold and what must, `uvl` reads feature models of the Universal Variability Language.
"""
