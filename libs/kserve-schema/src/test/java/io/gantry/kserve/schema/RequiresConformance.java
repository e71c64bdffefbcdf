package io.gantry.kserve.schema;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.condition.EnabledIf;

/// Marks tests over KServe's own CRDs and manifests, which are not part of this repository. Where
/// they are absent, the tests are reported as skipped.
@EnabledIf(
        value = "io.gantry.kserve.schema.Conformance#present",
        disabledReason = "KServe's conformance files are not here; set -Dgantry.conformance.dir")
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface RequiresConformance {}
