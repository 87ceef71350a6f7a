"""What several definitions bind alike: settings as values, with every name checked."""
