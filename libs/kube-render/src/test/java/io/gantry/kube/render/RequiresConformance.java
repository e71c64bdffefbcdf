package io.gantry.kube.render;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.condition.EnabledIf;

/// Marks tests over KServe's own manifests and vectors, which are not part of this repository.
/// Where they are absent, the tests are reported as skipped.
@EnabledIf(
        value = "io.gantry.kube.render.Conformance#present",
        disabledReason = "KServe's conformance files are not here; set -Dgantry.conformance.dir")
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface RequiresConformance {}
