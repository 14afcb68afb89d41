"""Configuring a product at the desk: choices with levels, a whole preview, what each option costs, ways out.

Pure. `session` is what a screen holds, `views` what it shows; `levels` are the choices, `completing` makes them whole.
"""
