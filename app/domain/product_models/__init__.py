"""What the file of a product model says: choices, rules, prices, lead times, articles, parts; and what follows.

Pure: no Qt, no SQL, no files. `definition` holds the values, `expressions` the language of rules, prices and sizes.
The engine that knows what is still possible is `app.domain.configurator`; it sees a model without slots, flattened.
"""
