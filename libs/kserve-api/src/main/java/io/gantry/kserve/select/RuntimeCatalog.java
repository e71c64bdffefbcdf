package io.gantry.kserve.select;

import io.gantry.kserve.api.ServingRuntime;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// The runtimes that a namespace can use: its own and the cluster's.
public record RuntimeCatalog(List<ServingRuntime> namespace, List<ServingRuntime> cluster) {

    public RuntimeCatalog {
        namespace = List.copyOf(namespace);
        cluster = List.copyOf(cluster);
    }

    /// What of all known runtimes the namespace can use.
    public static RuntimeCatalog of(String namespace, Collection<ServingRuntime> all) {
        return new RuntimeCatalog(
                filtered(
                        all,
                        runtime ->
                                !runtime.clusterWide()
                                        && Objects.equals(runtime.namespace(), namespace)),
                filtered(all, ServingRuntime::clusterWide));
    }

    /// The namespace's runtimes, then the cluster's.
    public Stream<ServingRuntime> all() {
        return Stream.concat(namespace.stream(), cluster.stream());
    }

    private static List<ServingRuntime> filtered(
            Collection<ServingRuntime> all, Predicate<ServingRuntime> wanted) {
        return all.stream().filter(wanted).toList();
    }
}
