"""What a configured product looks like, without anything that draws: solids, materials, dimensions.

Pure: the same scene is drawn on screen, in papers, as SVG and as glTF, and it is cut and counted.
"""
