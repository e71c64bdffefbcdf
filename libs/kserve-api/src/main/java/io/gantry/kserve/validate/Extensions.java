package io.gantry.kserve.validate;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.kserve.api.Component;
import io.gantry.kserve.api.InferenceService;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Rules about what every component can have: replicas, concurrency, logger.
final class Extensions {
    private static final Pattern HTTP =
            Pattern.compile("https?://[^/].*", Pattern.CASE_INSENSITIVE);
    private static final Set<String> LOGGER_MODES = Set.of("all", "request", "response");

    private Extensions() {}

    static void check(InferenceService service, Findings findings) {
        for (Parts.Part part : Parts.withVariants(service)) {
            replicas(part.path(), part.component(), findings);
            concurrency(part.path(), part.component(), findings);
            logger(part.path() + ".logger", part.component().logger(), findings);
        }
    }

    /// What KServe takes, and Gantry does something else with.
    static void warnings(InferenceService service, Findings findings) {
        for (Parts.Part part : Parts.withVariants(service)) {
            JsonNode logger = part.component().logger();
            if (logger != null && logger.isObject()) {
                unlogged(part.path() + ".logger", logger, findings);
            }
        }
    }

    private static void unlogged(String path, JsonNode logger, Findings findings) {
        String url = logger.path("url").asText("");
        if (!url.isEmpty() && !HTTP.matcher(url).matches()) {
            findings.wrong(
                    path + ".url",
                    url,
                    "only http and https can be posted to, so bodies go to Kafka (gantry.inference-log)",
                    "write http://host/path, or leave it out");
        }
        if (logger.path("storage").isObject()) {
            findings.wrong(
                    path + ".storage",
                    null,
                    "no objects are written, so bodies go to where url says, or to Kafka (gantry.inference-log)",
                    "have a Kafka connector write them to the bucket");
        }
    }

    private static void replicas(String path, Component component, Findings findings) {
        int min = component.minReplicas() == null ? 1 : component.minReplicas();
        int max = component.maxReplicas() == null ? 0 : component.maxReplicas();
        if (min < 0) {
            findings.wrong(
                    path + ".minReplicas",
                    min,
                    "'MinReplicas' cannot be less than 0",
                    "use 0 to let it scale to zero");
        }
        if (max < 0) {
            findings.wrong(
                    path + ".maxReplicas",
                    max,
                    "'MaxReplicas' cannot be less than 0",
                    "use 0 for no limit");
        }
        if (min > max && max > 0) {
            findings.wrong(
                    path + ".minReplicas",
                    min,
                    "'MinReplicas' cannot be greater than MaxReplicas",
                    "lower it to %d or raise maxReplicas".formatted(max));
        }
    }

    private static void concurrency(String path, Component component, Findings findings) {
        Long limit = component.containerConcurrency();
        if (limit != null && limit < 0) {
            findings.wrong(
                    path + ".containerConcurrency",
                    limit,
                    "parallelism cannot be less than 0",
                    "use 0 for no limit");
        }
        Long timeout = component.timeout();
        if (timeout != null && timeout < 0) {
            findings.wrong(
                    path + ".timeout",
                    timeout,
                    "the timeout cannot be less than 0 seconds",
                    "leave it out for the default");
        }
    }

    private static void logger(String path, @Nullable JsonNode logger, Findings findings) {
        if (logger == null || !logger.isObject()) {
            return;
        }
        String mode = logger.path("mode").asText();
        if (!LOGGER_MODES.contains(mode)) {
            findings.wrong(
                    path + ".mode",
                    mode.isEmpty() ? null : mode,
                    "invalid logger type",
                    "set mode to all, request or response");
        }
        JsonNode storage = logger.path("storage");
        boolean incomplete =
                storage.isObject()
                        && !(storage.hasNonNull("path")
                                && storage.hasNonNull("parameters")
                                && storage.hasNonNull("key"));
        if (incomplete) {
            findings.wrong(
                    path + ".storage",
                    storage,
                    "invalid logger storage configuration",
                    "give it path, parameters and key");
        }
    }
}
