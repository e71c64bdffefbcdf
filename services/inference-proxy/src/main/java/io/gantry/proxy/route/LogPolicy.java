package io.gantry.proxy.route;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What is logged of a revision's traffic: KServe's `logger` (`LoggerSpec` in
/// `pkg/apis/serving/v1beta1/component.go`), or all of it by the annotation that KServe's users
/// know from its documentation.
///
/// @param component of the service whose traffic it is about: `predictor`, `transformer` or
///   `explainer`
/// @param requests whether request bodies are logged
/// @param answers whether the bodies of answers are
/// @param percent of the exchanges, 0 to 100
/// @param sink where they are posted to; null for Kafka
/// @param headers of requests that are told with them, in lower case
/// @param annotations of the service that are
public record LogPolicy(
        String component,
        boolean requests,
        boolean answers,
        double percent,
        @Nullable URI sink,
        List<String> headers,
        Map<String, String> annotations) {

    private static final String PREDICTOR = "predictor";

    static final String ENABLE = "serving.kserve.io/enable-logger";

    /// How many of a hundred exchanges are logged; all without it.
    static final String SAMPLE_PERCENT = "gantry.io/log-sample-percent";

    /// Never told, whoever asks for them: they let one in.
    private static final Set<String> CREDENTIALS =
            Set.of("authorization", "proxy-authorization", "cookie", "x-api-key", "api-key");

    public LogPolicy {
        headers = List.copyOf(headers);
        annotations = Map.copyOf(annotations);
    }

    /// @param predictor of a revision
    /// @param service the manifest
    static Optional<LogPolicy> ofPredictor(JsonNode predictor, JsonNode service) {
        boolean enabled = service.at("/metadata/annotations").path(ENABLE).asText().equals("true");
        return of(PREDICTOR, predictor, service, enabled);
    }

    /// Of what stands before the predictor, which the annotation is not about.
    static Optional<LogPolicy> of(String component, JsonNode service) {
        return of(component, service.path("spec").path(component), service, false);
    }

    private static Optional<LogPolicy> of(
            String component, JsonNode spec, JsonNode service, boolean enabled) {
        JsonNode logger = spec.path("logger");
        JsonNode annotations = service.at("/metadata/annotations");
        if (!logger.isObject() && !enabled) {
            return Optional.empty();
        }
        String mode = logger.path("mode").asText("all");
        return Optional.of(
                new LogPolicy(
                        component,
                        !mode.equals("response"),
                        !mode.equals("request"),
                        percent(annotations.path(SAMPLE_PERCENT).asText("100")),
                        sink(logger.path("url").asText("")),
                        headers(logger.path("metadataHeaders")),
                        chosen(annotations, logger.path("metadataAnnotations"))));
    }

    private static double percent(String text) {
        try {
            double percent = Double.parseDouble(text);
            return Double.isNaN(percent) ? 100 : Math.clamp(percent, 0, 100);
        } catch (NumberFormatException e) {
            return 100;
        }
    }

    /// The registry warns of one that nothing can be posted to.
    private static @Nullable URI sink(String url) {
        try {
            URI sink = URI.create(url);
            String scheme = String.valueOf(sink.getScheme()).toLowerCase(Locale.ROOT);
            return Set.of("http", "https").contains(scheme) && sink.getHost() != null ? sink : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static List<String> headers(JsonNode wanted) {
        List<String> headers = new ArrayList<>();
        wanted.forEach(each -> headers.add(each.asText().toLowerCase(Locale.ROOT)));
        headers.removeAll(CREDENTIALS);
        return headers;
    }

    private static Map<String, String> chosen(JsonNode annotations, JsonNode wanted) {
        Map<String, String> chosen = new TreeMap<>();
        wanted.forEach(each -> {
            JsonNode value = annotations.path(each.asText());
            if (value.isTextual()) {
                chosen.put(each.asText(), value.textValue());
            }
        });
        return chosen;
    }
}
