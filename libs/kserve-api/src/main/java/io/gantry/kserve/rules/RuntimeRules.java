package io.gantry.kserve.rules;

import io.gantry.kserve.api.KServeJson;
import io.gantry.kserve.api.ServingRuntime;
import io.gantry.kserve.validate.Findings;
import io.gantry.kserve.validate.RuntimeValidation;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Runtimes of a namespace and of the cluster, which are compared with the others of their scope.
final class RuntimeRules implements KindRules {

    @Override
    public void validate(Change change, Findings findings) {
        Typed.read(change.resource(), ServingRuntime.class, findings)
                .ifPresent(runtime ->
                        findings.addAll(
                                RuntimeValidation.validate(
                                        runtime, old(change), others(runtime, change.stored()))));
    }

    private static @Nullable ServingRuntime old(Change change) {
        return change.old() == null ? null : KServeJson.read(change.old(), ServingRuntime.class);
    }

    private static List<ServingRuntime> others(ServingRuntime runtime, Stored stored) {
        String kind = runtime.clusterWide() ? ServingRuntime.CLUSTER_KIND : ServingRuntime.KIND;
        String namespace = runtime.clusterWide() ? null : runtime.namespace();
        return stored.of(kind, namespace).stream()
                .map(each -> Typed.read(each, ServingRuntime.class, new Findings()))
                .flatMap(Optional::stream)
                .toList();
    }
}
