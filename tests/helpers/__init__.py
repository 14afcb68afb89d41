"""What tests share: databases, builders, readers of papers."""
