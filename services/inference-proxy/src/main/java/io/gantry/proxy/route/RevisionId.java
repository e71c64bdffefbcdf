package io.gantry.proxy.route;

/// Which revision of which service.
public record RevisionId(String namespace, String service, String revision) {}
