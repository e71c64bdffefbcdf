package io.gantry.registry.plan;

/// What the planner takes from a config.json.
record ModelConfig(Architecture architecture, WeightFormat format) {}
