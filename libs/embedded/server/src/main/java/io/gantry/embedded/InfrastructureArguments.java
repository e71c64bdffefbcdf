package io.gantry.embedded;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The command line of [InfrastructureMain].
final class InfrastructureArguments {

    static final String USAGE =
            "usage: --data-dir DIR [--kafka-port P] [--postgres-port P] [--s3-port P] [--owner-pid PID | --shared] [--disposable]";

    private InfrastructureArguments() {}

    static Launch parse(List<String> words) {
        Parsed parsed = new Parsed();
        for (Iterator<String> rest = words.iterator(); rest.hasNext(); ) {
            parsed.take(rest.next(), rest);
        }
        if (parsed.directory == null) {
            throw new IllegalArgumentException("--data-dir is missing; " + USAGE);
        }
        return new Launch(
                parsed.directory,
                new EmbeddedInfrastructure.Ports(
                        parsed.kafkaPort, parsed.postgresPort, parsed.s3Port),
                parsed.lifetime,
                parsed.disposable);
    }

    static List<String> of(Launch launch) {
        EmbeddedInfrastructure.Ports ports = launch.ports();
        List<String> words = new ArrayList<>(List.of("--data-dir", launch.directory().toString()));
        words.addAll(List.of("--kafka-port", Integer.toString(ports.kafka())));
        words.addAll(List.of("--postgres-port", Integer.toString(ports.postgres())));
        words.addAll(List.of("--s3-port", Integer.toString(ports.s3())));
        words.addAll(
                switch (launch.lifetime()) {
                    case Lifetime.UntilStopped() -> List.of();
                    case Lifetime.OwnedBy(long pid) -> List.of("--owner-pid", Long.toString(pid));
                    case Lifetime.Shared() -> List.of("--shared");
                });
        if (launch.disposable()) {
            words.add("--disposable");
        }
        return List.copyOf(words);
    }

    private static final class Parsed {
        private @Nullable Path directory;
        private int kafkaPort;
        private int postgresPort;
        private int s3Port;
        private Lifetime lifetime = new Lifetime.UntilStopped();
        private boolean disposable;

        private void take(String option, Iterator<String> rest) {
            switch (option) {
                case "--data-dir" -> directory = Path.of(value(option, rest));
                case "--kafka-port" -> kafkaPort = port(option, rest);
                case "--postgres-port" -> postgresPort = port(option, rest);
                case "--s3-port" -> s3Port = port(option, rest);
                case "--owner-pid" -> lifetime = new Lifetime.OwnedBy(number(option, rest));
                case "--shared" -> lifetime = new Lifetime.Shared();
                case "--disposable" -> disposable = true;
                default ->
                        throw new IllegalArgumentException(
                                "unknown option " + option + "; " + USAGE);
            }
        }

        private static int port(String option, Iterator<String> rest) {
            long port = number(option, rest);
            if (port < 0 || port > 65_535) {
                throw new IllegalArgumentException(
                        "%s takes a port from 0 (any free one) to 65535, not %d"
                                .formatted(option, port));
            }
            return (int) port;
        }

        private static long number(String option, Iterator<String> rest) {
            String value = value(option, rest);
            try {
                return Long.parseLong(value);
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException(
                        "%s takes a number, not '%s'".formatted(option, value), e);
            }
        }

        private static String value(String option, Iterator<String> rest) {
            if (!rest.hasNext()) {
                throw new IllegalArgumentException(option + " lacks its value; " + USAGE);
            }
            return rest.next();
        }
    }
}
