"""The sample shop: invented people, real shapes, and truths that are known because they were planted."""
