"""The test bench of product models: saved cases that say what has to be possible, blocked, dear and taken along.

They stand in a file beside the model ("cases.yaml") and run at every change of it.
"""

from app.domain.model_cases.cases import CASES_FILE, Case, CaseResult, Coverage, Report
from app.domain.model_cases.reading import read_cases
from app.domain.model_cases.running import known_codes, run_cases

__all__ = ["CASES_FILE", "Case", "CaseResult", "Coverage", "Report", "known_codes", "read_cases", "run_cases"]
