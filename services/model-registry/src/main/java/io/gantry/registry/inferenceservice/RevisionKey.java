package io.gantry.registry.inferenceservice;

import jakarta.persistence.Embeddable;

/// What tells revisions apart; numbers are not used again when a name is.
@Embeddable
record RevisionKey(String namespace, String name, int number) {}
