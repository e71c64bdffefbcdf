package io.gantry.kserve.revision;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.kserve.api.Component;
import io.gantry.kserve.api.InferenceServiceSpec;
import io.gantry.kserve.api.KServeJson;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Tells whether two specs need different processes or pods.
///
/// What is applied elsewhere does not count: scaling (the monitor), concurrency limit, timeout,
/// traffic share, logging and batching (the proxy), the strategy of a roll-out and a variant's name
/// (which is how KServe promotes a canary without restarting it). It is taken of the spec as
/// written, not as defaulted: a release of Gantry that fills in more must not roll out every model
/// anew.
public final class RevisionFingerprint {
    private static final Set<String> APPLIED_ELSEWHERE =
            Set.of(
                    "name",
                    "minReplicas",
                    "maxReplicas",
                    "scaleTarget",
                    "scaleMetric",
                    "scaleMetricType",
                    "autoScaling",
                    "containerConcurrency",
                    "timeout",
                    "canaryTrafficPercent",
                    "logger",
                    "batcher",
                    "deploymentStrategy");

    private RevisionFingerprint() {}

    /// The fingerprint of the spec's predictor, transformer and explainer: 64 hexadecimal digits.
    public static String of(InferenceServiceSpec spec) {
        ObjectNode parts = KServeJson.mapper().createObjectNode();
        put(parts, "predictor", spec.predictor());
        put(parts, "transformer", spec.transformer());
        put(parts, "explainer", spec.explainer());
        return hash(parts);
    }

    /// The fingerprint of one component, by which variants are told apart.
    public static String of(Component component) {
        return hash(running(component));
    }

    /// The fingerprint of any tree as a whole: equal for equal ones, however they are written.
    public static String of(JsonNode tree) {
        return hash(tree);
    }

    private static void put(ObjectNode parts, String name, @Nullable Component component) {
        if (component != null) {
            parts.set(name, running(component));
        }
    }

    private static ObjectNode running(Component component) {
        return KServeJson.tree(component).remove(APPLIED_ELSEWHERE);
    }

    private static String hash(JsonNode tree) {
        StringBuilder canonical = new StringBuilder();
        write(tree, canonical);
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(canonical.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }

    /// Canonical JSON: members sorted and without nulls, numbers by value. Text is quoted by
    /// Jackson, so no two trees are written alike.
    private static void write(JsonNode node, StringBuilder out) {
        switch (node.getNodeType()) {
            case OBJECT -> writeObject(node, out);
            case ARRAY -> {
                out.append('[');
                node.forEach(element -> {
                    write(element, out);
                    out.append(',');
                });
                out.append(']');
            }
            case NUMBER -> out.append(number(node.decimalValue()));
            case BOOLEAN, STRING, NULL, BINARY, MISSING, POJO -> out.append(node);
        }
    }

    private static void writeObject(JsonNode node, StringBuilder out) {
        Map<String, JsonNode> sorted = new TreeMap<>();
        for (Map.Entry<String, JsonNode> member : node.properties()) {
            if (!member.getValue().isNull()) {
                sorted.put(member.getKey(), member.getValue());
            }
        }
        out.append('{');
        sorted.forEach((name, value) -> {
            out.append(KServeJson.toJson(name)).append(':');
            write(value, out);
            out.append(',');
        });
        out.append('}');
    }

    private static String number(BigDecimal value) {
        return value.signum() == 0 ? "0" : value.stripTrailingZeros().toString();
    }
}
