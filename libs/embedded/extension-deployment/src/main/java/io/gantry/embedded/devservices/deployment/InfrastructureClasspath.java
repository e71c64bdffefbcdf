package io.gantry.embedded.devservices.deployment;

import io.quarkus.bootstrap.model.ApplicationModel;
import io.quarkus.maven.dependency.ArtifactCoords;
import io.quarkus.maven.dependency.ArtifactKey;
import io.quarkus.maven.dependency.ResolvedDependency;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.function.Function;
import java.util.stream.Collectors;

/// What the infrastructure's own JVM needs of the hundreds of artifacts around an application: its
/// server and what that depends on, as the application's build resolved it.
final class InfrastructureClasspath {

    private static final ArtifactKey SERVER =
            ArtifactKey.of(
                    "io.gantry",
                    "gantry-embedded",
                    ArtifactCoords.DEFAULT_CLASSIFIER,
                    ArtifactCoords.TYPE_JAR);

    private InfrastructureClasspath() {}

    static List<Path> of(ApplicationModel model) {
        Map<ArtifactKey, ResolvedDependency> available =
                model.getDependencies().stream()
                        .collect(
                                Collectors.toMap(
                                        ArtifactCoords::getKey,
                                        Function.identity(),
                                        (first, _) -> first));
        Map<ArtifactKey, ResolvedDependency> needed = new LinkedHashMap<>();
        Queue<ArtifactKey> open = new ArrayDeque<>(List.of(SERVER));
        while (!open.isEmpty()) {
            ArtifactKey key = open.remove();
            ResolvedDependency dependency = available.get(key);
            if (dependency != null && needed.putIfAbsent(key, dependency) == null) {
                dependency.getDependencies().stream()
                        .map(ArtifactCoords::getKey)
                        .forEach(open::add);
            }
        }
        return needed.values().stream()
                .flatMap(dependency -> dependency.getResolvedPaths().stream())
                .toList();
    }
}
