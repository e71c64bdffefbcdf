package io.gantry.kserve.rules;

import io.gantry.kserve.validate.Findings;

/// LocalModelNamespaceCaches
/// (`pkg/webhook/admission/localmodelnamespacecache/local_model_namespace_cache_validation.go`).
/// Unlike those of the cluster, two of a namespace may hold the same model. KServe refuses one
/// whose node groups are not there; here that is a warning.
final class NamespaceCacheRules implements KindRules {

    @Override
    public void validate(Change change, Findings findings) {
        CacheRules.sameSource(change, findings);
    }

    @Override
    public void warn(Change change, Findings findings) {
        CacheRules.nodeGroups(change, findings);
    }
}
