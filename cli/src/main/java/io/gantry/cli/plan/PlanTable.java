package io.gantry.cli.plan;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.cli.output.Table;
import io.gantry.events.text.Amounts;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A plan for people: its figures, what to set, what to look at and, if wanted, how each figure was
/// computed.
final class PlanTable {

    private final JsonNode plan;
    private final Table table = new Table("FIGURE", "VALUE");

    private PlanTable(JsonNode plan) {
        this.plan = plan;
    }

    /// @param steps whether to say how each figure was computed
    static String of(JsonNode plan, boolean steps) {
        return new PlanTable(plan).text(steps);
    }

    private String text(boolean steps) {
        rule();
        estimate();
        placement();
        deployment();
        StringBuilder text = new StringBuilder(table.toString());
        if (steps) {
            Stream.of("ruleOfThumb", "estimate", "placement", "deployment")
                    .flatMap(part -> plan.path(part).path("steps").valueStream())
                    .forEach(step -> text.append("  ").append(step.asText()).append('\n'));
        }
        plan.path("warnings")
                .forEach(warning -> text.append("Warning: ").append(warning.asText()).append('\n'));
        return text.toString();
    }

    private void rule() {
        JsonNode rule = plan.path("ruleOfThumb");
        table.row("Model size", bytes(rule, "modelSizeBytes"));
        table.row("Memory, rule of thumb", bytes(rule, "memoryBytes"));
        table.row("VRAM, rule of thumb", bytes(rule, "vramBytes"));
    }

    private void estimate() {
        JsonNode estimate = plan.path("estimate");
        if (estimate.isMissingNode()) {
            return;
        }
        table.row(
                "Parameters",
                String.format(
                        Locale.ROOT,
                        "%,d (%s)",
                        estimate.path("parameters").asLong(),
                        estimate.path("modelType").asText()));
        table.row(
                "Weights",
                "%s in %s"
                        .formatted(
                                bytes(estimate, "weightsBytes"),
                                estimate.path("weightFormat").asText()));
        table.row(
                "KV cache",
                "%s: %d × %d tokens of %s"
                        .formatted(
                                bytes(estimate, "kvCacheBytes"),
                                estimate.path("batchSize").asLong(),
                                estimate.path("contextLength").asLong(),
                                bytes(estimate, "kvCacheBytesPerToken")));
        table.row("All on one GPU", bytes(estimate, "totalBytes"));
    }

    private void placement() {
        JsonNode placement = plan.path("placement");
        if (placement.isMissingNode()) {
            return;
        }
        String gpu =
                "%s of %s"
                        .formatted(
                                placement.path("gpu").asText(), bytes(placement, "gpuMemoryBytes"));
        table.row(
                "GPUs",
                placement.path("fits").asBoolean()
                        ? "%d × %s".formatted(placement.path("gpus").asInt(), gpu)
                        : "does not fit %d × %s"
                                .formatted(placement.path("gpusPerNode").asInt(), gpu));
        if (placement.has("sequencesThatFit")) {
            table.row("Sequences that fit", placement.path("sequencesThatFit").asText());
        }
        if (placement.has("reason")) {
            table.row("Why", placement.path("reason").asText());
        }
    }

    private void deployment() {
        JsonNode deployment = plan.path("deployment");
        if (deployment.has("replicas")) {
            table.row("Replicas", deployment.path("replicas").asText());
        }
        for (String kind : new String[] {"requests", "limits"}) {
            JsonNode resources = deployment.path("resources").path(kind);
            if (!resources.isMissingNode()) {
                table.row(
                        "Resources, " + kind,
                        resources.properties().stream()
                                .map(it -> it.getKey() + "=" + it.getValue().asText())
                                .sorted()
                                .collect(Collectors.joining(", ")));
            }
        }
        if (deployment.has("args")) {
            table.row(
                    "Arguments",
                    deployment
                            .path("args")
                            .valueStream()
                            .map(JsonNode::asText)
                            .collect(Collectors.joining(" ")));
        }
    }

    private static String bytes(JsonNode node, String field) {
        return Amounts.bytes(node.path(field).asLong());
    }
}
