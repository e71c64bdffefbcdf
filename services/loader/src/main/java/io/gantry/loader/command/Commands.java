package io.gantry.loader.command;

import io.gantry.loader.LoaderConfig;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.OptionalInt;

/// What the loader does besides being a service.
public final class Commands {

    /// Where Kubernetes looks for a container's last word.
    private static final String TERMINATION_LOG = "/dev/termination-log";

    private static final String TERMINATION_LOG_VARIABLE = "GANTRY_TERMINATION_LOG";

    private Commands() {}

    /// Runs a command to its end.
    ///
    /// @param words of the command line; without any, the service is meant
    /// @param environment of the process
    /// @return the exit code; empty when no command is meant
    public static OptionalInt run(List<String> words, Map<String, String> environment) {
        if (words.isEmpty()) {
            return OptionalInt.empty();
        }
        List<String> rest = words.subList(1, words.size());
        return switch (words.getFirst()) {
            case "pull" -> OptionalInt.of(pull(rest, environment));
            case "verify" -> OptionalInt.of(verify(rest));
            default -> OptionalInt.of(misused("'%s' is no command".formatted(words.getFirst())));
        };
    }

    private static int pull(List<String> words, Map<String, String> environment) {
        List<PullRequest> requests;
        LoaderConfig config;
        try {
            requests = PullRequest.parse(words);
            config = config();
        } catch (IllegalArgumentException | NoSuchElementException e) {
            return misused(String.valueOf(e.getMessage()));
        }
        Path log = Path.of(environment.getOrDefault(TERMINATION_LOG_VARIABLE, TERMINATION_LOG));
        return new PullCommand(System.out, System.err, log).run(requests, config, environment);
    }

    private static int verify(List<String> words) {
        if (!words.isEmpty()) {
            return misused("verify takes no words, found '%s'".formatted(words.getFirst()));
        }
        try {
            return new VerifyCommand(System.out, System.err).run(config());
        } catch (IllegalArgumentException | NoSuchElementException e) {
            return misused(String.valueOf(e.getMessage()));
        }
    }

    private static int misused(String message) {
        System.err.printf("loader: %s%n%s%n", message, PullRequest.USAGE);
        return ExitCode.USAGE;
    }

    /// From system properties and the environment, by the names that the service has.
    private static LoaderConfig config() {
        SmallRyeConfig config =
                new SmallRyeConfigBuilder()
                        .addDefaultInterceptors()
                        .addDefaultSources()
                        .addDiscoveredConverters()
                        .withMapping(LoaderConfig.class)
                        .withMappingIgnore("gantry.**")
                        .build();
        return config.getConfigMapping(LoaderConfig.class);
    }
}
