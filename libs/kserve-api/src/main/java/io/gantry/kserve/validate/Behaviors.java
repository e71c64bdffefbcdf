package io.gantry.kserve.validate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.gantry.autoscale.hpa.Behavior;
import io.gantry.autoscale.hpa.Policy;
import io.gantry.autoscale.hpa.ScalingRules;
import io.gantry.kserve.api.Component;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads `autoScaling.behavior`, with Kubernetes' defaults for what it leaves open, and finds what
/// Kubernetes would refuse (`pkg/apis/autoscaling/validation`), whoever scales.
public final class Behaviors {

    private final Findings findings;

    private Behaviors(Findings findings) {
        this.findings = findings;
    }

    /// @param path of the component
    /// @return empty when the component says nothing; where something is wrong, the default is in
    ///   its place
    public static Optional<Behavior> read(String path, Component component, Findings findings) {
        JsonNode behavior =
                component.autoScaling() == null
                        ? MissingNode.getInstance()
                        : component.autoScaling().path("behavior");
        if (!behavior.isObject()) {
            return Optional.empty();
        }
        String at = path + ".autoScaling.behavior";
        Behaviors reader = new Behaviors(findings);
        return Optional.of(
                new Behavior(
                        reader.rules(at + ".scaleUp", behavior.path("scaleUp"), ScalingRules.UP),
                        reader.rules(
                                at + ".scaleDown", behavior.path("scaleDown"), ScalingRules.DOWN)));
    }

    private ScalingRules rules(String at, JsonNode rules, ScalingRules defaults) {
        try {
            return new ScalingRules(
                    stabilization(at, rules.path("stabilizationWindowSeconds"), defaults),
                    select(at + ".selectPolicy", rules.path("selectPolicy"), defaults),
                    policies(at + ".policies", rules.path("policies"), defaults),
                    tolerance(at + ".tolerance", rules.path("tolerance"), defaults));
        } catch (IllegalArgumentException e) {
            refuse(at, rules, e);
            return defaults;
        }
    }

    private Duration stabilization(String at, JsonNode seconds, ScalingRules defaults) {
        if (absent(seconds)) {
            return defaults.stabilization();
        }
        if (!seconds.isIntegralNumber() || !seconds.canConvertToInt()) {
            String field = at + ".stabilizationWindowSeconds";
            findings.wrong(field, seconds, "it is no whole number", "use seconds up to 3600");
            return defaults.stabilization();
        }
        return Duration.ofSeconds(seconds.asInt());
    }

    private ScalingRules.Select select(String at, JsonNode select, ScalingRules defaults) {
        if (absent(select)) {
            return defaults.select();
        }
        return switch (select.asText()) {
            case "Max" -> ScalingRules.Select.MAX;
            case "Min" -> ScalingRules.Select.MIN;
            case "Disabled" -> ScalingRules.Select.DISABLED;
            default -> {
                findings.wrong(
                        at, select.asText(), "Unsupported value", "use Max, Min or Disabled");
                yield defaults.select();
            }
        };
    }

    private List<Policy> policies(String at, JsonNode policies, ScalingRules defaults) {
        if (absent(policies)) {
            return defaults.policies();
        }
        List<Policy> read = new ArrayList<>();
        for (int i = 0; i < policies.size(); i++) {
            policy("%s[%d]".formatted(at, i), policies.path(i)).ifPresent(read::add);
        }
        if (policies.isEmpty()) {
            findings.missing(at, "must specify at least one Policy", "add one, or remove the list");
        }
        return read.isEmpty() ? defaults.policies() : read;
    }

    private Optional<Policy> policy(String at, JsonNode policy) {
        Optional<Policy.Type> type =
                switch (policy.path("type").asText()) {
                    case "Pods" -> Optional.of(Policy.Type.PODS);
                    case "Percent" -> Optional.of(Policy.Type.PERCENT);
                    default -> Optional.empty();
                };
        if (type.isEmpty()) {
            findings.wrong(
                    at + ".type",
                    policy.path("type").asText(),
                    "Unsupported value",
                    "use Pods or Percent");
            return Optional.empty();
        }
        try {
            return Optional.of(
                    new Policy(
                            type.get(),
                            policy.path("value").asInt(),
                            Duration.ofSeconds(policy.path("periodSeconds").asInt())));
        } catch (IllegalArgumentException e) {
            refuse(at, policy, e);
            return Optional.empty();
        }
    }

    private double tolerance(String at, JsonNode tolerance, ScalingRules defaults) {
        if (absent(tolerance)) {
            return defaults.tolerance();
        }
        Optional<BigDecimal> quantity = Quantity.parse(tolerance);
        if (quantity.isEmpty()) {
            findings.wrong(
                    at, tolerance.asText(), "it is no quantity", "use a part such as 0.05 or 50m");
        }
        return quantity.map(BigDecimal::doubleValue).orElse(defaults.tolerance());
    }

    private void refuse(String at, JsonNode found, IllegalArgumentException why) {
        findings.wrong(at, found, String.valueOf(why.getMessage()), "correct it");
    }

    private static boolean absent(JsonNode node) {
        return node.isMissingNode() || node.isNull();
    }
}
