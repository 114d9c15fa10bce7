"""The post office: letters, not lessons."""
