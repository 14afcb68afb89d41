"""What a rule of prices said from when to when, who changed it, and by which version of it an order was priced."""

from app.services.rule_versions.acts import RuleRef
from app.services.rule_versions.story import Applied, RuleStory, read_story

__all__ = ["Applied", "RuleRef", "RuleStory", "read_story"]
