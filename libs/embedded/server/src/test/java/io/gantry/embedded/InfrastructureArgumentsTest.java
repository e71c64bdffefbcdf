package io.gantry.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.embedded.EmbeddedInfrastructure.Ports;
import java.nio.file.Path;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InfrastructureArgumentsTest {

    @Property
    void shouldReadWhatItWrote(
            @ForAll @IntRange(max = 65_535) int port,
            @ForAll("lifetimes") Lifetime lifetime,
            @ForAll boolean disposable) {
        Launch launch =
                new Launch(
                        Path.of("/data"), new Ports(port, 0, 65_535 - port), lifetime, disposable);

        assertThat(InfrastructureArguments.parse(InfrastructureArguments.of(launch)))
                .isEqualTo(launch);
    }

    @Provide
    Arbitrary<Lifetime> lifetimes() {
        return Arbitraries.oneOf(
                Arbitraries.just(new Lifetime.Shared()),
                Arbitraries.just(new Lifetime.UntilStopped()),
                Arbitraries.longs().greaterOrEqual(1).map(Lifetime.OwnedBy::new));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--kafka-port 9092 | --data-dir is missing",
                "--data-dir | --data-dir lacks its value",
                "--data-dir /d --kafka-port many | --kafka-port takes a number, not 'many'",
                "--data-dir /d --postgres-port 65536 | --postgres-port takes a port from 0 (any free one) to 65535, not 65536",
                "--data-dir /d --s3-port -1 | --s3-port takes a port from 0 (any free one) to 65535, not -1",
                "--data-dir /d --quiet | unknown option --quiet",
            })
    void shouldNameWhatItCannotRead(String words, String message) {
        List<String> arguments = List.of(words.split(" "));

        assertThatThrownBy(() -> InfrastructureArguments.parse(arguments))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }
}
